import { ExecutionFault } from '../execution';
import type { Work } from '../module/work';
import type { Bytes } from '../primitives/bytes';
import { MachineFailed } from '../primitives/machine-failed';
import { Refusal, refuse } from '../primitives/refusal';
import type { SealedTransaction } from '../protocol/transaction';
import type { Clock } from './clock';
import { NODE } from './limits';
import type { NodeLog } from './node-log';
import { Quarantine } from './quarantine';
import { Suspects } from './suspects';

/** Made once: whoever answers thousands that are turned away need not put the same answer together each time. */
export const FAULTY = new Refusal('TOO_MANY_FAULTS', { retryAfterSeconds: NODE.faultsRetrySeconds });

/** Transactions that make this software fail: these never again (quarantine.ts), and what is like them not too often (suspects.ts). */
export class Faults {
  readonly #clock: Clock;
  readonly #quarantine: Quarantine;
  readonly #suspects = new Suspects();

  constructor(parts: { readonly clock: Clock; readonly log: NodeLog }) {
    this.#clock = parts.clock;
    this.#quarantine = new Quarantine(parts);
  }

  failed(transaction: SealedTransaction, error: unknown): void {
    this.#quarantine.add(transaction, error);
    this.#suspects.failed(transaction, error instanceof ExecutionFault ? error.callIndex : undefined, this.#clock.nowMs());
  }

  /** Does what may fail over this transaction. @throws Refusal EXECUTION_FAULT if it does */
  *keep(transaction: SealedTransaction, work: Work<void>): Work<void> {
    try {
      yield* work;
    } catch (error) {
      if (error instanceof Refusal || error instanceof MachineFailed) throw error;
      this.failed(transaction, error);
      refuse('EXECUTION_FAULT');
    }
  }

  /** Of a transaction's bytes, unread. */
  isSignerHeldOff(bytes: Bytes): boolean {
    return this.#suspects.isHeldOff(bytes, this.#clock.nowMs());
  }

  /** Whether these bytes would be turned away whatever their signatures are worth. */
  isHeldOff(bytes: Bytes): boolean {
    const nowMs = this.#clock.nowMs();
    return this.#suspects.isHeldOff(bytes, nowMs) || this.#suspects.callsHeldOff(bytes, nowMs);
  }

  /** @throws Refusal EXECUTION_FAULT, TOO_MANY_FAULTS */
  refuseLike(transaction: SealedTransaction): void {
    if (this.#quarantine.holds(transaction)) refuse('EXECUTION_FAULT');
    if (this.#suspects.areHeldOff(transaction.body.calls, this.#clock.nowMs())) throw FAULTY;
  }

  /** Whether it must be tried out before it comes in. */
  isSuspect({ body }: SealedTransaction): boolean {
    return this.#suspects.areSuspect(body.calls, this.#clock.nowMs());
  }
}
