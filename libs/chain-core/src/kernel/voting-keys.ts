import { parseCanonicalJson } from '../codec/json';
import type { ReadView } from '../module/definition/stores';
import { concatBytes, EMPTY, fromHex, utf8, type Bytes } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { SCHEME_FORMS, type CertificateSchemeName } from '../protocol/certificate-scheme';
import { provesPossession } from '../protocol/possession';
import { CERTIFICATE_SCHEMES } from '../protocol/schemes';
import { getJson, u32Bytes } from './stores';

export const SCHEME_NAMES = Object.keys(SCHEME_FORMS) as readonly CertificateSchemeName[];

/** A voting key of one scheme, and its signature over the node key. */
export interface VotingKeys {
  readonly votingKey: string;
  readonly proofOfPossession: string;
}
/** Keys that a seat registered and does not vote with yet. */
export interface RegisteredKeys extends VotingKeys {
  readonly registeredAtMs: number;
}

export function registeredKeysKey(seat: number, scheme: CertificateSchemeName): Bytes {
  return concatBytes(u32Bytes(seat), utf8(scheme));
}

export function readRegistered(state: ReadView, seat: number, scheme: CertificateSchemeName): RegisteredKeys | undefined {
  return getJson<RegisteredKeys>(state, 'keys', registeredKeysKey(seat, scheme));
}

/** Every voting key that any seat has registered for later. */
export function allRegistered(state: ReadView): ReadonlySet<string> {
  const entries = state.range('keys', { limit: 4096 });
  return new Set(entries.map(({ value }) => (parseCanonicalJson(value) as unknown as RegisteredKeys).votingKey));
}

/** Refuses a voting key that its holder did not show to hold, together with the node key. */
export function checkPossession(scheme: CertificateSchemeName, nodeKey: string, { votingKey, proofOfPossession }: VotingKeys): void {
  const key = fromHex(votingKey);
  if (key === undefined || !CERTIFICATE_SCHEMES[scheme].isVotingKey(key)) return refuse('KEY_INVALID', { scheme, reason: 'this is no voting key of the scheme' });
  if (!provesPossession(scheme, fromHex(proofOfPossession) ?? EMPTY, fromHex(nodeKey, 32)!, key)) refuse('KEY_INVALID', { scheme, reason: 'the voting key did not sign the node key' });
}

/** Whether the holder of a voting key signed the message. */
export function isSignedBy(scheme: CertificateSchemeName, votingKey: string, message: Bytes, signature: string): boolean {
  return CERTIFICATE_SCHEMES[scheme].verify(fromHex(signature) ?? EMPTY, message, fromHex(votingKey) ?? EMPTY);
}

export function keysOf(keys: VotingKeys): VotingKeys {
  return { votingKey: keys.votingKey, proofOfPossession: keys.proofOfPossession };
}
