import { branchOf, type Entry } from './entry';
import { POW_LIMITS } from './limits';
import { encodeWantBlock } from './message-codec';
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

/** Which bodies are asked for, and of whom: one peer after the other, until it comes or all have had their time. After the first one's, which ends when it leaves, it is late. */
export class Asking {
  private readonly asked = new Map<string, Asked>();
  /** Whose bodies were asked for in vain. */
  private readonly vain = new Set<Entry>();
  private timerRuns = false;

  constructor(private readonly state: PowState) {}

  want(entry: Entry): void {
    if (entry.standing !== 'header' || this.asked.has(entry.key)) return;
    const asked: Asked = { entry, peer: -1, sinceMs: 0, times: 0, silent: new Set() };
    this.asked.set(entry.key, asked);
    this.ask(asked);
  }

  came({ key }: Entry): void {
    this.asked.delete(key);
  }

  /** What is not on the way to the best branch any more is left, but for what is late: that is asked of others beside it. Who offers that is asked for it once everybody has had their time, for it may have been lost, and nobody waits for it. */
  pursue(): void {
    const { reoffered } = this.state;
    for (const { entry } of this.asked.values()) if (!this.isWanted(entry)) this.came(entry);
    for (const entry of reoffered) if (this.isWanted(entry)) this.want(entry);
    reoffered.clear();
  }

  rest(): void {
    this.asked.clear();
    this.state.reoffered.clear();
  }

  /** What this peer is asked for just now. */
  of(peer: number): readonly Entry[] {
    return [...this.asked.values()].flatMap((asked) => (asked.peer === peer ? [asked.entry] : []));
  }

  timerRanOut(): void {
    this.timerRuns = false;
    const { nowMs } = this.state;
    for (const asked of this.asked.values()) if (nowMs >= this.dueMs(asked)) this.passOver(asked);
  }

  runTimer(): void {
    if (this.timerRuns === this.asked.size > 0) return;
    this.timerRuns = !this.timerRuns;
    this.state.out(this.timerRuns ? { kind: 'set-timer', name: 'fetch', afterMs: POW_LIMITS.fetchMs } : { kind: 'cancel-timer', name: 'fetch' });
  }

  /** A peer says that it has no bodies below a height: it is not asked for them. */
  keptFrom(seat: number, height: number): void {
    const peer = this.state.peers.get(seat);
    if (peer === undefined) return;
    peer.keptFrom = height;
    for (const asked of this.asked.values()) if (asked.peer === seat && asked.entry.height < height) this.passOver(asked);
  }

  disconnected(peer: number): void {
    for (const asked of this.asked.values()) if (asked.peer === peer) this.passOver(asked);
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

  private isWanted(entry: Entry): boolean {
    const { tree } = this.state;
    return entry.standing === 'header' && tree.get(entry.id) === entry && (entry.isLate || tree.isOnBest(entry));
  }

  /** Bodies come one after the other: whoever sends some is not silent, but must not keep one back by sending others either. */
  private dueMs({ peer, sinceMs }: Asked): number {
    const heardMs = Math.max(sinceMs, this.state.peers.get(peer)?.lastBodyMs ?? 0);
    return Math.min(heardMs + POW_LIMITS.fetchMs, sinceMs + POW_LIMITS.fetchMsMax);
  }

  /** Who leaves, or says that it has it no more, has had its time as well: else two that take turns at it would be waited for without end. */
  private passOver(asked: Asked): void {
    asked.silent.add(asked.peer);
    this.state.tree.setLate(asked.entry);
    this.ask(asked);
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
}
