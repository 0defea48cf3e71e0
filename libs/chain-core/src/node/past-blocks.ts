import type { PastBlock, PastBlocks } from '../execution';
import { Refusal } from '../primitives/refusal';
import { decodeResult } from '../protocol/codec';
import type { ChainReader } from './chain-reader';

/** Final blocks on this node's disk, for whoever looks back at what was recorded. */
export function pastBlocks(reader: ChainReader): PastBlocks {
  return {
    newest: reader.finalHeight,
    get oldest() {
      return Math.max(1, reader.keptFrom);
    },
    at: (height) => ((reader.header(height)?.header.transactionCount ?? 0) === 0 ? undefined : pastBlock(reader, height)),
  };
}

/** Undefined: it was pruned meanwhile. */
function pastBlock(reader: ChainReader, height: number): PastBlock | undefined {
  try {
    const block = reader.block(height);
    if (block === undefined) return undefined;
    const leaves = reader.resultLeaves(height);
    return { timeMs: block.header.timeMs, transactions: block.transactions, isAccepted: (index) => decodeResult(leaves[index]!).outcome.kind === 'accepted' };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
