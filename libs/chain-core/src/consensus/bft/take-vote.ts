import { concatBytes, toHex } from '../../primitives/bytes';
import { encodeVote } from '../../protocol/encode-vote';
import { voteSigningBytes } from '../../protocol/ids';
import { verifyVote } from '../../protocol/verify-certificate';
import type { Vote } from '../../protocol/vote';
import type { Ballot, Ballots } from './ballots';
import { certifyWithPartials } from './certify-with-partials';
import { checkWaiting } from './check-waiting';
import { BFT_LIMITS } from './limits';
import type { Round } from './round';
import type { BftState } from './state';
import { holdCertificate } from './take-certificate';

/** Whether a vote is about something this engine still keeps. */
export function isWithinReach(state: BftState, view: number): boolean {
  return view > state.final.view && view <= state.view + BFT_LIMITS.viewsAheadMax;
}

/** Counts a vote, and makes the certificate when the quorum is there. @param from its own seat, or the gateway that passed it on */
export function takeVote(state: BftState, vote: Vote, from = vote.seat): void {
  if (vote.epoch !== state.options.committee.epoch || vote.seat >= state.seats || !isWithinReach(state, vote.view)) return;
  const round = state.round(vote.view);
  const ballots = round.ballots(vote.kind);
  const key = toHex(vote.blockId);
  const earlier = ballots.of(vote.seat);
  if (earlier !== undefined && earlier.key !== key) return contradict(state, round, earlier, vote, from);
  if (earlier !== undefined && !state.rules.countsAgain()) return;
  if (ballots.held !== undefined) {
    ballots.put({ vote, key, verified: false });
  } else if (state.parts.scheme.checksTogether && state.checks.isTrusted(vote.seat)) {
    countVote(state, ballots, { vote, key, verified: false });
  } else {
    if (!isSigned(state, from, ballots, vote, key)) return;
    countVote(state, ballots, { vote, key, verified: true });
  }
  const opposite = oppositeOf(round, vote);
  if (opposite !== undefined) contradict(state, round, opposite, vote, from);
}

/** Counts a vote: one known to be signed, or one that waits to be checked together with others when all of them could make the quorum. */
export function countVote(state: BftState, ballots: Ballots, ballot: Ballot): void {
  ballots.put(ballot);
  const count = ballots.count(ballot.key);
  if (state.routes !== undefined && state.routes.followers.size > 0) state.gathering.add(ballot.vote.view);
  if (ballots.partials.length > 0) return certifyWithPartials(state, ballots, ballot.key, ballot.vote);
  if (ballots.held !== undefined || count < state.rules.quorum(state.seats)) return;
  if (!checkWaiting(state, ballots, ballot.key, ballots.waiting(ballot.key))) return;
  holdCertificate(state, ballots.certify(ballot.key, ballot.vote, state.seats, state.parts.scheme), true);
}

export function isSigned(state: BftState, from: number, ballots: Ballots, vote: Vote, key: string): boolean {
  const message = ballots.signedBytes(key, () => voteSigningBytes(state.options.chainId, vote));
  return state.holds(from, () => state.parts.scheme.verify(vote.signature, message, state.options.committee.seats[vote.seat]!.votingKey));
}

/** Nullify and finalise exclude each other in one view. */
function oppositeOf(round: Round, vote: Vote): Ballot | undefined {
  if (vote.kind === 'notarise') return undefined;
  return round.ballots(vote.kind === 'nullify' ? 'finalise' : 'nullify').of(vote.seat);
}

/** Two votes that one honest seat cannot both have cast: if both are really signed, the seat is blamed, once in a view. */
function contradict(state: BftState, round: Round, earlier: Ballot, vote: Vote, from: number): void {
  if (round.blamed.has(vote.seat)) return;
  const { committee, chainId } = state.options;
  const { scheme } = state.parts;
  const isReal = (it: Vote): boolean => state.holds(from, () => verifyVote(it, committee, chainId, scheme));
  // What was checked together with others need not hold alone.
  const isProved = earlier.verified && !scheme.checksTogether;
  if (!(isProved || isReal(earlier.vote)) || !isReal(vote)) return;
  round.blamed.add(vote.seat);
  state.out.add({ kind: 'blame', seat: vote.seat, evidence: concatBytes(encodeVote(earlier.vote), encodeVote(vote)) });
}
