import { refuse } from '../primitives/refusal';
import type { BlockHeader } from '../protocol/block';
import type { Clock } from './clock';
import { NODE } from './limits';

/** Others have more work on a branch that leaves the chain of this node, and what this node would forget if it followed them. */
export interface SplitView {
  /** The last block that both have. */
  readonly forkHeight: number;
  /** Final blocks here that are not on the others' branch, and the transactions in them. */
  readonly blocks: number;
  readonly transactions: number;
}

export interface SplitParts {
  readonly clock: Pick<Clock, 'later'>;
  readonly reader: { readonly finalHeight: number; header(height: number): { readonly header: Pick<BlockHeader, 'transactionCount'> } | undefined };
}

/** Counts what would be forgotten, as it grows: some headers at once, many in slices, so that others have their turn. */
export class Split {
  readonly #parts: SplitParts;
  #counted: number;
  #transactions = 0;
  #callOff: (() => void) | undefined;

  constructor(readonly forkHeight: number, parts: SplitParts) {
    this.#parts = parts;
    this.#counted = forkHeight;
  }

  /** undefined: it is being counted. */
  get view(): SplitView | undefined {
    if (this.#callOff === undefined) this.#count();
    if (this.#counted < this.#parts.reader.finalHeight) return undefined;
    return { forkHeight: this.forkHeight, blocks: this.#counted - this.forkHeight, transactions: this.#transactions };
  }

  get words(): string {
    const { view, forkHeight } = this;
    const what = view === undefined ? 'all final blocks of this node above it (how many these are is being counted)' : `${view.blocks} final blocks of this node with ${view.transactions} transactions`;
    return `Others follow a branch with more work that leaves the chain of this node after block ${forkHeight}. Either this node or they were cut off; it does not change over by itself. To follow them is to forget ${what}; somebody must say so.`;
  }

  /** Whoever lets the node follow the others says from where on it forgets. @throws Refusal SPLIT_CHANGED {forkHeight} */
  expect(forkHeight: number): void {
    if (forkHeight !== this.forkHeight) refuse('SPLIT_CHANGED', { forkHeight: this.forkHeight });
  }

  /** Nothing is counted any more. */
  close(): void {
    this.#callOff?.();
  }

  #count(): void {
    const { reader, clock } = this.#parts;
    const end = Math.min(reader.finalHeight, this.#counted + NODE.splitHeadersMax);
    for (; this.#counted < end; this.#counted += 1) this.#transactions += reader.header(this.#counted + 1)!.header.transactionCount;
    this.#callOff = undefined;
    if (end < reader.finalHeight) this.#callOff = clock.later(0, () => this.#count());
  }
}
