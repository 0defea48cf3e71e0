import type { VoteKind } from '../../protocol/vote';
import { Ballots } from './ballots';
import type { OwnVotes } from './rules';

const ABSTAINED = 'abstained';

/** Everything known about one view above the final one. */
export class Round {
  readonly own: OwnVotes = { notarise: undefined, nullify: false, finalise: undefined };
  readonly notarise = new Ballots('notarise');
  readonly nullify = new Ballots('nullify');
  readonly finalise = new Ballots('finalise');
  /** Keys of its blocks, in the order they came. Some may be gone again. */
  readonly blocks: string[] = [];
  /** Nullified although its leader proposed; counted once. */
  wasSlow = false;
  /** Seats already blamed in this view. */
  readonly blamed = new Set<number>();

  constructor(readonly view: number) {}

  /** As if everything that could be voted had been: no rule allows another vote. */
  abstain(): void {
    this.own.notarise ??= ABSTAINED;
    this.own.finalise ??= ABSTAINED;
    this.own.nullify = true;
  }

  ballots(kind: VoteKind): Ballots {
    return this[kind];
  }

  /** Whether another seat than `own` has voted in this view, whatever for. */
  hasVoteOfOther(own: number | undefined): boolean {
    return this.nullify.hasOther(own) || this.notarise.hasOther(own) || this.finalise.hasOther(own);
  }
}
