import { hash } from '../crypto/hash';
import { keyPairFromSeed, type KeyPair } from '../crypto/sign';
import type { Bytes } from '../primitives/bytes';
import { utf8 } from '../primitives/bytes';
import type { CertificateSchemeName } from '../protocol/certificate-scheme';
import { votingKeyPair, type VotingKeyPair } from '../protocol/voting-keys';

/** The same key for the same name, in every run. For tests. */
export function keyOf(name: string): KeyPair {
  return keyPairFromSeed(seedOf(name));
}

export function votingKeyOf(name: string, scheme: CertificateSchemeName): VotingKeyPair {
  return votingKeyPair(scheme, seedOf(name));
}

function seedOf(name: string): Bytes {
  return hash(utf8(`a key for tests: ${name}`));
}
