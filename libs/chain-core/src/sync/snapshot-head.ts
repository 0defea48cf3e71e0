import { joinPrefixed, splitPrefixed } from '../codec/prefixed-list';
import { merkleRoot } from '../crypto/merkle';
import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import type { BlockHeader, SealedBlock } from '../protocol/block';
import { decodeCommittee, decodeHeader } from '../protocol/codec';
import { committeeHash } from '../protocol/committee';
import { endsEpoch, isClosing } from '../protocol/epoch';
import { blockId } from '../protocol/ids';
import type { Committee } from '../protocol/vote';
import { readBlock } from './read-block';
import { verifyFinality } from './verify-finality';

/** What a node needs besides the state to go on from a block: all of it hangs on the block's certificate. */
export interface SnapshotHead {
  /** Encoded. */
  readonly block: Bytes;
  /** Leaves of the block's results tree. */
  readonly results: readonly Bytes[];
  readonly certificate: Bytes;
  /** Encoded headers of the blocks before, newest first: those that decide who leads next (see EpochPast). */
  readonly past: readonly Bytes[];
}

/** How an epoch ended, for whoever knows its committee. */
export interface HandOverStep {
  /** Encoded header of its last block. */
  readonly header: Bytes;
  readonly certificate: Bytes;
  /** Encoded committee of the next epoch. */
  readonly committee: Bytes;
  /** Encoded closing blocks, from the last block to the one that the certificate is of. */
  readonly closing: readonly Bytes[];
}

const LIST_MAX = 100_000;

export function encodeSnapshotHead({ block, results, certificate, past }: SnapshotHead): Bytes {
  return joinPrefixed([block, certificate, joinPrefixed(results), ...past]);
}

export function decodeSnapshotHead(bytes: Bytes): SnapshotHead | undefined {
  const [block, certificate, leaves, ...past] = splitPrefixed(bytes, LIST_MAX) ?? [];
  const results = leaves && splitPrefixed(leaves, LIST_MAX);
  return block === undefined || certificate === undefined || results === undefined ? undefined : { block, results, certificate, past };
}

export function encodeHandOverStep({ header, certificate, committee, closing }: HandOverStep): Bytes {
  return joinPrefixed([header, certificate, committee, ...closing]);
}

export function decodeHandOverStep(bytes: Bytes): HandOverStep | undefined {
  const [header, certificate, committee, ...closing] = splitPrefixed(bytes, LIST_MAX) ?? [];
  return header === undefined || certificate === undefined || committee === undefined ? undefined : { header, certificate, committee, closing };
}

/** @returns the block, or why the head is worth nothing to anybody. Whether the block is final is not asked here. */
export function openSnapshotHead({ block: bytes, results }: SnapshotHead): SealedBlock | string {
  const block = readBlock(bytes);
  if (block === undefined || isClosing(block.header)) return 'its block cannot be read or has another body than its header says';
  const { transactionCount, resultsRoot } = block.header;
  return results.length === transactionCount + 1 && equalBytes(merkleRoot(results), resultsRoot) ? block : 'the results are not those of the block';
}

/** @returns the certified block, or why the head is worth nothing to somebody who trusts this committee. */
export function openCertifiedHead(head: SnapshotHead, committee: Committee, chainId: Hash): SealedBlock | string {
  const block = openSnapshotHead(head);
  if (typeof block === 'string') return block;
  if (endsEpoch(block.header)) return 'its block is the last of an epoch';
  if (!verifyFinality(block, head.certificate, committee, chainId)) return 'the certificate does not hold';
  let child = block.header;
  for (const bytes of head.past) {
    const header = readHeader(bytes);
    if (header === undefined || !equalBytes(child.parentId, blockId(bytes)) || header.height !== child.height - 1) return 'a header does not lead to the block';
    child = header;
  }
  return block;
}

/** @returns the committee that is handed over to and the height of the last block, or why the old committee did not say so. */
export function openHandOverStep(step: HandOverStep, committee: Committee, chainId: Hash): { readonly committee: Committee; readonly height: number } | string {
  const last = readHeader(step.header);
  const next = readCommittee(step.committee);
  if (last === undefined || next === undefined || isClosing(last)) return 'a hand-over cannot be read';
  let certified: Pick<SealedBlock, 'header' | 'id'> = { header: last, id: blockId(step.header) };
  for (const bytes of step.closing) {
    const block = readBlock(bytes);
    if (block === undefined || !isClosing(block.header) || !equalBytes(block.header.parentId, certified.id)) return 'what closed an epoch does not stand on its last block';
    certified = block;
  }
  if (!verifyFinality(certified, step.certificate, committee, chainId)) return 'the certificate of a hand-over does not hold';
  if (next.epoch !== committee.epoch + 1 || !equalBytes(committeeHash(next), last.nextCommitteeHash)) return 'a hand-over names another committee';
  return { committee: next, height: last.height };
}

/** undefined: the bytes are none. */
export function readHeader(bytes: Bytes): BlockHeader | undefined {
  return unlessRefused(() => decodeHeader(bytes));
}

function readCommittee(bytes: Bytes): Committee | undefined {
  return unlessRefused(() => decodeCommittee(bytes));
}

function unlessRefused<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
