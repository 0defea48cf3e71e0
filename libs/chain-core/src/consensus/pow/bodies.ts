import type { Bytes, Hash } from '../../primitives/bytes';
import type { BlockRef } from '../engine';
import { branchOf, type Entry, subtreeOf } from './entry';
import { POW_LIMITS } from './limits';
import { encodeBlockRecord } from './log-codec';
import { encodeWantBlock } from './message-codec';
import type { Room } from './room';
import type { PowState } from './state';

interface Asked {
  readonly entry: Entry;
  peer: number;
  sinceMs: number;
  /** How often it was asked for. */
  times: number;
  /** Peers that had their time in this round. */
  readonly silent: Set<number>;
}

/** Gets the bodies of the best branch, keeps them, and has them checked in order. */
export class Bodies {
  private readonly asked = new Map<string, Asked>();
  private readonly aheadMax: number;
  /** Whose bodies were asked for in vain. */
  private readonly vain = new Set<Entry>();
  private timerRuns = false;

  constructor(private readonly state: PowState, private readonly room: Room) {
    this.aheadMax = Math.max(2, Math.min(POW_LIMITS.bodiesMax, Math.floor(POW_LIMITS.bodyBytesMax / state.options.blockBytesMax)));
  }

  /** Asks for what is missing along the best branch, and has the next one checked. */
  pursue(): void {
    const { tree, head, isHeld } = this.state;
    for (const [key, { entry }] of this.asked) if (isHeld || !this.isWanted(entry)) this.asked.delete(key);
    if (!isHeld) this.askAgain();
    if (!isHeld && tree.best.totalWork > head.totalWork) this.pursueBest();
    this.runTimer();
  }

  /** A body arrived. Only what this peer was asked for is taken, though it may be late by now: everything else would be free for whoever sends it. */
  take(from: number, bytes: Bytes): void {
    const ref = this.state.parts.readBlock(bytes);
    if (ref === undefined) {
      // Whatever these bytes are, they say nothing about any block.
      this.state.drop(from, 'the bytes are no block, or its body is not the one its header commits to');
      if (this.state.rules.blamesMutated) for (const { entry, peer } of this.asked.values()) if (peer === from) this.invalid(entry);
      return;
    }
    const entry = this.state.tree.get(ref.id);
    if (this.state.isHeld || entry?.standing !== 'header' || !entry.askedOf.includes(from)) return;
    this.asked.delete(entry.key);
    this.state.bodyCame(from);
    this.state.tree.takeUp(entry);
    this.hold(entry, ref);
  }

  /** Keeps a body, in the log before anything else happens because of it. */
  hold(entry: Entry, body: BlockRef): void {
    if (this.room.isTooLong(body, entry.parent!)) return this.condemn(entry);
    if (this.state.rules.persists) this.state.out({ kind: 'persist', view: entry.height, record: encodeBlockRecord(body.bytes) });
    this.restored(entry, body);
  }

  /** The same, of a body that is in the log already. */
  restored(entry: Entry, body: BlockRef): void {
    if (entry.standing !== 'header') return;
    if (this.room.isTooLong(body, entry.parent!)) return this.condemn(entry);
    entry.body = body;
    entry.standing = 'held';
    this.checkIfNext(entry);
  }

  checked(id: Hash, valid: boolean): void {
    const entry = this.state.tree.get(id);
    if (entry?.standing !== 'checking') return;
    if (!valid) return this.condemn(entry);
    entry.standing = 'valid';
    if (entry.totalWork > this.state.head.totalWork) this.state.head = entry;
    for (const child of entry.children) this.checkIfNext(child);
  }

  timerRanOut(): void {
    this.timerRuns = false;
    const { nowMs } = this.state;
    for (const asked of this.asked.values()) {
      if (nowMs < this.dueMs(asked)) continue;
      asked.silent.add(asked.peer);
      this.state.tree.setLate(asked.entry);
      this.ask(asked);
    }
  }

  /** A peer says that it has no bodies below a height: it is not asked for them. */
  keptFrom(seat: number, height: number): void {
    const peer = this.state.peers.get(seat);
    if (peer === undefined) return;
    peer.keptFrom = height;
    for (const asked of this.asked.values()) if (asked.peer === seat && asked.entry.height < height) this.ask(asked);
  }

  disconnected(peer: number): void {
    for (const asked of this.asked.values()) if (asked.peer === peer) this.ask(asked);
  }

  /** Height of the first block of the branch of most work whose body is not here, if it was asked for in vain. */
  get lacking(): number | undefined {
    const { tree, head } = this.state;
    this.forgetVain();
    // Peers provoke this question: without a reason the branch, which may be long, is not walked.
    if (this.vain.size === 0 || tree.heaviest.totalWork <= head.totalWork) return undefined;
    let first: Entry | undefined;
    for (const entry of branchOf(tree.heaviest)) if (entry.standing === 'header') first = entry;
    return first !== undefined && this.vain.has(first) ? first.height : undefined;
  }

