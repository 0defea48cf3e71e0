import type { Bytes } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import type { SealedBlock } from '../protocol/block';
import { decodeBlock } from '../protocol/codec';
import type { KnownTransaction } from '../protocol/encode-block';
import { isClosing } from '../protocol/epoch';
import { transactionsRoot } from '../protocol/transactions-root';

/**
 * Reads an encoded block from outside. Undefined unless it is well-formed and its body is the one its header commits to, so that one id
 * stands for one byte string: nobody can pass a certified header off with another body. Whether the block is valid is not asked here.
 */
export function readBlock(bytes: Bytes, known?: KnownTransaction): SealedBlock | undefined {
  let block: SealedBlock;
  try {
    block = decodeBlock(bytes, known);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
  if (isClosing(block.header)) return block.transactions.length === 0 ? block : undefined;
  return equalBytes(transactionsRoot(block.transactions), block.header.transactionsRoot) ? block : undefined;
}
