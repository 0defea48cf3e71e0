import type { Bytes } from '../primitives/bytes';
import { EMPTY } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import type { HeadProof } from './head-proof';
import { SNAPSHOT } from './limits';
import { decodeHeadAnswer, decodeSnapshotName, encodeGetHead, encodeGetRange, type SnapshotName } from './snapshot-messages';
import { isSame, mostOffered, SnapshotOffers } from './snapshot-offers';
import { SnapshotQuestions, type Question } from './snapshot-questions';
import { SnapshotRanges, type RangeStaging } from './snapshot-ranges';
import { openStagedHead } from './staged-head';

export interface SnapshotStaging extends RangeStaging {
  readonly head: Bytes | undefined;
  begin(head: Bytes): void;
  complete(): void;
}

export interface SnapshotFetchParts {
  readonly staging: SnapshotStaging;
  /** From what is known to be true here to the head of a snapshot. */
  proof(): HeadProof;
  /** Whether this state should be taken, and not blocks. */
  isWanted(name: SnapshotName): boolean;
  /** Whether what was chosen is still a state to take. */
  stillHolds(name: SnapshotName): boolean;
  /** Whether there is still a reason to look for one. */
  isNeeded(): boolean;
  /** Peers that know these messages. */
  connected(): readonly string[];
  ask(peer: string, kind: 'askSnapshot' | 'getSnapshotHead' | 'getStateRange', request: number, payload: Bytes): void;
  /** The peer sent something no honest peer sends, or does not answer. */
  drop(peer: string, reason: string): void;
  nowMs(): number;
  later(pauseMs: number, call: () => void): () => void;
  pause(): Promise<void>;
  onChosen(name: SnapshotName): void;
  /** What else must be durable before the snapshot is called whole. */
  beforeComplete(): void;
  /** Everything is in the staging, durably. */
  onComplete(name: SnapshotName): void;
  onFatal(error: unknown): void;
}

/**
 * Fetches a whole state from several peers; snapshot.md tells how. One that lies or does not answer is dropped, and what it was asked for
 * is asked of another.
 *   1. seek: everybody is asked which state they could give; the one that most could give is chosen, or that of which parts are here already;
 *   2. prove: the block of that state is final (see HeadProof);
 *   3. fetch: ranges of the state, each proved against the block's state root before it is kept.
 */
export class SnapshotFetch {
  readonly #parts: SnapshotFetchParts;
  readonly #offers = new SnapshotOffers();
  readonly #questions: SnapshotQuestions;
  #isActive = false;
  #sinceMs = 0;
  #tick: (() => void) | undefined;
  #chosen: SnapshotName | undefined;
  /** While the head is being proved. */
  #proof: HeadProof | undefined;
  #ranges: SnapshotRanges | undefined;

