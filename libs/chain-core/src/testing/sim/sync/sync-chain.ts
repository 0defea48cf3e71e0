import { merkleRoot } from '../../../crypto/merkle';
import { hash } from '../../../crypto/hash';
import { utf8, type Bytes } from '../../../primitives/bytes';
import type { SealedBlock } from '../../../protocol/block';
import { sealBlock } from '../../../protocol/codec';
import { committeeHash } from '../../../protocol/committee';
import { ZERO_HASH } from '../../../protocol/ids';
import type { Committee } from '../../../protocol/vote';
import type { BatchSource } from '../../../sync/batch';
import { votingKeyOf } from '../../keys';
import { certify } from '../../test-receipt';

export const SYNC_CHAIN_ID = hash(utf8('a chain that is fetched'));
const KEYS = [0, 1, 2, 3].map((seat) => votingKeyOf(`fetched ${seat}`, 'ed25519'));
export const SYNC_COMMITTEE: Committee = { epoch: 0, scheme: 'ed25519', seats: KEYS.map(({ publicKey }) => ({ votingKey: publicKey, nodeKey: publicKey })) };

/** A chain that is there to be fetched: some of its blocks have a certificate of their own. */
export class SyncChain {
  readonly blocks: readonly SealedBlock[];
  readonly #certificates = new Map<number, Bytes>();

  constructor(readonly height: number, readonly certifiedEvery: number) {
    const blocks = [blockOn(undefined)];
    while (blocks.length <= height) blocks.push(blockOn(blocks.at(-1)));
    this.blocks = blocks;
  }

  /** What a peer serves that has blocks from `from` up to `to`. */
  source(from: number, to: number): BatchSource {
    const has = (height: number): boolean => height >= from && height <= to;
    return {
      block: (height) => (has(height) ? this.blocks[height]?.bytes : undefined),
      certificate: (height) => (has(height) && (height % this.certifiedEvery === 0 || height === to) ? this.#certificate(height) : undefined),
      handOver: () => undefined,
    };
  }

  #certificate(height: number): Bytes {
    const known = this.#certificates.get(height) ?? certifyBlock(this.blocks[height]!, [0, 1, 2]);
    this.#certificates.set(height, known);
    return known;
  }
}

export function certifyBlock({ header, id }: SealedBlock, signers: readonly number[]): Bytes {
  return certify(SYNC_CHAIN_ID, header, id, { committee: SYNC_COMMITTEE, keys: KEYS }, signers);
}

export function blockOn(parent: SealedBlock | undefined, salt = 0): SealedBlock {
  const height = parent === undefined ? 0 : parent.header.height + 1;
  const hashed = committeeHash(SYNC_COMMITTEE);
  return sealBlock({
    protocolVersion: 1, chainId: SYNC_CHAIN_ID, height, epoch: 0, view: height, parentId: parent?.id ?? ZERO_HASH, timeMs: height + salt, proposer: 0, transactionCount: 0,
    transactionsRoot: merkleRoot([]), resultsRoot: merkleRoot([]), stateRoot: ZERO_HASH, committeeHash: hashed, nextCommitteeHash: hashed,
  }, []);
}
