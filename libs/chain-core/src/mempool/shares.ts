import { toBinary } from '../crypto/hash';
import type { SignedBy } from '../protocol/transaction';

export type Signer = Pick<SignedBy, 'publicKey'>;

/** Public keys as binary strings. */
export function signerKeys(signers: readonly Signer[]): readonly string[] {
  const keys: string[] = [];
  for (const { publicKey } of signers) keys.push(toBinary(publicKey));
  return keys;
}

/** How many transactions each signer has waiting. Signers are named by their keys as binary strings. */
export class Shares {
  private readonly counts = new Map<string, number>();

  /** Signers with anything waiting. */
  get signers(): number {
    return this.counts.size;
  }

  /** Whether one of these has this many already. */
  atLeast(signers: readonly string[], count: number): boolean {
    for (const signer of signers) if ((this.counts.get(signer) ?? 0) >= count) return true;
    return false;
  }

  add(signers: readonly string[]): void {
    for (const signer of signers) this.counts.set(signer, (this.counts.get(signer) ?? 0) + 1);
  }

  remove(signers: readonly string[]): void {
    for (const signer of signers) {
      const count = this.counts.get(signer)! - 1;
      if (count === 0) this.counts.delete(signer);
      else this.counts.set(signer, count);
    }
  }
}