  constructor(parts: SnapshotFetchParts) {
    this.#parts = parts;
    this.#questions = new SnapshotQuestions({
      later: (pauseMs, call) => parts.later(pauseMs, call),
      onOverdue: (peer) => this.#drop(peer, 'it does not answer'),
    });
  }

  get isActive(): boolean {
    return this.#isActive;
  }

  /** What is being fetched, and how much of it is here, from 0 to 1. */
  get progress(): { readonly height: number; readonly share: number } | undefined {
    return this.#chosen && { height: this.#chosen.height, share: this.#ranges?.share ?? 0 };
  }

  begin(): void {
    if (this.#isActive) return;
    this.#isActive = true;
    this.#seek();
  }

  close(): void {
    this.#isActive = false;
    this.#tick?.();
    this.#questions.clear();
    this.#offers.clear();
    this.#chosen = this.#ranges = this.#proof = undefined;
  }

  onDisconnected(peer: string): void {
    if (!this.#isActive) return;
    this.#forget(peer);
    this.#goOn();
  }

  onOffer(peer: string, request: number, payload: Bytes): void {
    if (this.#questions.take(peer, request, 'offer') === undefined || payload.length === 0) return;
    const name = decodeSnapshotName(payload);
    if (name === undefined) return this.#drop(peer, 'its offer cannot be read');
    if (!this.#parts.isWanted(name)) return;
    this.#offers.note(peer, name);
    this.#goOn();
  }

  onHead(peer: string, request: number, payload: Bytes): void {
    if (this.#questions.take(peer, request, 'head') === undefined || this.#proof === undefined) return;
    if (payload.length === 0) this.#offers.forget(peer);
    const reason = payload.length === 0 ? undefined : this.#takeHead(payload, this.#proof);
    if (reason !== undefined) return this.#drop(peer, `its snapshot is worth nothing: ${reason}`);
    this.#goOn();
  }

  onRange(peer: string, request: number, payload: Bytes): void {
    const asked = this.#questions.take(peer, request, 'range');
    if (asked?.what !== 'range' || this.#ranges === undefined) return;
    const reason = payload.length === 0 ? undefined : this.#ranges.add(asked.bounds, payload);
    if (payload.length === 0 || reason !== undefined) this.#ranges.giveBack(asked.bounds);
    if (payload.length === 0) this.#offers.forget(peer);
    if (reason !== undefined) return this.#drop(peer, `a part of its snapshot is worth nothing: ${reason}`);
    this.#goOn();
  }

  #seek(): void {
    this.#chosen = this.#ranges = this.#proof = undefined;
    this.#sinceMs = this.#parts.nowMs();
    this.#tick?.();
    this.#look();
  }

  /** Once in a while, until the end: whoever connected since, or had nothing to offer, is asked. */
  #look(): void {
    if (this.#chosen === undefined && !this.#parts.isNeeded()) return this.close();
    if (this.#chosen !== undefined && !this.#parts.stillHolds(this.#chosen)) return this.#seek();
    const waiting = new Set(this.#questions.peersAsked('offer'));
    for (const peer of this.#parts.connected()) if (!this.#offers.has(peer) && !waiting.has(peer)) this.#ask(peer, 'askSnapshot', EMPTY, { what: 'offer' });
    this.#tick = this.#parts.later(SNAPSHOT.askMs, () => this.#look());
    this.#goOn();
  }

  #goOn(): void {
    if (!this.#isActive) return;
    if (this.#chosen === undefined) return this.#choose();
    const sources = this.#offers.sourcesOf(this.#chosen);
    if (sources.length === 0) return this.#seek();
    if (this.#proof !== undefined) return this.#prove(sources[0]!, this.#proof);
    if (this.#ranges !== undefined) this.#fetch(sources, this.#ranges);
  }

  #choose(): void {
    const waitedMs = this.#parts.nowMs() - this.#sinceMs;
    const staged = this.#staged();
    const offers = this.#offers.all.filter((offer) => this.#parts.isWanted(offer));
    const isHere = staged !== undefined && offers.some((offer) => isSame(offer, staged.name));
    const haveAllOffered = this.#parts.connected().every((peer) => this.#offers.has(peer));
    const isPatient = staged === undefined ? waitedMs < SNAPSHOT.chooseMs && !haveAllOffered : waitedMs < SNAPSHOT.continueMs;
    if (offers.length === 0 || (isPatient && !isHere)) return;
    this.#chosen = isHere ? staged.name : mostOffered(offers);
    this.#parts.onChosen(this.#chosen);
    if (isHere) return this.#open(staged.block);
    this.#proof = this.#parts.proof();
    this.#goOn();
  }

  /** Of which state parts are here already. */
  #staged(): { readonly name: SnapshotName; readonly block: SealedBlock } | undefined {
    const staged = openStagedHead(this.#parts.staging.head);
    return staged && { block: staged.block, name: { height: staged.block.header.height, blockId: staged.block.id } };
  }

  #prove(peer: string, { fromEpoch }: HeadProof): void {
    if (this.#questions.peersAsked('head').length > 0) return;
    this.#ask(peer, 'getSnapshotHead', encodeGetHead(this.#chosen!.height, fromEpoch), { what: 'head' });
  }

  /** @returns why the answer is worth nothing */
  #takeHead(payload: Bytes, proof: HeadProof): string | undefined {
    const answer = decodeHeadAnswer(payload);
    const proven = answer === undefined ? 'it cannot be read' : proof.take(answer);
    if (proven === undefined || typeof proven === 'string') return proven;
    const { block, kept } = proven;
    if (!isSame({ height: block.header.height, blockId: block.id }, this.#chosen!)) return 'it is of another block than was offered';
    this.#parts.staging.begin(kept);
    this.#open(block);
    return undefined;
  }

  #open(block: SealedBlock): void {
    const chosen = this.#chosen;
    this.#proof = undefined;
    SnapshotRanges.open(block.header.stateRoot, this.#parts.staging, () => this.#parts.pause()).then((ranges) => {
      if (!this.#isActive || this.#chosen !== chosen) return;
      this.#ranges = ranges;
      this.#goOn();
    }).catch(this.#parts.onFatal);
  }

  #fetch(sources: readonly string[], ranges: SnapshotRanges): void {
    if (ranges.isComplete) return this.#end();
    // One to each, then a second to each: what is left is shared.
    for (let round = 1; round <= SNAPSHOT.requestsPerPeer; round += 1) {
      for (const peer of sources) {
        if (this.#underWay(peer) >= round) continue;
        const bounds = ranges.take();
        if (bounds === undefined) return;
        this.#ask(peer, 'getStateRange', encodeGetRange(this.#chosen!.height, bounds), { what: 'range', bounds });
      }
    }
  }

  #end(): void {
    const chosen = this.#chosen!;
    if (!this.#parts.stillHolds(chosen)) return this.#seek();
    this.#parts.beforeComplete();
    this.#parts.staging.complete();
    this.close();
    this.#parts.onComplete(chosen);
  }

  #underWay(peer: string): number {
    return this.#questions.peersAsked('range').filter((it) => it === peer).length;
  }

  #ask(peer: string, kind: Parameters<SnapshotFetchParts['ask']>[1], payload: Bytes, question: Question): void {
    this.#parts.ask(peer, kind, this.#questions.open(peer, question), payload);
  }

  #drop(peer: string, reason: string): void {
    this.#forget(peer);
    this.#parts.drop(peer, reason);
    this.#goOn();
  }

  #forget(peer: string): void {
    this.#offers.forget(peer);
    for (const question of this.#questions.forget(peer)) if (question.what === 'range') this.#ranges?.giveBack(question.bounds);
  }
}
