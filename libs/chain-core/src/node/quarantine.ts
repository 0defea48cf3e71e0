import { keepNewest } from '../primitives/keep-newest';
import { toHex } from '../primitives/bytes';
import type { SealedTransaction } from '../protocol/transaction';
import type { Clock } from './clock';
import { NODE } from './limits';
import type { NodeLog } from './node-log';

/** Transactions that made this software fail: kept out for as long as they are valid, so that they cannot do it again at once, and told of. */
export class Quarantine {
  readonly #parts: { readonly clock: Clock; readonly log: NodeLog };
  readonly #untilMs = new Map<string, number>();
  #alarmedAtMs = -Infinity;
  /** Transactions that broke something since the last alarm. */
  #unsaid = 0;

  constructor(parts: { readonly clock: Clock; readonly log: NodeLog }) {
    this.#parts = parts;
  }

  holds({ key }: SealedTransaction): boolean {
    return this.#untilMs.size > 0 && this.#untilMs.has(key);
  }

  /** Whoever keeps sending such transactions must not fill the log with them: within a second of an alarm others are only counted. */
  add({ key, txId, body }: SealedTransaction, error: unknown): void {
    keepNewest(this.#untilMs, key, body.validUntilMs, NODE.quarantineMax);
    const nowMs = this.#parts.clock.nowMs();
    this.#unsaid += 1;
    if (nowMs - this.#alarmedAtMs < NODE.alarmMsMin) return;
    const transactions = this.#unsaid;
    this.#alarmedAtMs = nowMs;
    this.#unsaid = 0;
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#parts.log('error', 'ALARM: a transaction makes this software fail; it is kept out', { txId: toHex(txId), transactions, reason });
  }
}
