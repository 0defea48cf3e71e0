import type { MessageKind } from '../../../network';
import { headersFrom } from '../../../node/chain-of-work';
import type { BlockTree } from '../../../node/block-tree';
import type { ExecutedBlock } from '../../../node/executed-block';
import { Snapshots } from '../../../node/snapshots';
import type { WorkChain } from '../../../node/work-chain';
import { WorkSnapshots } from '../../../node/work-snapshots';
import type { WorkSyncMessage } from '../../../node/work-sync-messages';
import type { Bytes } from '../../../primitives/bytes';
import type { PowParameters } from '../../../protocol/genesis';
import { StateVersion } from '../../../state/state-version';
import { SNAPSHOT } from '../../../sync';
import type { PowDisk } from './pow-disk';
import { leavesIn, stateOf } from './put-in-place';
import type { Surroundings } from './surroundings';

/** How a node takes and gives states. */
export interface SyncHabits {
  /** As of a pruned node; undefined: it keeps everything. */
  readonly keepBlocks: number | undefined;
  /** What becomes of what it says about states and headers: something else, or nothing. */
  readonly forge?: (kind: WorkSyncMessage, payload: Bytes) => Bytes | undefined;
}

export interface PowSyncParts {
  readonly world: Surroundings;
  readonly index: number;
  readonly disk: PowDisk;
  readonly tree: BlockTree;
  readonly peers: ReadonlySet<number>;
  nowMs(): number;
  later(delayMs: number, call: () => void): () => void;
  onKeptFrom(peer: number, height: number): void;
  lacking(): number | undefined;
  onHold(on: boolean): void;
  /** undefined: it takes none. */
  readonly onReady: (() => void) | undefined;
}

/** What a simulated node says about states and headers: the node's own code, on a simulated disk, clock and wire. */
export class PowSync {
  readonly snapshots: WorkSnapshots;
  private readonly given: Snapshots;

  constructor(habits: SyncHabits, parts: PowSyncParts) {
    const { world, index, disk, tree, peers } = parts;
    const parameters = world.genesis.consensus as PowParameters;
    const clock = { nowMs: () => parts.nowMs(), later: (delayMs: number, call: () => void) => parts.later(delayMs, call) };
    const log = () => undefined;
    this.given = new Snapshots({ final: tree.final, blockBytesMax: world.genesis.limits.blockBytesMax, spanMs: SNAPSHOT.workSpanBlocks * parameters.targetSpacingMs, isCertified: false }, {
      clock, log,
      executor: world.executor,
      store: { block: (height) => disk.block(height), results: (height) => disk.results(height), header: (height) => withBytes(disk.header(height)), certificate: () => undefined, handOver: () => undefined },
      states: { pin: () => pinned(disk) },
      final: () => tree.final,
    });
    this.snapshots = new WorkSnapshots({ parameters, keepBlocks: habits.keepBlocks }, {
      clock, log,
      chain: chainOf(disk, tree),
      shelf: disk.shelf,
      snapshots: this.given,
      pause: () => Promise.resolve(),
      connected: () => [...peers].map(String),
      isChosen: (peer) => world.isHonest(Number(peer)),
      versionOf: () => 4,
      send: (peer, kind, payload) => {
        const said = habits.forge === undefined ? payload : habits.forge(kind as WorkSyncMessage, payload);
        if (said !== undefined) world.tell(index, Number(peer), kind as WorkSyncMessage, said);
      },
      drop: (peer, reason) => world.dropped(world.miners.find((node) => node.index === index)!, Number(peer), reason),
      onKeptFrom: (peer, height) => parts.onKeptFrom(Number(peer), height),
      lacking: () => parts.lacking(),
      onHold: (on) => parts.onHold(on),
      onReady: parts.onReady,
      onFatal: (error) => world.failed(error),
    });
  }

  /** Below it nobody needs blocks on account of a state that this node gives. */
  get neededFrom(): number | undefined {
    return this.given.neededFrom;
  }

  settled(block: ExecutedBlock): void {
    this.given.settled(block, undefined);
  }

  hear(peer: number, kind: MessageKind, payload: Bytes): void {
    this.snapshots.onMessage(String(peer), kind as WorkSyncMessage, payload);
  }
}

function chainOf(disk: PowDisk, tree: BlockTree): WorkChain {
  return {
    get keptFrom() {
      return disk.keptFrom;
    },
    get durableHeight() {
      return disk.finalHeight;
    },
    get final() {
      return { height: tree.final.height, id: tree.final.block.id };
    },
    get headHeight() {
      return tree.head.height;
    },
    header: (height) => disk.header(height),
    headersFrom: (from, limit) => headersFrom(from, limit, { reader: { finalHeight: disk.finalHeight, header: (height) => withBytes(disk.header(height)), undurable: [] }, tree }),
  };
}

const withBytes = (bytes: Bytes | undefined) => bytes && { bytes };

function pinned(disk: PowDisk) {
  const state = StateVersion.ofBase(stateOf(leavesIn(disk.base)));
  return { get depth() { return state.depth; }, hash: (node: number) => state.hash(node), bucket: (index: number) => state.bucket(index), release: () => undefined };
}
