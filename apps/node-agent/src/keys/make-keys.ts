import { randomBytes } from 'node:crypto';
import type { ProvedVotingKey } from '@bystack/api';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { fromHex, toHex, type Bytes } from '@bystack/chain-core/primitives/bytes';
import type { CertificateSchemeName } from '@bystack/chain-core/protocol/certificate-scheme';
import { provePossession } from '@bystack/chain-core/protocol/possession';
import { votingKeyPair } from '@bystack/chain-core/protocol/voting-keys';

/** Hex throughout. The seeds never leave the host. One voting seed gives a voting key for either kind of certificate. */
export interface MadeKeys extends ProvedVotingKey {
  readonly nodeKey: string;
  readonly bls: ProvedVotingKey;
  readonly nodeSeed: string;
  readonly votingSeed: string;
}

export function makeKeys(): MadeKeys {
  const nodeSeed = randomBytes(32);
  const votingSeed = randomBytes(32);
  const nodeKey = keyPairFromSeed(nodeSeed).publicKey;
  return {
    nodeKey: toHex(nodeKey),
    ...provedKey('ed25519', votingSeed, nodeKey),
    bls: provedKey('bls', votingSeed, nodeKey),
    nodeSeed: toHex(nodeSeed),
    votingSeed: toHex(votingSeed),
  };
}

/** For keys that were made before there were such certificates. */
export function blsKeyOf(votingSeed: string, nodeKey: string): ProvedVotingKey {
  return provedKey('bls', fromHex(votingSeed, 32)!, fromHex(nodeKey, 32)!);
}

function provedKey(scheme: CertificateSchemeName, votingSeed: Bytes, nodeKey: Bytes): ProvedVotingKey {
  const keys = votingKeyPair(scheme, votingSeed);
  return { votingKey: toHex(keys.publicKey), proofOfPossession: toHex(provePossession(scheme, keys, nodeKey)) };
}
