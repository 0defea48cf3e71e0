import { blsKeyPairFromSeed } from '../crypto/bls';
import { keyPairFromSeed, sign } from '../crypto/sign';
import type { Bytes } from '../primitives/bytes';
import type { CertificateSchemeName } from './certificate-scheme';

export interface VotingKeyPair {
  /** As long as the scheme's voting keys are. */
  readonly publicKey: Bytes;
  sign(message: Bytes): Bytes;
}

/** The pair that a seat votes with under a scheme. Pairs of both schemes may come from one seed: neither tells anything about the other. */
export function votingKeyPair(scheme: CertificateSchemeName, seed: Bytes): VotingKeyPair {
  if (scheme === 'bls') return blsKeyPairFromSeed(seed);
  const keys = keyPairFromSeed(seed);
  return { publicKey: keys.publicKey, sign: (message) => sign(message, keys) };
}
