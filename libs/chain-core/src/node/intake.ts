import type { Bytes } from '../primitives/bytes';
import type { SignaturePool } from './signature-pool';
import type { WorkSlices } from './work-slices';

export interface IntakeParts {
  readonly slices: WorkSlices;
  readonly signatures: SignaturePool;
  /** Whether one is going to be turned away whoever signed it. */
  isHeldOff(bytes: Bytes): boolean;
}

/** Transactions from outside on their way in: those whose signatures other threads verify, then a few milliseconds' worth at a time. */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Transactions that wait. */
  get waiting(): number {
    return this.#parts.slices.pieces + this.#parts.signatures.transactions;
  }

  /** What waits is dropped, and so is all that comes later. */
  close(): void {
    this.#parts.slices.close();
  }

  /**
   * Gives each to `take`, in order, or as many as there are until it is closed. Lists of one source that are under way at the same time may overtake each other.
   * @param take `isSigned`: its signatures are known to hold. A promise is waited for. What it throws ends this list only.
   */
  async bring(source: string, transactions: readonly Bytes[], take: (bytes: Bytes, isSigned: boolean) => unknown): Promise<void> {
    const { slices, signatures, isHeldOff } = this.#parts;
    const worthIt = transactions.filter((bytes) => !isHeldOff(bytes));
    const verdicts = await signatures.check(worthIt, slices.pieces);
    const signed = new Set(worthIt.filter((_, i) => verdicts?.[i] === 1));
    await slices.run(source, transactions.length, (i) => take(transactions[i]!, signed.has(transactions[i]!)));
  }
}
