import { joinPrefixed, splitPrefixed } from '../codec/prefixed-list';
import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { decodeHeader, headerLength } from '../protocol/codec';
import { endsEpoch, isClosing } from '../protocol/epoch';
import type { Committee } from '../protocol/vote';
import { SYNC } from './limits';
import { readBlock } from './read-block';
import { verifyFinality } from './verify-finality';

/** Consecutive final blocks and the finality certificate of the last one. On the wire: `(length u32, bytes)*`, the certificate first. */
export interface Batch {
  readonly blocks: readonly Bytes[];
  readonly certificate: Bytes;
}

/** What a node serves from. */
export interface BatchSource {
  block(height: number): Bytes | undefined;
  certificate(height: number): Bytes | undefined;
  handOver(epoch: number): { readonly closing: readonly Bytes[] } | undefined;
}

/**
 * Collects a batch from `fromHeight` on, ending with a block that has a certificate of its own; undefined if there is none. It ends with the last block of an
 * epoch at the latest, and what closed that epoch: one committee vouches for a batch.
 */
export function collectBatch(source: BatchSource, fromHeight: number): Batch | undefined {
  const blocks: Bytes[] = [];
  let bytes = 0;
  let certified: { blocks: number; certificate: Bytes } | undefined;
  for (let height = fromHeight; ; height += 1) {
    const block = source.block(height);
    const full = blocks.length >= SYNC.batchBlocksMax || bytes + (block?.length ?? 0) > SYNC.batchBytesMax;
    if (block === undefined || (full && certified !== undefined)) break;
    blocks.push(block);
    bytes += block.length;
    const certificate = source.certificate(height);
    const header = decodeHeader(block.subarray(0, headerLength(block)));
    if (endsEpoch(header)) blocks.push(...(source.handOver(header.epoch)?.closing ?? []));
    if (certificate !== undefined) certified = { blocks: blocks.length, certificate };
    if (endsEpoch(header)) break;
  }
  return certified && { blocks: blocks.slice(0, certified.blocks), certificate: certified.certificate };
}

/** What a batch must continue, and who may have certified it. */
export interface BatchExpectation {
  readonly chainId: Hash;
  readonly committee: Committee;
  readonly parent: { readonly height: number; readonly id: Hash };
}

/**
 * @returns the blocks that are new (consensus may have brought the first ones while the batch was on its way), or why the batch is worth
 * nothing: nothing a peer says is believed that the committee has not signed.
 */
export function openBatch(batch: Batch, expected: BatchExpectation): readonly SealedBlock[] | string {
  const blocks: SealedBlock[] = [];
  let parent = expected.parent;
  for (const bytes of batch.blocks) {
    const block = readBlock(bytes);
    if (block === undefined) return 'a block cannot be read or has another body than its header says';
    const { height, epoch } = block.header;
    if (height <= expected.parent.height || (isClosing(block.header) && epoch < expected.committee.epoch)) continue;
    if (epoch !== expected.committee.epoch) return 'a block is of another epoch';
    if (block.header.height !== parent.height + 1 || !equalBytes(block.header.parentId, parent.id)) return 'a block does not continue the chain';
    blocks.push(block);
    parent = { height: block.header.height, id: block.id };
  }
  const last = blocks.at(-1);
  if (last === undefined) return batch.blocks.length > 0 ? [] : 'there are no blocks in it';
  if (!verifyFinality(last, batch.certificate, expected.committee, expected.chainId)) return 'the certificate does not hold';
  return blocks;
}

export function encodeBatch(batch: Batch | undefined): Bytes {
  return joinPrefixed(batch === undefined ? [] : [batch.certificate, ...batch.blocks]);
}

/** @returns 'nothing' for an honest "I do not have these", undefined for what is no batch. */
export function decodeBatch(bytes: Bytes): Batch | 'nothing' | undefined {
  const parts = splitPrefixed(bytes, SYNC.batchItemsMax);
  if (parts === undefined) return undefined;
  const [certificate, ...blocks] = parts;
  return certificate === undefined ? 'nothing' : { certificate, blocks };
}
