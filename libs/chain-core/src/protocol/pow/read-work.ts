import type { Hash } from '../../primitives/bytes';
import { LIMITS } from '../limits';
import { bytes, list, place, readHeader, receiptInvalid, type ReadHeader } from '../read-evidence';

/** What receipts and proofs about the state have in common on a chain of proof of work: headers without a gap. Nothing is proved yet. */
export interface ReadWork {
  readonly chainId: Hash;
  /** From the block after an anchor on. */
  readonly headers: readonly ReadHeader[];
  /** Place among the headers of the one that the evidence is about. */
  readonly blockAt: number;
}
export const WORK_FIELDS = ['chainId', 'headers', 'blockAt'];

export function readWork(given: Readonly<Record<string, unknown>>): ReadWork {
  const headers = list(given.headers, 'headers', LIMITS.workHeadersMax).map((item, i) => readHeader(item, `headers/${i}`));
  const blockAt = place(given.blockAt, 'blockAt', 'must be a place among the headers');
  if (blockAt >= headers.length) receiptInvalid('blockAt', `there are ${headers.length} headers`);
  return { chainId: bytes(given.chainId, 'chainId', 32), headers, blockAt };
}
