import { merklePath } from '../crypto/merkle';
import type { Bytes } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import type { SealedBlock } from './block';
import type { HandOver, Receipt, Recorded, WorkReceipt } from './receipt';

/** Where a transaction is recorded. */
export interface RecordedParts {
  readonly block: SealedBlock;
  /** Leaves of the results tree: the encoded result of each transaction, then the block's own. */
  readonly resultLeaves: readonly Bytes[];
  readonly index: number;
}

export interface ReceiptParts extends RecordedParts {
  /** Encoded headers of the block's children up to the certified one; empty when the block itself is certified. */
  readonly laterHeaders: readonly Bytes[];
  /** Encoded finality certificate of the last of these headers. */
  readonly certificate: Bytes;
  readonly handOvers: readonly HandOver[];
}

/** The receipt of transaction `index` of a final block. */
export function makeReceipt({ laterHeaders, certificate, handOvers, ...recorded }: ReceiptParts): Receipt {
  return { format: 'bystack-receipt/1', ...recordedIn(recorded), headers: [recorded.block.headerBytes, ...laterHeaders].map(toHex), certificate: toHex(certificate), handOvers };
}

/** The same on a chain of proof of work. @param headers encoded, from the block after an anchor on; the block's own is number `blockAt` of them */
export function makeWorkReceipt(recorded: RecordedParts, headers: readonly Bytes[], blockAt: number): WorkReceipt {
  return { format: 'bystack-work-receipt/1', ...recordedIn(recorded), headers: headers.map(toHex), blockAt };
}

function recordedIn({ block, resultLeaves, index }: RecordedParts): Recorded {
  const transaction = block.transactions[index];
  invariant(transaction !== undefined && resultLeaves.length === block.transactions.length + 1, 'a receipt is of a transaction of the block, with all results');
  const transactionLeaves = block.transactions.map(({ bytes }) => bytes);
  return {
    chainId: toHex(block.header.chainId),
    transaction: toHex(transaction.bytes),
    result: toHex(resultLeaves[index]!),
    index,
    transactionPath: merklePath(transactionLeaves, index).map(toHex),
    resultPath: merklePath(resultLeaves, index).map(toHex),
  };
}
