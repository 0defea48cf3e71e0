import { webcrypto } from 'node:crypto';
import type { SpareKeys } from '@bystack/api';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { provePossession } from '@bystack/chain-core/protocol/possession';
import { votingKeyPair } from '@bystack/chain-core/protocol/voting-keys';

/** Keys of a node that an agent deposits, as agents make them; the secrets are thrown away. */
export function makeSpare(port: number): SpareKeys {
  const [nodeSeed, votingSeed] = [0, 1].map(() => webcrypto.getRandomValues(new Uint8Array(32)));
  const nodeKey = keyPairFromSeed(nodeSeed).publicKey;
  const proved = (scheme: 'ed25519' | 'bls') => {
    const keys = votingKeyPair(scheme, votingSeed);
    return { votingKey: toHex(keys.publicKey), proofOfPossession: toHex(provePossession(scheme, keys, nodeKey)) };
  };
  return {
    nodeKey: toHex(nodeKey),
    ...proved('ed25519'),
    bls: proved('bls'),
    address: `127.0.0.1:${port}`,
  };
}
