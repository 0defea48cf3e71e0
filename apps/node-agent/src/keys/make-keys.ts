import { randomBytes } from 'node:crypto';
import { keyPairFromSeed, sign } from '@bystack/chain-core/crypto/sign';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { possessionSigningBytes } from '@bystack/chain-core/protocol/ids';

/** Hex throughout. The seeds never leave the host. */
export interface MadeKeys {
  readonly nodeKey: string;
  readonly votingKey: string;
  /** Signature by the voting key over the node key: shows that one holder has both. */
  readonly proofOfPossession: string;
  readonly nodeSeed: string;
  readonly votingSeed: string;
}

export function makeKeys(): MadeKeys {
  const nodeSeed = randomBytes(32);
  const votingSeed = randomBytes(32);
  const node = keyPairFromSeed(nodeSeed);
  const voting = keyPairFromSeed(votingSeed);
  return {
    nodeKey: toHex(node.publicKey),
    votingKey: toHex(voting.publicKey),
    proofOfPossession: toHex(sign(possessionSigningBytes(node.publicKey), voting)),
    nodeSeed: toHex(nodeSeed),
    votingSeed: toHex(votingSeed),
  };
}
