import { NODE } from './limits';

export interface BlockSizeOptions {
  /** Milliseconds that executing a block should take on a machine like this one, as busy as it is now. */
  readonly executeMs: number;
  readonly transactionsMax: number;
}

/**
 * How many transactions a proposer takes: as many as this machine, judging by what it saw lately, executes well within the view timer. On
 * a machine that is busy with other things blocks become smaller instead of views running out.
 */
export class BlockSize {
  readonly #options: BlockSizeOptions;
  #msPerTransaction = 0;

  constructor(options: BlockSizeOptions) {
    this.#options = options;
  }

  get transactions(): number {
    const { executeMs, transactionsMax } = this.#options;
    if (this.#msPerTransaction === 0) return transactionsMax;
    return Math.max(NODE.blockTransactionsMin, Math.min(transactionsMax, Math.floor(executeMs / this.#msPerTransaction)));
  }

  /** A block of so many transactions took so long. Slowness is believed at once, speed little by little. */
  executed(transactions: number, tookMs: number): void {
    if (transactions < NODE.blockTransactionsMin) return;
    const seen = tookMs / transactions;
    const share = seen > this.#msPerTransaction ? 0.3 : 0.1;
    this.#msPerTransaction += (seen - this.#msPerTransaction) * share;
  }
}
