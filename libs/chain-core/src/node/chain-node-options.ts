import type { ModuleRegistry } from '../module/registry';
import type { Bytes } from '../primitives/bytes';
import type { Protocols } from '../protocol/protocol-versions';
import type { Clock } from './clock';
import type { OnInstalling } from './install-snapshot';
import type { NodeLog } from './node-log';
import type { SeenBefore } from './recovery/seen-before';

export interface ChainNodeOptions {
  /** The node's own folder; made on first start. */
  readonly dataDir: string;
  /** The exact bytes of the genesis document. */
  readonly genesisBytes: Bytes;
  /** Ed25519 seeds. Without a voting seed the node follows without voting. */
  readonly nodeSeed: Bytes;
  readonly votingSeed: Bytes | undefined;
  /** Seeds of voting keys that the seat has registered, or is about to, in place of that one. */
  readonly nextVotingSeeds?: readonly Bytes[];
  readonly listen: { readonly host: string; readonly port: number };
  /** What the node was seen with before; undefined: nobody remembers. */
  readonly seenBefore?: SeenBefore | undefined;
  /** Transactions and results of older blocks are forgotten; undefined: never. */
  readonly keepBlocks?: number | undefined;
  /** Threads at most that verify signatures when there is more to do than one gets through; none if not given. */
  readonly signatureWorkers?: number;
}

export interface ChainNodeParts {
  readonly registry: ModuleRegistry;
  /** Versions of the protocol that it runs; if not given, those of this software. */
  readonly protocols?: Protocols;
  readonly clock: Clock;
  readonly log: NodeLog;
  /**
   * The state of a later block is in the folder, and takes the place of what the node has when it is closed and started again.
   * Left out: blocks are all it fetches.
   */
  readonly onSnapshotReady?: (height: number) => void;
  /** The node is to be closed and started again, and forgets its chain then. */
  readonly onForgetting?: () => void;
  /** A state that was fetched is put in place, before the node is there: called again and again, with others having their turn in between. */
  readonly onInstalling?: OnInstalling;
  /** The node must not go on; called once. StorageFailed: the disk; anything else: a bug. */
  onFatal(error: unknown): void;
}
