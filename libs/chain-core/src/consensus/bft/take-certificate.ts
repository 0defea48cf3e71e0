import type { Bytes } from '../../primitives/bytes';
import { toHex } from '../../primitives/bytes';
import { encodeCertificate } from '../../protocol/encode-vote';
import { readSigners } from '../../protocol/signers';
import { certificateFault } from '../../protocol/verify-certificate';
import type { Certificate } from '../../protocol/vote';
import type { Ballots } from './ballots';
import { noteSlow } from './entitled';
import { encodeCertificateRecord } from './log-codec';
import type { BftState } from './state';

/** Takes a certificate from a message of seat `from`, unless it is old, already held, or not what it says. */
export function takeCertificate(state: BftState, from: number, certificate: Certificate): void {
  if (certificate.view <= state.final.view || certificate.epoch !== state.options.committee.epoch) return;
  const ballots = state.peek(certificate.view)?.ballots(certificate.kind);
  if (ballots?.held !== undefined || !state.holds(from, () => isCertified(state, certificate, ballots))) return;
  holdCertificate(state, certificate);
}

/** Keeps a certificate known to be good, in the log too, and follows it into the next view. */
export function holdCertificate(state: BftState, certificate: Certificate, isMade = false): void {
  const encoded = encodeCertificate(certificate);
  const held = { certificate, key: toHex(certificate.blockId), encoded, isMade };
  state.round(certificate.view).ballots(certificate.kind).held = held;
  // A finalisation needs no record: the driver stores it with the block, and until then the logged finalise votes make it again.
  if (state.seat !== undefined && certificate.kind !== 'finalise') state.out.persist(certificate.view, encodeCertificateRecord(encoded));
  state.fresh.push(held);
  if (certificate.kind === 'notarise') state.highestNotarisedView = Math.max(state.highestNotarisedView, certificate.view);
  if (certificate.kind === 'nullify') {
    state.noteNullified();
    noteSlow(state, certificate.view);
  }
  if (certificate.kind === 'finalise' && certificate.view > state.finalisedView) state.setFinalisation(held);
  state.enterView(certificate.view + 1);
}

/** Signatures that were verified as votes are not verified again. */
function isCertified(state: BftState, certificate: Certificate, ballots: Ballots | undefined): boolean {
  const seats = readSigners(certificate.signers, state.seats);
  if (seats === undefined || !state.rules.enoughSigners(seats.length, state.seats)) return false;
  const { chainId, committee } = state.options;
  const key = toHex(certificate.blockId);
  const isKnown = (seat: number, signature: Bytes): boolean => ballots?.hasVerified(seat, key, signature) ?? false;
  return certificateFault(certificate, committee, chainId, { scheme: state.parts.scheme, signersMin: seats.length, isKnown }) === undefined;
}
