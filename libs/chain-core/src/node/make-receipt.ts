import { merklePath } from '../crypto/merkle';
import type { Bytes } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import type { SealedBlock } from '../protocol/block';
import type { Receipt } from '../protocol/receipt';

export interface ReceiptParts {
  readonly block: SealedBlock;
  readonly index: number;
  /** Leaves of the block's results tree. */
  readonly resultLeaves: readonly Bytes[];
  /** Encoded headers after the block's own, up to the certified one. */
  readonly laterHeaders: readonly Bytes[];
  /** Finality certificate of the last header. */
  readonly certificate: Bytes;
}

/** Puts together what anybody needs to check, with the genesis document alone, what became of a transaction. */
export function makeReceipt({ block, index, resultLeaves, laterHeaders, certificate }: ReceiptParts): Receipt {
  const transaction = block.transactions[index];
  invariant(transaction !== undefined && resultLeaves[index] !== undefined, 'a receipt is about a transaction of its block');
  return {
    format: 'bystack-receipt/1',
    chainId: toHex(block.header.chainId),
    transaction: toHex(transaction.bytes),
    result: toHex(resultLeaves[index]),
    index,
    transactionPath: merklePath(block.transactions.map(({ bytes }) => bytes), index).map(toHex),
    resultPath: merklePath(resultLeaves, index).map(toHex),
    headers: [block.headerBytes, ...laterHeaders].map(toHex),
    certificate: toHex(certificate),
    handOvers: [],
  };
}
