import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';

/** A transaction that was signed ahead. */
export type Signed = Pick<SealedTransaction, 'bytes' | 'txId'>;

/** Signed transactions in the order in which they are to be offered; what was refused for now comes first when it is its turn again. */
export class SignedQueue {
  #signed: Signed[] = [];
  #next = 0;
  #again: Signed[] = [];
  #againNext = 0;

  get left(): number {
    return this.#signed.length - this.#next + this.#again.length - this.#againNext;
  }

  clear(): void {
    this.#signed = [];
    this.#again = [];
    this.#next = this.#againNext = 0;
  }

  add(made: readonly Signed[]): void {
    this.#signed = this.#signed.slice(this.#next);
    this.#next = 0;
    for (const { bytes, txId } of made) this.#signed.push({ bytes, txId });
  }

  take(): Signed {
    if (this.#againNext < this.#again.length) return this.#again[this.#againNext++]!;
    if (this.#next >= this.#signed.length) throw new Error('no signed transactions are left: prepare more');
    return this.#signed[this.#next++]!;
  }

  takeBack(refused: readonly Signed[]): void {
    if (this.#againNext > 10_000) {
      this.#again = this.#again.slice(this.#againNext);
      this.#againNext = 0;
    }
    this.#again.push(...refused);
  }
}
