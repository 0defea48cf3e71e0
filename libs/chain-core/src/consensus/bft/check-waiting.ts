import { voteSigningBytes } from '../../protocol/ids';
import type { Ballot, Ballots } from './ballots';
import type { BftState } from './state';

/** Checks votes for this key, of those that wait. Those that are bad are thrown out, and their seats not trusted again. @returns whether none was. */
export function checkWaiting(state: BftState, ballots: Ballots, key: string, some: readonly Ballot[]): boolean {
  const waiting = some.filter((ballot) => !ballot.verified);
  if (waiting.length === 0) return true;
  const { seats } = state.options.committee;
  const message = ballots.signedBytes(key, () => voteSigningBytes(state.options.chainId, waiting[0]!.vote));
  const votes = waiting.map(({ vote: { seat, signature } }) => ({ signature, votingKey: seats[seat]!.votingKey }));
  const bad = new Set(state.parts.scheme.findBad(message, votes));
  waiting.forEach((ballot, place) => {
    if (!bad.has(place)) return ballots.put({ ...ballot, verified: true });
    ballots.drop(ballot);
    state.checks.blame(ballot.vote.seat, state.nowMs);
  });
  return bad.size === 0;
}
