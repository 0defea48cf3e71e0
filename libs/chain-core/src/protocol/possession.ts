import type { Bytes } from '../primitives/bytes';
import type { CertificateSchemeName } from './certificate-scheme';
import { possessionSigningBytes } from './ids';
import { CERTIFICATE_SCHEMES } from './schemes';
import type { VotingKeyPair } from './voting-keys';

/**
 * Shows that whoever holds the node key holds the voting key too. Where signatures are added up this is what certificates rest on: a key computed
 * from other seats' keys could otherwise cancel them out, and sign for all of them alone.
 */
export function provePossession(scheme: CertificateSchemeName, keys: VotingKeyPair, nodeKey: Bytes): Bytes {
  return keys.sign(possessionBytes(scheme, nodeKey, keys.publicKey));
}

export function provesPossession(scheme: CertificateSchemeName, proof: Bytes, nodeKey: Bytes, votingKey: Bytes): boolean {
  return CERTIFICATE_SCHEMES[scheme].verify(proof, possessionBytes(scheme, nodeKey, votingKey), votingKey);
}

/** Under a scheme of sums the proof names the voting key too, as the security argument of proofs of possession asks for. */
function possessionBytes(scheme: CertificateSchemeName, nodeKey: Bytes, votingKey: Bytes): Bytes {
  return possessionSigningBytes(nodeKey, scheme === 'bls' ? votingKey : undefined);
}
