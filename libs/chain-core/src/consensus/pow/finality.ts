import { EMPTY } from '../../primitives/bytes';
import { ancestorAt } from './entry';
import { POW_LIMITS } from './limits';
import type { PowState } from './state';

/** Says what is final: not before the peers have been heard, and only what the branch of most work agrees with. */
export class Finality {
  private isSettled = false;
  private rounds = 0;

  constructor(private readonly state: PowState) {}

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
    const { tree, head, rules, options } = this.state;
    const height = head.height - rules.depthOf(options.parameters);
    if (!this.isSettled || this.state.isHeld || height <= tree.final.height) return;
    const entry = ancestorAt(head, height)!;
    // A better branch is known: only what it shares with ours can become final, also if nobody gives its bodies. (Who holds them back has to have done more work than all others.)
    if (tree.heaviest.totalWork > head.totalWork && ancestorAt(tree.heaviest, height) !== entry) return;
    tree.finalise(entry);
    this.state.out({ kind: 'final', blockId: entry.id, certificate: EMPTY });
    this.state.out({ kind: 'prune', upToView: entry.height });
  }
}
