import { Reader } from '../../../codec/reader';
import { Writer } from '../../../codec/writer';
import type { BlockRef } from '../../../consensus/engine';
import { hash } from '../../../crypto/hash';
import type { Bytes } from '../../../primitives/bytes';
import { ZERO_HASH } from '../../../protocol/ids';

/** A block of simulated transactions that says its epoch, and whether it only closes it. */
export interface EpochBlock extends BlockRef {
  readonly epoch: number;
  readonly closes: boolean;
  readonly transactions: readonly number[];
}

export type EpochBlockParts = Omit<EpochBlock, 'id' | 'bytes'>;

export const EPOCH_GENESIS = makeEpochBlock({ parentId: ZERO_HASH, height: 0, epoch: 0, closes: false, view: 0, proposer: 0, timeMs: 0, transactions: [] });

export function makeEpochBlock(parts: EpochBlockParts): EpochBlock {
  const writer = new Writer(128).fixed(parts.parentId, 32).u53(parts.height).u32(parts.epoch).u8(parts.closes ? 1 : 0).u53(parts.view).u16(parts.proposer).u53(parts.timeMs);
  writer.u16(parts.transactions.length);
  for (const transaction of parts.transactions) writer.u32(transaction);
  return readEpochBlock(writer.finish())!;
}

/** Undefined for bytes that are no block. */
export function readEpochBlock(bytes: Bytes): EpochBlock | undefined {
  try {
    const reader = new Reader(bytes);
    const parentId = reader.fixed(32, 'parentId');
    const [height, epoch, closes] = [reader.u53('height'), reader.u32('epoch'), reader.flag('closes')];
    const [view, proposer, timeMs] = [reader.u53('view'), reader.u16('proposer'), reader.u53('timeMs')];
    const transactions: number[] = [];
    for (let left = reader.count(16, 1000, 'transactions'); left > 0; left -= 1) transactions.push(reader.u32('transaction'));
    reader.end('block');
    return { id: hash(bytes), parentId, height, epoch, closes, view, proposer, timeMs, bytes, transactions };
  } catch {
    return undefined;
  }
}
