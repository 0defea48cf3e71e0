import type { Hash } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { Bytes } from '../primitives/bytes';
import { Refusal, refuse } from '../primitives/refusal';
import type { BlockHeader } from '../protocol/block';
import { decodeHeader } from '../protocol/codec';
import { blockId } from '../protocol/ids';
import { bytes, decoded, exactFields, place, receiptInvalid } from '../protocol/read-evidence';
import type { WorkAnchor } from '../protocol/pow/chain-of-work';

/** A block of a chain of proof of work that somebody trusts. Whoever names one answers for it. Byte strings are lower-case hex. */
export interface WorkCheckpointFile {
  readonly format: 'bystack-work-checkpoint/1';
  /** Encoded; the chain's id is in it. */
  readonly header: string;
  /** Time of the block before it, ms since 1970 UTC: the work of the next block depends on it. */
  readonly parentTimeMs: number;
  /** Work of all blocks up to this one, in decimal. */
  readonly totalWork: string;
}

export interface WorkCheckpoint {
  readonly chainId: Hash;
  readonly header: BlockHeader;
  readonly anchor: WorkAnchor;
  readonly totalWork: bigint;
}

export function makeWorkCheckpoint(header: Bytes, parentTimeMs: number, totalWork: bigint): WorkCheckpointFile {
  return { format: 'bystack-work-checkpoint/1', header: toHex(header), parentTimeMs, totalWork: String(totalWork) };
}

/** @param value parsed JSON. @throws Refusal CHECKPOINT_INVALID {field, reason} */
export function readWorkCheckpoint(value: unknown): WorkCheckpoint {
  try {
    const given = exactFields(value, '', ['format', 'header', 'parentTimeMs', 'totalWork']);
    if (given.format !== 'bystack-work-checkpoint/1') receiptInvalid('format', 'it is no checkpoint of the form bystack-work-checkpoint/1');
    const encoded = bytes(given.header, 'header');
    const header = decoded('header', decodeHeader, encoded);
    const { work, height, timeMs, chainId } = header;
    if (work === undefined) return receiptInvalid('header', 'no work was done for it');
    const parentTimeMs = place(given.parentTimeMs, 'parentTimeMs', 'must be milliseconds since 1970');
    return { chainId, header, anchor: { id: blockId(encoded), height, timeMs, bits: work.bits, parentTimeMs }, totalWork: amountOfWork(given.totalWork) };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'RECEIPT_INVALID') refuse('CHECKPOINT_INVALID', error.facts);
    throw error;
  }
}

function amountOfWork(value: unknown): bigint {
  return typeof value === 'string' && /^(0|[1-9][0-9]{0,77})$/.test(value) ? BigInt(value) : receiptInvalid('totalWork', 'must be a whole number in decimal, as text');
}
