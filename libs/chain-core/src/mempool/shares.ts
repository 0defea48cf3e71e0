import { toBinary } from '../crypto/hash';
import type { SealedTransaction, SignedBy } from '../protocol/transaction';

export type Signer = Pick<SignedBy, 'publicKey'>;

/** How many transactions each signer has waiting. */
export class Shares {
  private readonly counts = new Map<string, number>();

  /** Signers with anything waiting. */
  get signers(): number {
    return this.counts.size;
  }

  /** Whether one of these has this many already. */
  atLeast(signers: readonly Signer[], count: number): boolean {
    return signers.some(({ publicKey }) => (this.counts.get(toBinary(publicKey)) ?? 0) >= count);
  }

  add(transaction: SealedTransaction): void {
    this.change(transaction.signatures, 1);
  }

  remove(transaction: SealedTransaction): void {
    this.change(transaction.signatures, -1);
  }

  private change(signers: readonly Signer[], by: number): void {
    for (const { publicKey } of signers) {
      const key = toBinary(publicKey);
      const count = (this.counts.get(key) ?? 0) + by;
      if (count === 0) this.counts.delete(key);
      else this.counts.set(key, count);
    }
  }
}
