import { keepNewest } from '../primitives/keep-newest';
import type { SealedTransaction } from '../protocol/transaction';
import { NODE } from './limits';

/** Transactions that made this software fail: kept out for as long as they are valid, so that they cannot do it again at once. */
export class Quarantine {
  readonly #untilMs = new Map<string, number>();

  add({ key, body }: SealedTransaction): void {
    keepNewest(this.#untilMs, key, body.validUntilMs, NODE.quarantineMax);
  }

  holds({ key }: SealedTransaction): boolean {
    return this.#untilMs.size > 0 && this.#untilMs.has(key);
  }
}
