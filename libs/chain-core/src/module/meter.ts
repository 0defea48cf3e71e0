import { refuse } from '../primitives/refusal';

export interface Budget {
  /** Entries of the state that are read, written or deleted, and one for each question about a range. */
  readonly operations: number;
  /** Of keys and values that are read or written. */
  readonly bytes: number;
}

/**
 * What modules may take of the state, counted and never timed, so that every machine comes to the same end. These are rules of the protocol:
 * other numbers would make another chain of old blocks.
 */
export const BUDGETS = {
  /**
   * All calls of one transaction together, what they ask other modules included. A leader always tries some twenty transactions (NODE.blockTransactionsMin):
   * were each as costly as it may be, they must still be executed within a view's timer.
   */
  transaction: { operations: 16_384, bytes: 8 * 1024 * 1024 },
  /** The policy's look at one transaction. */
  policy: { operations: 4_096, bytes: 4 * 1024 * 1024 },
  /** One module at the end of one block. */
  hook: { operations: 16_384, bytes: 8 * 1024 * 1024 },
  /** Carrying over one entry in a migration. */
  entry: { operations: 4_096, bytes: 4 * 1024 * 1024 },
  /** One question from outside. */
  query: { operations: 65_536, bytes: 32 * 1024 * 1024 },
} as const satisfies Readonly<Record<string, Budget>>;

/** Counts what one piece of work takes of the state. */
export class Meter {
  #operations = 0;
  #bytes = 0;

  constructor(private readonly budget: Budget) {}

  /** How many more entries may be touched. */
  get operationsLeft(): number {
    return Math.max(0, this.budget.operations - this.#operations);
  }

  /** @throws Refusal TOO_COSTLY {limit, unit} when it is more than the budget has. */
  spend(operations: number, bytes: number): void {
    this.#operations += operations;
    this.#bytes += bytes;
    if (this.#operations > this.budget.operations) refuse('TOO_COSTLY', { limit: this.budget.operations, unit: 'operations' });
    if (this.#bytes > this.budget.bytes) refuse('TOO_COSTLY', { limit: this.budget.bytes, unit: 'bytes' });
  }
}
