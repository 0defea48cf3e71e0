import { Reader } from '../../codec/reader';
import { Writer } from '../../codec/writer';
import type { BlockRef } from '../../consensus/engine';
import { hash } from '../../crypto/hash';
import type { Bytes, Hash } from '../../primitives/bytes';
import { ZERO_HASH } from '../../protocol/ids';
import { SIM_HOLDINGS, type Holdings } from './sim-ledger';

/** A block of simulated transactions: each is a number (see sim-ledger.ts), and valid once in a chain. */
export interface SimBlock extends BlockRef {
  readonly transactions: readonly number[];
  /** After it: what a real block's state root commits to. */
  readonly holdings: Holdings;
  /** A block nobody may accept. */
  readonly isBad: boolean;
}

export interface SimBlockParts {
  readonly parent: BlockRef;
  readonly view: number;
  readonly proposer: number;
  readonly timeMs: number;
  /** Makes blocks of twins different. */
  readonly salt: number;
  readonly transactions: readonly number[];
  /** Left out: one that is surely wrong. */
  readonly holdings?: Holdings;
  readonly isBad?: boolean;
}

export const SIM_BLOCK_BYTES_MAX = 4096;
export const SIM_BLOCK_TRANSACTIONS_MAX = 200;

export const SIM_GENESIS: SimBlock = { ...encodeWith(ZERO_HASH, 0, { view: 0, proposer: 0, timeMs: 0, salt: 0, transactions: [], holdings: SIM_HOLDINGS }) };

export function makeSimBlock(parts: SimBlockParts): SimBlock {
  return encodeWith(parts.parent.id, parts.parent.height + 1, parts);
}

function encodeWith(parentId: Hash, height: number, parts: Omit<SimBlockParts, 'parent'>): SimBlock {
  const writer = new Writer(112 + parts.transactions.length * 4).fixed(parentId, 32).u53(height).u53(parts.view).u16(parts.proposer).u53(parts.timeMs);
  for (const holding of parts.holdings ?? SIM_HOLDINGS.map(() => 0)) writer.u32(holding);
  writer.u32(parts.salt).u8(parts.isBad ? 1 : 0).u16(parts.transactions.length);
  for (const transaction of parts.transactions) writer.u32(transaction);
  return readSimBlock(writer.finish())!;
}

/** Undefined for bytes that are no block. */
export function readSimBlock(bytes: Bytes): SimBlock | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
}

function decode(bytes: Bytes): SimBlock {
  const reader = new Reader(bytes);
  const parentId = reader.fixed(32, 'parentId');
  const [height, view, proposer, timeMs] = [reader.u53('height'), reader.u53('view'), reader.u16('proposer'), reader.u53('timeMs')];
  const holdings = SIM_HOLDINGS.map(() => reader.u32('holdings'));
  reader.u32('salt');
  const isBad = reader.flag('isBad');
  const transactions: number[] = [];
  for (let left = reader.count(16, SIM_BLOCK_TRANSACTIONS_MAX, 'transactions'); left > 0; left -= 1) transactions.push(reader.u32('transaction'));
  reader.end('block');
  return { id: hash(bytes), parentId, height, view, proposer, timeMs, bytes, transactions, holdings, isBad };
}
