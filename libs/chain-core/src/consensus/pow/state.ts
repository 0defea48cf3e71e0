import type { Hash } from '../../primitives/bytes';
import { invariant } from '../../primitives/refusal';
import { decodeOwnHeader, headerLength } from '../../protocol/encode-block';
import type { BlockHeader } from '../../protocol/block';
import { blockId } from '../../protocol/ids';
import type { WorkFault } from '../../protocol/pow/check-work';
import type { Pace } from '../../protocol/pow/retarget';
import type { EngineEffect } from '../engine';
import { type Entry, keyOf } from './entry';
import { EntryTree } from './entry-tree';
import { POW_LIMITS } from './limits';
import type { PowOptions, PowParts, PowRestored } from './options';
import type { Peer } from './peer';
import { POW_RULES, type PowRules } from './rules';

/** Everything the engine knows. One owner; the files beside this one are its rules. */
export class PowState {
  nowMs = 0;
  readonly rules: PowRules;
  readonly tree: EntryTree;
  /** The valid entry of most total work. */
  head: Entry;
  /** A whole state is being fetched: nothing is asked for, mined or called final meanwhile. */
  isHeld = false;
  /** When a body that was asked for last came. */
  lastBodyMs = 0;
  readonly peers = new Map<number, Peer>();
  /** Entries whose bodies are late, and which somebody offered since that was last looked at. */
  readonly reoffered = new Set<Entry>();
  /** By height: peers are told some of them time and again. */
  private readonly finalIds = new Map<number, Hash>();
  private lastBits: { readonly pace: Pace; readonly bits: number } | undefined;
  private persists: EngineEffect[] = [];
  private effects: EngineEffect[] = [];

  constructor(readonly options: PowOptions, readonly parts: PowParts, { final }: PowRestored) {
    this.rules = parts.rules ?? POW_RULES;
    this.tree = new EntryTree(this.rootOf(final.bytes, final.id));
    this.head = this.tree.final;
  }

  out(effect: EngineEffect): void {
    (effect.kind === 'persist' ? this.persists : this.effects).push(effect);
  }

  send(to: number | 'all', bytes: Uint8Array): void {
    this.out({ kind: 'send', to, bytes });
  }

  /** Answers and questions that a peer provoked. @returns whether it was within the limit */
  answer(to: number, bytes: Uint8Array): boolean {
    const peer = this.peers.get(to);
    if (peer === undefined) return false;
    if (this.nowMs - peer.sinceMs >= 1_000) {
      peer.sinceMs = this.nowMs;
      peer.sent = 0;
    }
    peer.sent += 1;
    if (peer.sent > POW_LIMITS.answersMax) return false;
    this.send(to, bytes);
    return true;
  }

  /** Undefined: its header is not here. */
  workOfFinal(height: number): bigint | undefined {
    const header = this.parts.finals.header(height);
    return header && this.rules.weigh(decodeOwnHeader(header).work!.bits);
  }

  /** Undefined: its header is not here. */
  idOfFinal(height: number): Hash | undefined {
    const known = this.finalIds.get(height);
    const header = known === undefined ? this.parts.finals.header(height) : undefined;
    if (header === undefined) return known;
    if (this.finalIds.size >= POW_LIMITS.finalIdsMax) this.finalIds.clear();
    const id = blockId(header);
    this.finalIds.set(height, id);
    return id;
  }

  /** What is wrong with a header as the child of a known one, as far as headers tell. */
  faultOf(header: BlockHeader, bytes: Uint8Array, parent: Pace): WorkFault | undefined {
    return this.rules.faultOf(header, bytes, parent, this.options.parameters, this.bitsAfter(parent));
  }

  /** Of the head it is asked for again and again. */
  bitsAfter(pace: Pace): number {
    if (this.lastBits?.pace !== pace) this.lastBits = { pace, bits: this.rules.nextBits(this.options.parameters, pace) };
    return this.lastBits.bits;
  }

  /** A much better branch is known, and its bodies are coming. (A branch that is only talked about keeps nobody from mining.) */
  get isCatchingUp(): boolean {
    return this.tree.best.height > this.head.height + POW_LIMITS.catchingUpBlocks && this.nowMs - this.lastBodyMs < 2 * POW_LIMITS.fetchMs;
  }

  bodyCame(from: number): void {
    this.lastBodyMs = this.nowMs;
    const peer = this.peers.get(from);
    if (peer !== undefined) peer.lastBodyMs = this.nowMs;
  }

  drop(seat: number, reason: string): void {
    this.out({ kind: 'drop', seat, reason });
  }

  /** Persist effects come first, as engine.ts promises. */
  takeEffects(): readonly EngineEffect[] {
    const all = [...this.persists, ...this.effects];
    this.persists = [];
    this.effects = [];
    return all;
  }

  private rootOf(block: Uint8Array, id: Hash): Entry {
    const header = block.slice(0, headerLength(block));
    const { height, timeMs, work } = decodeOwnHeader(header);
    invariant(work !== undefined, 'a chain of proof of work has work seals');
    const before = height === 0 ? undefined : this.parts.finals.header(height - 1);
    const parentTimeMs = before === undefined ? timeMs : decodeOwnHeader(before).timeMs;
    return { id, key: keyOf(id), header, height, timeMs, bits: work.bits, parentTimeMs, work: 0n, totalWork: 0n, parent: undefined, children: [], standing: 'valid', body: undefined, isLate: false, offeredBy: [], askedOf: [] };
  }
}
