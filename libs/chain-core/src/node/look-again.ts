import { perform, whenDone } from '../execution';
import type { Mempool } from '../mempool';
import type { Work } from '../module/work';
import type { Refusal } from '../primitives/refusal';
import type { Hash } from '../primitives/bytes';
import type { SealedTransaction } from '../protocol/transaction';
import type { Clock } from './clock';
import { NODE } from './limits';

export interface LookAgainParts {
  readonly mempool: Mempool;
  readonly clock: Clock;
  /** Whether it is in a final block or in one of the head's branch. */
  isRecorded(txId: Hash): boolean;
  /** Why no block could take it, now or once others are in blocks; undefined: one may. */
  refusalOf(transaction: SealedTransaction): Work<Refusal | undefined>;
  drop(transaction: SealedTransaction, why: Refusal): void;
}

/** Where blocks are made, the proposer finds out what no block can take; where none are, nobody would: so a node looks again itself at what has waited for long. */
export class LookAgain {
  readonly #parts: LookAgainParts;
  /** Keys of those that this round has come by. */
  readonly #lookedAt = new Set<string>();
  #callOff: (() => void) | undefined;
  #isClosed = false;

  constructor(parts: LookAgainParts) {
    this.#parts = parts;
  }

  /** Something waits: looks again in a while, and then for as long as anything does. */
  later(): void {
    if (this.#callOff !== undefined || this.#isClosed) return;
    this.#callOff = this.#parts.clock.later(NODE.lookAgainMs, () => {
      this.#callOff = undefined;
      void whenDone(perform(this.#look()), () => this.#parts.mempool.size > 0 && this.later());
    });
  }

  close(): void {
    this.#callOff?.();
    this.#isClosed = true;
  }

  /** With many waiting, a proposer may still have before it what would be given up here, and record it a moment later: then it is the proposers who find out. */
  *#look(): Work<void> {
    const { mempool, isRecorded, refusalOf, drop } = this.#parts;
    if (mempool.size > NODE.lookAgainPoolMax) return;
    for (const transaction of this.#next()) {
      if (isRecorded(transaction.txId)) continue;
      const why = yield* refusalOf(transaction);
      if (why !== undefined) drop(transaction, why);
    }
  }

  /** A few of those that have waited for long, the oldest first, each once in a round. */
  #next(): readonly SealedTransaction[] {
    const { mempool, clock } = this.#parts;
    const nowMs = clock.nowMs();
    const next: SealedTransaction[] = [];
    for (const transaction of mempool.candidates()) {
      if (next.length === NODE.lookAgainMax) break;
      const isDue = nowMs - mempool.sinceMs(transaction.key)! >= NODE.leftOutPatienceMs;
      if (isDue && !this.#lookedAt.has(transaction.key)) next.push(transaction);
    }
    if (next.length < NODE.lookAgainMax) this.#lookedAt.clear();
    else for (const { key } of next) this.#lookedAt.add(key);
    return next;
  }
}
