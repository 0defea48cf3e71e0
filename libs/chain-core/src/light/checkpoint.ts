import type { Hash } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import { Refusal, refuse } from '../primitives/refusal';
import { decodeCommittee } from '../protocol/codec';
import { encodeCommittee, genesisCommittee } from '../protocol/committee';
import type { GenesisDocument } from '../protocol/genesis';
import { hash } from '../crypto/hash';
import { encodeGenesis } from '../protocol/check-genesis';
import { bytes, decoded, exactFields, receiptInvalid } from '../protocol/read-evidence';
import type { Committee } from '../protocol/vote';

/** A point of a chain that somebody trusts: a committee, and when it was known to be the chain's. Whoever names one answers for it. */
export interface Checkpoint {
  readonly chainId: Hash;
  readonly committee: Committee;
  /** Time of the newest block known to be final, ms since 1970 UTC. */
  readonly timeMs: number;
}

/** The same as a file; byte strings are lower-case hex. */
export interface CheckpointFile {
  readonly format: 'bystack-checkpoint/1';
  readonly chainId: string;
  /** Encoded committee; its epoch is in it. */
  readonly committee: string;
  readonly timeMs: number;
}

export function genesisCheckpoint(genesis: GenesisDocument): Checkpoint {
  return { chainId: hash(encodeGenesis(genesis)), committee: genesisCommittee(genesis), timeMs: genesis.createdAtMs };
}

export function makeCheckpoint({ chainId, committee, timeMs }: Checkpoint): CheckpointFile {
  return { format: 'bystack-checkpoint/1', chainId: toHex(chainId), committee: toHex(encodeCommittee(committee)), timeMs };
}

/** @param value parsed JSON. @throws Refusal CHECKPOINT_INVALID {field, reason} */
export function readCheckpoint(value: unknown): Checkpoint {
  try {
    const given = exactFields(value, '', ['format', 'chainId', 'committee', 'timeMs']);
    if (given.format !== 'bystack-checkpoint/1') receiptInvalid('format', 'it is no checkpoint of the form bystack-checkpoint/1');
    const { timeMs } = given;
    if (typeof timeMs !== 'number' || !Number.isSafeInteger(timeMs) || timeMs < 0) return receiptInvalid('timeMs', 'must be milliseconds since 1970');
    return { chainId: bytes(given.chainId, 'chainId', 32), committee: decoded('committee', decodeCommittee, bytes(given.committee, 'committee')), timeMs };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'RECEIPT_INVALID') refuse('CHECKPOINT_INVALID', error.facts);
    throw error;
  }
}