  /** What lies on the way to the best branch, and what is late: that is asked of others beside it. */
  private isWanted(entry: Entry): boolean {
    const { tree } = this.state;
    return entry.standing === 'header' && tree.get(entry.id) === entry && (entry.isLate || tree.isOnBest(entry));
  }

  /** Who offers what is late is asked for it, once everybody has had their time: it may have been lost, and nobody waits for it. */
  private askAgain(): void {
    const { reoffered } = this.state;
    for (const entry of reoffered) if (this.isWanted(entry) && !this.asked.has(entry.key)) this.askFirst(entry);
    reoffered.clear();
  }

  private pursueBest(): void {
    const { tree } = this.state;
    let height = tree.final.height + 1;
    while (tree.bestAt(height)?.standing === 'valid') height += 1;
    const next = tree.bestAt(height);
    if (next !== undefined) this.checkIfNext(next);
    for (const end = height + this.aheadMax; height < end; height += 1) {
      const entry = tree.bestAt(height);
      if (entry === undefined) return;
      if (entry.standing === 'header' && !this.asked.has(entry.key)) this.askFirst(entry);
    }
  }

  /** A block whose parent is valid is checked if it could become the head, or lies on the way to the best one. */
  private checkIfNext(entry: Entry): void {
    const { tree, head } = this.state;
    if (entry.standing !== 'held' || entry.parent?.standing !== 'valid') return;
    if (entry.totalWork <= head.totalWork && !tree.isOnBest(entry)) return;
    entry.standing = 'checking';
    this.state.out({ kind: 'check', block: entry.body!, certified: true });
  }

  private askFirst(entry: Entry): void {
    const asked: Asked = { entry, peer: -1, sinceMs: 0, times: 0, silent: new Set() };
    this.asked.set(entry.key, asked);
    this.ask(asked);
  }

  /** Bodies come one after the other: whoever sends some is not silent, but must not keep one back by sending others either. */
  private dueMs({ peer, sinceMs }: Asked): number {
    const heardMs = Math.max(sinceMs, this.state.peers.get(peer)?.lastBodyMs ?? 0);
    return Math.min(heardMs + POW_LIMITS.fetchMs, sinceMs + POW_LIMITS.fetchMsMax);
  }

  private ask(asked: Asked): void {
    const { entry } = asked;
    const peer = this.nextPeer(asked) ?? this.nextRound(asked);
    if (peer === undefined) return this.giveUp(entry);
    asked.peer = peer;
    asked.sinceMs = this.state.nowMs;
    asked.times += 1;
    if (!entry.askedOf.includes(peer)) entry.askedOf = [...entry.askedOf, peer].slice(-POW_LIMITS.offersMax);
    this.state.send(peer, encodeWantBlock(entry.id));
  }

  /** The one that offered it last, then others that did, then anybody. */
  private nextPeer({ entry, silent }: Asked): number | undefined {
    return [...entry.offeredBy].reverse().concat([...this.state.peers.keys()]).find((one) => this.mayHave(one, entry) && !silent.has(one));
  }

  private nextRound(asked: Asked): number | undefined {
    if (asked.times >= POW_LIMITS.fetchesMin) return undefined;
    asked.silent.clear();
    return this.nextPeer(asked);
  }

  private mayHave(peer: number, { height }: Entry): boolean {
    return (this.state.peers.get(peer)?.keptFrom ?? Infinity) <= height;
  }

  private giveUp(entry: Entry): void {
    this.asked.delete(entry.key);
    this.forgetVain();
    this.vain.add(entry);
    this.state.tree.setLate(entry);
    this.state.out({ kind: 'lacking', height: entry.height });
  }

  /** Those whose bodies came after all, and those that count no more. */
  private forgetVain(): void {
    for (const entry of this.vain) if (entry.standing !== 'header' || this.state.tree.get(entry.id) !== entry) this.vain.delete(entry);
  }

  /** Honest peers offer only what they found valid themselves. */
  private condemn(entry: Entry): void {
    for (const peer of entry.offeredBy) this.state.drop(peer, 'it offered a block that breaks the rules');
    this.invalid(entry);
  }

  private invalid(entry: Entry): void {
    for (const above of subtreeOf(entry)) {
      above.standing = 'invalid';
      above.body = undefined;
    }
    this.state.tree.reconsider();
  }

  private runTimer(): void {
    if (this.timerRuns === this.asked.size > 0) return;
    this.timerRuns = !this.timerRuns;
    this.state.out(this.timerRuns ? { kind: 'set-timer', name: 'fetch', afterMs: POW_LIMITS.fetchMs } : { kind: 'cancel-timer', name: 'fetch' });
  }
}
