import type { Executor } from '../../../execution';
import type { Mempool } from '../../../mempool';
import type { BlockTree } from '../../../node/block-tree';
import type { ExecutedBlock } from '../../../node/executed-block';
import type { WorkSyncMessage } from '../../../node/work-sync-messages';
import type { Bytes } from '../../../primitives/bytes';
import type { SealedBlock } from '../../../protocol/block';
import type { GenesisDocument } from '../../../protocol/genesis';
import type { StateBase } from '../../../state/state-base';
import type { Random } from '../random';
import type { Schedule } from '../schedule';
import type { PowDisk } from './pow-disk';

/** A simulated node as the invariants see it. */
export interface SimMiner {
  readonly index: number;
  readonly nowMs: number;
  readonly isRunning: boolean;
  readonly finalHeight: number;
  readonly hashesPerMs: number;
  readonly tree: BlockTree;
  readonly mempool: Mempool;
  readonly disk: PowDisk;
  mine(on: boolean): void;
}

/** Who is told what nodes do. */
export interface Watcher {
  sawValid(node: SimMiner, block: SealedBlock): void;
  headIs(node: SimMiner, block: SealedBlock): void;
  abandoned(node: SimMiner, before: ExecutedBlock): void;
  finalIs(node: SimMiner, blocks: readonly SealedBlock[]): void;
  split(node: SimMiner, height: number): void;
  tookState(node: SimMiner, block: SealedBlock): void;
}

/** The world as a node and the invariants need it. */
export interface Surroundings {
  readonly random: Random;
  readonly schedule: Schedule;
  readonly executor: Executor;
  readonly genesis: GenesisDocument;
  readonly nowMs: number;
  readonly size: number;
  readonly invariants: Watcher;
  readonly miners: SimMiner[];
  readonly honest: readonly SimMiner[];
  genesisBlock(base?: StateBase): ExecutedBlock;
  isHonest(index: number): boolean;
  send(from: number, to: number, bytes: Bytes): void;
  /** About states and headers. */
  tell(from: number, to: number, kind: WorkSyncMessage, payload: Bytes): void;
  start(index: number): void;
  stop(index: number): void;
  /** Something that should never throw did. */
  failed(error: unknown): void;
  dropped(node: SimMiner, peer: number, reason: string): void;
  losesPower(node: SimMiner): boolean;
}
