import { toBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import type { SealedTransaction } from '../protocol/transaction';

/** A transaction ends with a signature, so these bytes are as good as random. */
const ENDING_BYTES = 16;

/** Transactions by the end of their bytes. Of several with one ending (which nobody makes by accident) only the newest is found. */
export class ByEnding {
  private readonly transactions = new Map<string, SealedTransaction>();

  add(transaction: SealedTransaction): void {
    this.transactions.set(ending(transaction.bytes), transaction);
  }

  remove(transaction: SealedTransaction): void {
    const key = ending(transaction.bytes);
    if (this.transactions.get(key) === transaction) this.transactions.delete(key);
  }

  find(bytes: Bytes): SealedTransaction | undefined {
    return this.transactions.get(ending(bytes));
  }
}

function ending(bytes: Bytes): string {
  return toBinary(bytes.subarray(-ENDING_BYTES));
}
