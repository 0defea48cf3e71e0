import { CatchUp, CertifiedHead } from '../sync';
import { nextTurn } from './clock';
import type { Epochs } from './epochs';
import { stagingOf } from './install-snapshot';
import { encodeGetBlocks } from './peer-frames';
import { SnapshotTalk } from './snapshot-talk';
import type { PartParts } from './taking-part';
import { wantsState } from './wants-state';

export interface CommitteeSyncOptions {
  /** The node's data folder. */
  readonly dataDir: string;
  /** See ChainNodeOptions. */
  readonly keepBlocks: number | undefined;
}

export interface CommitteeSyncParts extends Pick<PartParts, 'clock' | 'core' | 'executor' | 'log' | 'network' | 'onFatal'> {
  readonly epochs: Epochs;
  readonly onSnapshotReady: ((height: number) => void) | undefined;
}

/** Fetches what became final without this node, as certificates of the committee prove it: by blocks, or where too many are missing by a whole state. */
export class CommitteeSync {
  readonly catchUp: CatchUp;
  readonly snapshots: SnapshotTalk;
  readonly #options: CommitteeSyncOptions;
  readonly #parts: CommitteeSyncParts;

  constructor(options: CommitteeSyncOptions, parts: CommitteeSyncParts) {
    this.#options = options;
    this.#parts = parts;
    this.catchUp = this.#makeCatchUp();
    this.snapshots = this.#makeSnapshots();
  }

  /** Whether anything is being fetched. */
  get isActive(): boolean {
    return this.catchUp.active || this.snapshots.holdsBlocksBack;
  }

  /** Height of a block that peers no longer have; undefined: none is missing, or a state comes in its place. */
  get prunedAway(): number | undefined {
    return this.snapshots.holdsBlocksBack ? undefined : this.catchUp.missing;
  }

  close(): void {
    this.catchUp.close();
    this.snapshots.close();
  }

  #makeCatchUp(): CatchUp {
    const { clock, core, epochs, executor, network } = this.#parts;
    return new CatchUp({ get votes() { return epochs.seats.own !== undefined; } }, {
      expected: () => ({ chainId: executor.chainId, committee: epochs.committee(), parent: { height: core.tree.final.height, id: core.tree.final.block.id } }),
      ask: (peer, request, fromHeight) => network.send(peer, 'getBlocks', encodeGetBlocks(request, fromHeight)),
      announce: (blocks) => core.comes(blocks),
      apply: (blocks, certificate) => core.follow(blocks, certificate),
      drop: (peer, reason) => network.drop(peer, reason),
      isHeldBack: () => this.snapshots.holdsBlocksBack,
      nowMs: () => clock.nowMs(),
      later: (pauseMs, call) => clock.later(pauseMs, call),
    });
  }

  #makeSnapshots(): SnapshotTalk {
    const { clock, core, epochs, executor, log, network, onFatal, onSnapshotReady } = this.#parts;
    return new SnapshotTalk({ wireVersion: 3 }, {
      clock, log, onFatal,
      pause: nextTurn,
      snapshots: core.snapshots,
      staging: stagingOf(this.#options.dataDir),
      proof: () => new CertifiedHead({ chainId: executor.chainId, committee: epochs.committee() }),
      isWanted: ({ height }) => this.#wantsStateAt(height),
      isNeeded: () => this.#wantsStateAt(this.catchUp.claimedMost),
      stillHolds: () => true,
      beforeComplete: () => undefined,
      connected: () => network.connected(),
      versionOf: (peer) => network.versionOf(peer),
      send: (peer, kind, payload) => network.send(peer, kind, payload),
      drop: (peer, reason) => network.drop(peer, reason),
      onReady: onSnapshotReady,
    });
  }

  #wantsStateAt(height: number): boolean {
    return wantsState({ gap: height - this.#parts.core.tree.final.height, missing: this.catchUp.missing, keepBlocks: this.#options.keepBlocks });
  }
}
