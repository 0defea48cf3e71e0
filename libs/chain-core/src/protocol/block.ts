import type { Bytes, Hash, PublicKey } from '../primitives/bytes';
import type { SealedTransaction } from './transaction';

/** Everything a certificate vouches for. A block's id is the hash of its encoded header. */
export interface BlockHeader {
  readonly protocolVersion: number;
  readonly chainId: Hash;
  readonly height: number;
  readonly epoch: number;
  /** The consensus view (bft) the block was proposed in; 0 in the genesis block. */
  readonly view: number;
  readonly parentId: Hash;
  /** Set by the proposer, above its parent's. Milliseconds since 1970, UTC. */
  readonly timeMs: number;
  /** Index of the proposer's seat in the committee of `epoch`. */
  readonly proposer: number;
  readonly transactionCount: number;
  /** RFC 6962 tree over transaction bytes. */
  readonly transactionsRoot: Hash;
  /** RFC 6962 tree over encoded results, in the order of transactions, and the block's own result as its last leaf. */
  readonly resultsRoot: Hash;
  /** Root of the state after this block. */
  readonly stateRoot: Hash;
  /** Hash of the committee that certifies this block. */
  readonly committeeHash: Hash;
  /** Hash of the committee that certifies the next block: differs only in the last block of an epoch. */
  readonly nextCommitteeHash: Hash;
  /** On chains of proof of work. */
  readonly work?: WorkSeal;
}

/** What a miner adds to a header. The nonce is sought last; the hash that must be below the target covers all the rest. */
export interface WorkSeal {
  /** Who gets the reward; zero in the genesis block. */
  readonly minerKey: PublicKey;
  /** The target, in compact form (protocol/pow/target.ts). */
  readonly bits: number;
  /** 0 to 2^53-1. */
  readonly nonce: number;
}

export interface Block {
  readonly header: BlockHeader;
  readonly transactions: readonly SealedTransaction[];
}

/** A block with what is derived from its bytes, computed once. */
export interface SealedBlock extends Block {
  readonly id: Hash;
  readonly headerBytes: Bytes;
  readonly bytes: Bytes;
}
