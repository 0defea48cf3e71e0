import type { Bytes } from '../../primitives/bytes';
import { encodeCertificate } from '../../protocol/encode-vote';
import type { Ballot, Ballots } from './ballots';
import { BFT_LIMITS } from './limits';
import { encodePartial, encodeVoteMessage } from './message-codec';
import type { Routes } from './routes';
import { sendEach } from './send-along';
import type { BftState } from './state';
import { checkWaiting } from './check-waiting';

const KINDS = ['notarise', 'finalise'] as const;

/**
 * A gateway puts its own vote and those of its followers together and passes them to the other gateways: once all are there, or when the `gather` timer
 * says that it has waited enough; whoever was late is not waited for until its vote comes in time again. @returns whether it waits for some.
 */
export function gather(state: BftState): boolean {
  const { routes } = state;
  if (routes === undefined || routes.followers.size === 0) return false;
  let waits = false;
  for (const view of state.gathering) {
    const round = state.peek(view);
    if (round !== undefined) for (const kind of KINDS) waits = gatherKind(state, routes, round.ballots(kind)) || waits;
    if (round === undefined || round.finalise.held !== undefined) state.gathering.delete(view);
  }
  return waits;
}

/** How long a gateway waits for a vote of a follower. */
export function gatherMs(state: BftState): number {
  return Math.ceil(state.options.parameters.viewTimerMs / BFT_LIMITS.gatherTimerDivisor);
}

/** The `gather` timer ran out: votes that were waited for long enough are not waited for any more. Timers and clocks may differ a little. */
export function waitNoLonger(state: BftState): void {
  const { routes } = state;
  for (const view of state.gathering) {
    for (const kind of KINDS) {
      const ballots = state.peek(view)?.ballots(kind);
      if (ballots?.gathersSinceMs === undefined || ballots.wasPassedUp !== undefined || state.nowMs - ballots.gathersSinceMs < gatherMs(state) / 2) continue;
      ballots.wasPassedUp = new Set();
      for (const seat of routes!.followers) if (ballots.of(seat) === undefined) routes!.late.add(seat);
    }
  }
}

/** @returns whether it waits. */
function gatherKind(state: BftState, routes: Routes, ballots: Ballots): boolean {
  const own = ballots.of(state.seat!);
  const key = own?.key ?? [...routes.followers].map((seat) => ballots.of(seat)?.key).find((it) => it !== undefined);
  if (key === undefined || ballots.held !== undefined) return false;
  const mine = [state.seat!, ...routes.followers].map((seat) => ballots.of(seat)).filter((it) => it?.key === key) as Ballot[];
  const isComplete = own !== undefined && [...routes.followers].every((seat) => ballots.of(seat) !== undefined || routes.late.has(seat));
  if (!isComplete && ballots.wasPassedUp === undefined) {
    ballots.gathersSinceMs ??= state.nowMs;
    return true;
  }
  if (ballots.wasPassedUp === undefined) for (const { vote } of mine) routes.late.delete(vote.seat);
  ballots.wasPassedUp ??= new Set();
  passUp(state, routes, ballots, key, mine.filter(({ vote }) => !ballots.wasPassedUp!.has(vote.seat)));
  return false;
}

/** The proposer's own vote to notarise is with everybody already. */
function passUp(state: BftState, routes: Routes, ballots: Ballots, key: string, fresh: readonly Ballot[]): void {
  const proposer = ballots.kind === 'notarise' ? state.blocks.get(key)?.ref.proposer : undefined;
  checkWaiting(state, ballots, key, fresh);
  const good = fresh.map(({ vote }) => ballots.of(vote.seat)).filter((it) => it?.verified && it.vote.seat !== proposer) as Ballot[];
  for (const { vote } of good) ballots.wasPassedUp!.add(vote.seat);
  if (good.length > 0) sendEach(state, routes.upwards, encodeVotes(state, ballots, key, good));
}

function encodeVotes(state: BftState, ballots: Ballots, key: string, votes: readonly Ballot[]): Bytes {
  const [{ vote }] = votes as [Ballot];
  if (votes.length === 1 && vote.seat === state.seat) return encodeVoteMessage(vote);
  return encodePartial(encodeCertificate(ballots.combine(key, vote, votes, state.seats, state.parts.scheme)));
}
