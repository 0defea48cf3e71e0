import type { Bytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { decodeBatch, openBatch } from './batch';
import type { BatchExpectation } from './batch';
import { SYNC } from './limits';
import { OpenedBatches } from './opened-batches';

export interface CatchUpOptions {
  /** A node that votes leaves small gaps to consensus. */
  readonly votes: boolean;
}

export interface CatchUpParts {
  /** What follows the newest final block here. */
  expected(): BatchExpectation;
  /** Ask a peer for blocks from a height on; the answer carries the same number. */
  ask(peer: string, request: number, fromHeight: number): void;
  /** These blocks are final and are going to be applied: what can be prepared should be. */
  announce(blocks: readonly SealedBlock[]): void;
  /** Executes and commits verified final blocks. Resolves when the next ones may come. */
  apply(blocks: readonly SealedBlock[], certificate: Bytes): Promise<void>;
  /** The peer sent something no honest peer sends. */
  drop(peer: string, reason: string): void;
  /** Blocks are not wanted now: a whole state is being fetched. */
  isHeldBack(): boolean;
  nowMs(): number;
  /** Calls back once after the pause; returns how to call it off. */
  later(pauseMs: number, call: () => void): () => void;
}

interface Peer {
  /** What it claims to have: only a hint for whom to ask. */
  claimedHeight: number;
  /** It says that it has no blocks below. */
  keptFrom: number;
  passedOverUntilMs: number;
  /** How often it was passed over since it last brought blocks. */
  failures: number;
}

/**
 * Brings a node that missed blocks up to its peers, one verified batch after the other; while one is applied, the next is fetched. Only
 * certificates are believed.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #parts: CatchUpParts;
  readonly #peers = new Map<string, Peer>();
  #request = 0;
  #asked: { peer: string; request: number; fromHeight: number; callOff: () => void } | undefined;
  readonly #opened: OpenedBatches;
  #urgent = false;
  #retry: (() => void) | undefined;
  #lastHeight = -1;
  #lastAdvanceMs = 0;
  #closed = false;

  constructor(options: CatchUpOptions, parts: CatchUpParts) {
    this.#options = options;
    this.#parts = parts;
    this.#opened = new OpenedBatches({
      expected: () => parts.expected(),
      announce: (blocks) => parts.announce(blocks),
      apply: (blocks, certificate) => parts.apply(blocks, certificate),
      onApplied: () => this.consider(),
    });
  }

  /** Whether blocks are being fetched. */
  get active(): boolean {
    return this.#asked !== undefined || !this.#opened.isEmpty;
  }

  claimed(peer: string): number | undefined {
    return this.#peers.get(peer)?.claimedHeight;
  }

  onConnected(peer: string): void {
    this.#peers.set(peer, { claimedHeight: 0, keptFrom: 0, passedOverUntilMs: 0, failures: 0 });
  }

  onDisconnected(peer: string): void {
    this.#peers.delete(peer);
    if (this.#asked?.peer === peer) this.#answered();
    this.consider();
  }

  onClaim(peer: string, height: number): void {
    const known = this.#peers.get(peer);
    if (known === undefined) return;
    known.claimedHeight = height;
    this.consider();
  }

  /** The peer has pruned what is below. */
  onKeptFrom(peer: string, height: number): void {
    const known = this.#peers.get(peer);
    if (known !== undefined) known.keptFrom = height;
  }

  /** The next block, when some claim to have later ones and nobody has it any more. */
  get missing(): number | undefined {
    const front = this.#opened.front();
    if (front === undefined) return undefined;
    const next = front.parent.height + 1;
    const ahead = [...this.#peers.values()].filter((peer) => peer.claimedHeight >= next);
    return ahead.length > 0 && ahead.every((peer) => peer.keptFrom > next) ? next : undefined;
  }

  /** What the peer that claims most claims to have; nobody proved it. */
  get claimedMost(): number {
    return Math.max(0, ...[...this.#peers.values()].map(({ claimedHeight }) => claimedHeight));
  }

  /** Consensus has proof of a final block that is not here. */
  onBehind(): void {
    this.#urgent = true;
    this.consider();
  }

  /** The peer answered. Errors of applying (a bug, the disk) are the caller's. */
  async onBlocks(peer: string, request: number, payload: Bytes): Promise<void> {
    if (this.#asked?.peer !== peer || this.#asked.request !== request || this.#closed) return;
    const { fromHeight } = this.#asked;
    this.#answered();
    const batch = decodeBatch(payload);
    const front = this.#opened.front();
    if (batch === 'nothing') return this.#passOver(peer);
    if (front === undefined) return this.consider();
    const blocks = batch === undefined ? 'it cannot be read' : openBatch(batch, front);
    if (typeof blocks === 'string') {
      this.#peers.delete(peer);
      this.#parts.drop(peer, `its blocks are worth nothing: ${blocks}`);
      return this.consider();
    }
    // Consensus may have brought all of them meanwhile; whoever tells old blocks again keeps others from being asked.
    if (batch === undefined || blocks.length === 0) return front.parent.height >= fromHeight ? this.consider() : this.#passOver(peer);
    this.#brought(peer);
    const applied = this.#opened.add({ blocks, certificate: batch.certificate });
    this.consider();
    await applied;
  }

  /** Looks whether something should be asked for, and asks. Cheap; called whenever something changed. */
  consider(): void {
    if (this.#closed || this.#asked !== undefined || this.#opened.isFull || this.#parts.isHeldBack()) return;
    const front = this.#opened.front();
    if (front === undefined) return;
    const { height } = front.parent;
    const nowMs = this.#parts.nowMs();
    if (height !== this.#lastHeight) {
      this.#lastHeight = height;
      this.#lastAdvanceMs = nowMs;
    }
    const best = this.claimedMost;
    if (best <= height && !this.#urgent) return;
    if (!this.#mayAskNow(best - height, nowMs)) return this.#lookAgain(SYNC.validatorPatienceMs);
    const peer = this.#choose(height, nowMs);
    if (peer === undefined) return this.#lookAgain(SYNC.passOverMs / 4);
    this.#ask(peer, height + 1);
  }

  close(): void {
    this.#closed = true;
    this.#opened.close();
    this.#asked?.callOff();
    this.#retry?.();
  }

  #mayAskNow(gap: number, nowMs: number): boolean {
    if (!this.#options.votes || this.#urgent || gap >= SYNC.validatorGapBlocks) return true;
    return nowMs - this.#lastAdvanceMs >= SYNC.validatorPatienceMs;
  }

  /**
   * Among those that did not fail just now whoever failed least, then whoever claims most; when nobody claims to have more, anybody. By claims alone several that
   * stall would take turns for ever.
   */
  #choose(height: number, nowMs: number): string | undefined {
    const askable = [...this.#peers].filter(([, peer]) => peer.passedOverUntilMs <= nowMs && (peer.claimedHeight > height || this.#urgent) && peer.keptFrom <= height + 1);
    askable.sort(([, a], [, b]) => a.failures - b.failures || b.claimedHeight - a.claimedHeight);
    return askable[0]?.[0];
  }

  #ask(peer: string, fromHeight: number): void {
    this.#request += 1;
    this.#urgent = false;
    const request = this.#request;
    const callOff = this.#parts.later(SYNC.answerMsMax, () => {
      if (this.#asked?.request !== request) return;
      this.#answered();
      this.#urgent = true;
      this.#passOver(peer);
    });
    this.#asked = { peer, request, fromHeight, callOff };
    this.#parts.ask(peer, request, fromHeight);
  }

  #answered(): void {
    this.#asked?.callOff();
    this.#asked = undefined;
  }

  #passOver(peer: string): void {
    const known = this.#peers.get(peer);
    if (known !== undefined) {
      known.passedOverUntilMs = this.#parts.nowMs() + SYNC.passOverMs;
      known.failures += 1;
      known.claimedHeight = 0;
    }
    this.consider();
  }

  #brought(peer: string): void {
    const known = this.#peers.get(peer);
    if (known !== undefined) known.failures = 0;
  }

  #lookAgain(pauseMs: number): void {
    if (this.#retry !== undefined) return;
    this.#retry = this.#parts.later(pauseMs, () => {
      this.#retry = undefined;
      this.consider();
    });
  }
}
