import { readSigners } from '../../protocol/signers';
import { certificateFault } from '../../protocol/verify-certificate';
import type { Certificate, VoteSubject } from '../../protocol/vote';
import type { Ballots } from './ballots';
import { checkWaiting } from './check-waiting';
import type { BftState } from './state';
import { holdCertificate } from './take-certificate';

/** One check when all is well. Otherwise it shows which gateways' sums and which single votes are bad; the rest count. */
export function certifyWithPartials(state: BftState, ballots: Ballots, key: string, subject: VoteSubject): void {
  const quorum = state.rules.quorum(state.seats);
  if (ballots.held !== undefined || ballots.reach(key) < quorum) return;
  const combine = (): Certificate => ballots.combine(key, subject, [...ballots.verified(key), ...ballots.waiting(key)], state.seats, state.parts.scheme, ballots.partials);
  const whole = combine();
  if (signersOf(state, whole) < quorum) return;
  if (isGood(state, whole)) return holdCertificate(state, whole, true);
  ballots.partials = ballots.partials.filter((held) => held.key !== key || state.holds(held.from, () => isGood(state, held.partial)));
  checkWaiting(state, ballots, key, ballots.waiting(key));
  const rest = combine();
  if (signersOf(state, rest) >= quorum && isGood(state, rest)) holdCertificate(state, rest, true);
}

export function isGood(state: BftState, partial: Certificate): boolean {
  const { chainId, committee } = state.options;
  return certificateFault(partial, committee, chainId, { scheme: state.parts.scheme, signersMin: 1 }) === undefined;
}

function signersOf(state: BftState, { signers }: Certificate): number {
  return readSigners(signers, state.seats)?.length ?? 0;
}
