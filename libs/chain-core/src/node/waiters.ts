import { toHex } from '../primitives/bytes';
import type { Hash } from '../primitives/bytes';
import type { Clock } from './clock';
import { NODE } from './limits';

export type WaitFor = 'head' | 'final';

interface Waiter {
  readonly waitFor: WaitFor;
  resolve(): void;
}

/** Who waits for which transaction. A waiter is woken when the moment has come, when it never will, or when its time is over. */
export class Waiters {
  readonly #clock: Clock;
  readonly #waiters = new Map<string, Set<Waiter>>();
  #count = 0;

  constructor(parts: { readonly clock: Clock }) {
    this.#clock = parts.clock;
  }

  /** Resolves at the latest after `timeoutMs`; the caller looks again where the transaction stands. */
  wait(txId: Hash, waitFor: WaitFor, timeoutMs: number): Promise<void> {
    if (timeoutMs <= 0 || this.#count >= NODE.waitersMax) return Promise.resolve();
    const key = toHex(txId);
    return new Promise((resolve) => {
      const callOff = this.#clock.later(timeoutMs, () => waiter.resolve());
      const waiter: Waiter = {
        waitFor,
        resolve: () => {
          callOff();
          this.#remove(key, waiter);
          resolve();
        },
      };
      const here = this.#waiters.get(key) ?? new Set();
      this.#waiters.set(key, here.add(waiter));
      this.#count += 1;
    });
  }

  /** The transaction is in the head's branch (`head`), or final, or gone for good (`final` wakes both kinds). */
  wake(txId: Hash, reached: WaitFor): void {
    if (this.#count === 0) return;
    for (const waiter of [...(this.#waiters.get(toHex(txId)) ?? [])]) if (reached === 'final' || waiter.waitFor === 'head') waiter.resolve();
  }

  get count(): number {
    return this.#count;
  }

  close(): void {
    for (const waiters of [...this.#waiters.values()]) for (const waiter of [...waiters]) waiter.resolve();
  }

  #remove(key: string, waiter: Waiter): void {
    const here = this.#waiters.get(key);
    if (here?.delete(waiter) !== true) return;
    this.#count -= 1;
    if (here.size === 0) this.#waiters.delete(key);
  }
}
