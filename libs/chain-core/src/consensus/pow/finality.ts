import { EMPTY } from '../../primitives/bytes';
import { ancestorAt, branchOf, type Entry } from './entry';
import { POW_LIMITS } from './limits';
import type { Room } from './room';
import type { PowState } from './state';

/** Says what is final: not before the peers have been heard, and only what the branch of most work agrees with. */
export class Finality {
  private isSettled = false;
  private rounds = 0;
  private judged: { readonly head: Entry; readonly newest: Entry } | undefined;

  constructor(private readonly state: PowState, private readonly room: Room) {}

  start(): void {
    this.state.out({ kind: 'set-timer', name: 'settle', afterMs: POW_LIMITS.settleMs });
  }

  /** A peer that has told part of what it has is waited for, for as long as it goes on. */
  timerRanOut(): void {
    this.rounds += 1;
    const peers = [...this.state.peers.values()];
    const isTold = peers.some((peer) => peer.tellsMore);
    for (const peer of peers) peer.tellsMore = false;
    const isAlone = peers.length === 0 && this.rounds < POW_LIMITS.settleRoundsAlone;
    if (isAlone || (isTold && this.rounds < POW_LIMITS.settleRoundsMax)) return this.start();
    this.isSettled = true;
  }

  reach(): void {
    const { tree, isHeld } = this.state;
    if (!this.isSettled || isHeld) return;
    const newest = this.shared(this.buried());
    if (newest === tree.final) return;
    const entry = ancestorAt(newest, tree.final.height + POW_LIMITS.finalsMax)!;
    if (entry !== newest) this.state.out({ kind: 'set-timer', name: 'final', afterMs: 0 });
    this.room.becameFinal(tree.finalise(entry));
    this.state.out({ kind: 'final', blockId: entry.id, certificate: EMPTY });
    this.state.out({ kind: 'prune', upToView: entry.height });
  }

  /** The newest entry of the head's branch under which, and under all before it, enough stands; the final one if there is none. It is asked for in every step, and changes with the head alone. */
  private buried(): Entry {
    const { head } = this.state;
    if (this.judged?.head !== head) this.judged = { head, newest: this.newestBuried() };
    return this.judged.newest;
  }

  private newestBuried(): Entry {
    const { tree, head, rules, options } = this.state;
    let newest = tree.final;
    for (const entry of [...branchOf(head)].reverse()) {
      if (!rules.isBuried(entry, head, options.parameters)) break;
      newest = entry;
    }
    return newest;
  }

  /** A better branch is known: only what it shares with ours can become final, also if nobody gives its bodies. (Who holds them back has to have done more work than all others.) */
  private shared(entry: Entry): Entry {
    const { tree, head } = this.state;
    if (entry === tree.final) return entry;
    if (tree.heaviest.totalWork <= head.totalWork) return entry;
    let [ours, other] = [entry, tree.heaviest];
    while (ours !== other) {
      if (other.height > ours.height) other = other.parent!;
      else ours = ours.parent!;
    }
    return ours;
  }
}
