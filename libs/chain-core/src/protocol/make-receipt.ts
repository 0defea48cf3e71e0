import { merklePath } from '../crypto/merkle';
import type { Bytes } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import type { SealedBlock } from './block';
import type { HandOver, Receipt } from './receipt';

export interface ReceiptParts {
  readonly block: SealedBlock;
  /** Leaves of the results tree: the encoded result of each transaction, then the block's own. */
  readonly resultLeaves: readonly Bytes[];
  readonly index: number;
  /** Encoded headers of the block's children up to the certified one; empty when the block itself is certified. */
  readonly laterHeaders: readonly Bytes[];
  /** Encoded finality certificate of the last of these headers. */
  readonly certificate: Bytes;
  readonly handOvers: readonly HandOver[];
}

/** The receipt of transaction `index` of a final block. */
export function makeReceipt({ block, resultLeaves, index, laterHeaders, certificate, handOvers }: ReceiptParts): Receipt {
  const transaction = block.transactions[index];
  invariant(transaction !== undefined && resultLeaves.length === block.transactions.length + 1, 'a receipt is of a transaction of the block, with all results');
  const transactionLeaves = block.transactions.map(({ bytes }) => bytes);
  return {
    format: 'bystack-receipt/1',
    chainId: toHex(block.header.chainId),
    transaction: toHex(transaction.bytes),
    result: toHex(resultLeaves[index]!),
    index,
    transactionPath: merklePath(transactionLeaves, index).map(toHex),
    resultPath: merklePath(resultLeaves, index).map(toHex),
    headers: [block.headerBytes, ...laterHeaders].map(toHex),
    certificate: toHex(certificate),
    handOvers,
  };
}
