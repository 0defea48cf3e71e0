import type { ChainReader } from './chain-reader';

/** Others have more work on a branch that leaves the chain of this node, and what this node would forget if it followed them. */
export interface SplitView {
  /** The last block that both have. */
  readonly forkHeight: number;
  /** Final blocks here that are not on the others' branch, and the transactions in them. */
  readonly blocks: number;
  readonly transactions: number;
}

/** Counts what would be forgotten, as it grows. */
export class Split {
  readonly #reader: Pick<ChainReader, 'header' | 'finalHeight'>;
  #counted: number;
  #transactions = 0;

  constructor(readonly forkHeight: number, reader: Pick<ChainReader, 'header' | 'finalHeight'>) {
    this.#reader = reader;
    this.#counted = forkHeight;
  }

  get view(): SplitView {
    const { finalHeight } = this.#reader;
    for (; this.#counted < finalHeight; this.#counted += 1) this.#transactions += this.#reader.header(this.#counted + 1)!.header.transactionCount;
    return { forkHeight: this.forkHeight, blocks: finalHeight - this.forkHeight, transactions: this.#transactions };
  }

  get words(): string {
    const { forkHeight, blocks, transactions } = this.view;
    return `Others follow a branch with more work that leaves the chain of this node after block ${forkHeight}. Either this node or they were cut off; it does not change over by itself. To follow them is to forget ${blocks} final blocks of this node with ${transactions} transactions; somebody must say so.`;
  }
}
