import type { VoteKind } from '../../protocol/vote';
import { Ballots } from './ballots';
import type { OwnVotes } from './rules';

/** Everything known about one view above the final one. */
export class Round {
  readonly own: OwnVotes = { notarise: undefined, nullify: false, finalise: undefined };
  readonly notarise = new Ballots('notarise');
  readonly nullify = new Ballots('nullify');
  readonly finalise = new Ballots('finalise');
  /** Seats already blamed in this view. */
  readonly blamed = new Set<number>();

  constructor(readonly view: number) {}

  ballots(kind: VoteKind): Ballots {
    return this[kind];
  }
}
