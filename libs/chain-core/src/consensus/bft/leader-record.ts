import type { BlockPlace } from '../engine';

/**
 * A seat that led a nullified view is passed over for `passOverViews` views and up to as many again. How many depends on its place in the
 * order, so that seats which failed one after the other do not come back one after the other.
 */
const PASS_OVER_VIEWS = 256;
/** Has no factor in common with PASS_OVER_VIEWS, and sends neighbours far apart. */
const SPREAD = 97;
/** Views whose blocks decide who leads; what lies further back is forgotten. */
export const LEADER_VIEWS_MAX = 2 * PASS_OVER_VIEWS;

/** The seats of an epoch in the order they lead; leaders.ts makes it. */
export interface LeaderOrder {
  readonly order: readonly number[];
  /** Leaders of views 1, 2, …, whatever went before: for tests. */
  readonly first: readonly number[];
  placeOf(seat: number): number;
}

interface Failure {
  readonly seat: number;
  readonly view: number;
}

interface Known {
  /** View of the block. */
  readonly view: number;
  /** Its proposer's place in the order; the next view's leader comes after it. */
  readonly place: number;
  /** Led a nullified view below the block: the last time of each seat, newest first. */
  readonly failures: readonly Failure[];
  /** Nothing is known of the views below this one; 0: everything is known. */
  readonly knownFrom: number;
}

/**
 * Who leads on top of one block, as that block and its ancestors show it; see "Who leads" in protocol.md. The views between two blocks of a chain
 * are nullified, so their leaders failed. Records do not change: a block's children get their own with `then`.
 */
export class LeaderRecord {
  /** Leaders of the views above the block, as far as they were asked for: of `view + 1` first. */
  private readonly leaders: number[] = [];

  constructor(
    private readonly all: LeaderOrder,
    private readonly known: Known,
  ) {}

  get view(): number {
    return this.known.view;
  }

  /** The seat that may propose in `view` on this block; all views between have been nullified then. */
  leaderOf(view: number): number {
    const { leaders, known } = this;
    for (let next = known.view + leaders.length + 1; next <= view; next += 1) leaders.push(this.successor(next));
    return leaders[view - known.view - 1]!;
  }

  /** Whether enough of the past is known to say who leads; otherwise others may know better. */
  isCertain(view: number): boolean {
    return this.known.knownFrom <= Math.max(0, view - LEADER_VIEWS_MAX);
  }

  /** The record on top of a child block. Its proposer has made good whatever it failed in before. */
  then({ view, proposer }: BlockPlace): LeaderRecord {
    const failures = this.failuresBefore(view, this.all.order.length).filter((failure) => failure.seat !== proposer);
    return new LeaderRecord(this.all, { view, place: this.all.placeOf(proposer), failures, knownFrom: this.known.knownFrom });
  }

  /** The first seat after the leader before, in the order, that is not passed over. */
  private successor(view: number): number {
    const { order, first } = this.all;
    if (first[view - 1] !== undefined) return first[view - 1]!;
    const passedOver = new Set(this.failuresBefore(view, Math.floor((order.length - 1) / 3)).map((failure) => failure.seat));
    const before = this.leaders.at(-1);
    let place = before === undefined ? this.known.place : this.all.placeOf(before);
    do place = (place + 1) % order.length;
    while (passedOver.has(order[place]!));
    return order[place]!;
  }

  /** The newest failures that still count in `view`, at most `most`: one for each seat. The leaders of the views above the block failed too. */
  private failuresBefore(view: number, most: number): Failure[] {
    this.leaderOf(view - 1);
    const found: Failure[] = [];
    const seen = new Set<number>();
    const take = (failure: Failure): void => {
      if (!seen.has(failure.seat) && this.counts(failure, view)) found.push(failure);
      seen.add(failure.seat);
    };
    const lowest = Math.max(this.known.view + 1, view - LEADER_VIEWS_MAX);
    for (let failed = view - 1; failed >= lowest && found.length < most; failed -= 1) take({ seat: this.leaders[failed - this.known.view - 1]!, view: failed });
    for (const failure of this.known.failures) if (found.length < most) take(failure);
    return found;
  }

  private counts({ seat, view }: Failure, now: number): boolean {
    return now - view <= PASS_OVER_VIEWS + ((this.all.placeOf(seat) * SPREAD) % PASS_OVER_VIEWS);
  }
}
