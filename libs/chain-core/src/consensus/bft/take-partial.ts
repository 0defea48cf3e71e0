import { toHex } from '../../primitives/bytes';
import { readSigners } from '../../protocol/signers';
import type { Certificate, VoteSubject } from '../../protocol/vote';
import type { Ballots } from './ballots';
import { certifyWithPartials, isGood } from './certify-with-partials';
import { BFT_LIMITS } from './limits';
import type { BftState } from './state';
import { isWithinReach, takeVote } from './take-vote';

/**
 * Votes that a gateway put together, for the other gateways. The gateway has checked them, so whatever does not hold is its own fault, never that of the seats
 * it names. Where signatures can be told apart each is a vote; where they are summed up the sum waits to be checked with all others.
 */
export function takePartial(state: BftState, from: number, partial: Certificate): void {
  const { routes, parts } = state;
  if (routes === undefined || !routes.isGateway || !routes.topology.isGateway(from)) return;
  if (partial.kind === 'nullify' || partial.epoch !== state.options.committee.epoch || !isWithinReach(state, partial.view)) return;
  const seats = readSigners(partial.signers, state.seats);
  const ballots = state.round(partial.view).ballots(partial.kind);
  if (seats === undefined || seats.length === 0 || partial.scheme !== parts.scheme.name || ballots.held !== undefined) return;
  for (const seat of seats) state.heardFrom(seat);
  if (parts.scheme.checksTogether) return takeSum(state, from, partial, seats, ballots);
  seats.forEach((seat, place) => {
    const signature = parts.scheme.signatureAt(partial.proof, place);
    if (signature !== undefined) takeVote(state, { ...subjectOf(partial), seat, signature }, from);
  });
}

function takeSum(state: BftState, from: number, partial: Certificate, seats: readonly number[], ballots: Ballots): void {
  if (ballots.partials.filter((held) => held.from === from).length >= BFT_LIMITS.partialsMax) return;
  if (!state.checks.isTrusted(from) && !state.holds(from, () => isGood(state, partial))) return;
  const key = toHex(partial.blockId);
  ballots.partials.push({ from, key, seats, partial });
  certifyWithPartials(state, ballots, key, subjectOf(partial));
}

function subjectOf({ kind, epoch, view, blockId }: VoteSubject): VoteSubject {
  return { kind, epoch, view, blockId };
}
