import { toBinary } from '../crypto/hash';
import type { SealedTransaction } from '../protocol/transaction';

/** How many transactions each signer has waiting. */
export class Shares {
  private readonly counts = new Map<string, number>();

  /** Signers with anything waiting. */
  get signers(): number {
    return this.counts.size;
  }

  /** Whether one of the signers has this many already. */
  atLeast({ signatures }: SealedTransaction, count: number): boolean {
    return signatures.some(({ publicKey }) => (this.counts.get(toBinary(publicKey)) ?? 0) >= count);
  }

  add(transaction: SealedTransaction): void {
    this.change(transaction, 1);
  }

  remove(transaction: SealedTransaction): void {
    this.change(transaction, -1);
  }

  private change({ signatures }: SealedTransaction, by: number): void {
    for (const { publicKey } of signatures) {
      const key = toBinary(publicKey);
      const count = (this.counts.get(key) ?? 0) + by;
      if (count === 0) this.counts.delete(key);
      else this.counts.set(key, count);
    }
  }
}
