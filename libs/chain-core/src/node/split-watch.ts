import { refuse } from '../primitives/refusal';
import type { Hash } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { NodeLog } from './node-log';
import { Split, type SplitParts, type SplitView } from './split';

/** Sees to it that people hear of it when others follow a branch that leaves what is final here, and that they decide about what they have seen. */
export class SplitWatch {
  readonly #parts: SplitParts & { readonly log: NodeLog };
  #split: Split | undefined;

  constructor(parts: SplitParts & { readonly log: NodeLog }) {
    this.#parts = parts;
  }

  /** In words, what people must see to. */
  get words(): string | undefined {
    return this.#split?.words;
  }

  get view(): SplitView | undefined {
    return this.#split?.view;
  }

  /** Others have more work on a branch that leaves the final chain after this height. */
  partsFrom(height: number, blockId: Hash): void {
    if (this.#split?.forkHeight === height) return;
    this.#split?.close();
    this.#split = new Split(height, this.#parts);
    this.#parts.log('error', 'ALARM: others have more work on a branch that leaves the final chain of this node', { height, blockId: toHex(blockId) });
  }

  /** Somebody decided for the others. @throws Refusal NOT_SPLIT, SPLIT_CHANGED {forkHeight} */
  decided(forkHeight: number): void {
    const split = this.#split ?? refuse('NOT_SPLIT');
    split.expect(forkHeight);
    this.#parts.log('warn', 'the chain of this node is forgotten, as it was asked to, and fetched anew from others', { forkHeight, ...split.view });
  }

  close(): void {
    this.#split?.close();
  }
}
