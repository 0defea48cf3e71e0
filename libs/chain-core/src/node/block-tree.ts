import type { Hash } from '../primitives/bytes';
import { equalBytes, toHex } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import { endsEpoch, isClosing } from '../protocol/epoch';
import type { ExecutedBlock } from './executed-block';
import { NODE } from './limits';

/** The newest final block and the executed blocks above it: several branches until one of them is final. */
export class BlockTree {
  #final: ExecutedBlock;
  #head: ExecutedBlock;
  readonly #unfinal = new Map<string, ExecutedBlock>();

  constructor(final: ExecutedBlock) {
    this.#final = final;
    this.#head = final;
  }

  get final(): ExecutedBlock {
    return this.#final;
  }

  /** What a new block would most likely stand on. */
  get head(): ExecutedBlock {
    return this.#head;
  }

  get(id: Hash): ExecutedBlock | undefined {
    return equalBytes(id, this.#final.block.id) ? this.#final : this.#unfinal.get(toHex(id));
  }

  get isFull(): boolean {
    return this.#unfinal.size >= NODE.unfinalBlocksMax;
  }

  add(executed: ExecutedBlock): void {
    invariant(this.get(executed.block.header.parentId) !== undefined, 'a block is executed on top of one that is here');
    this.#unfinal.set(toHex(executed.block.id), executed);
  }

  setHead(id: Hash): void {
    this.#head = this.get(id) ?? this.#head;
  }

  /** Unfinal blocks from `id` down to the final one, newest first. */
  *branch(id: Hash): Generator<ExecutedBlock> {
    for (let at = this.#unfinal.get(toHex(id)); at !== undefined; at = this.#unfinal.get(toHex(at.block.header.parentId))) yield at;
  }

  /**
   * Makes `id` final. Beyond the last block of an epoch nothing is: what stands on it there only closed it.
   * @returns the blocks that became final with it, oldest first, and those that closed the last one's epoch; branches beside them are forgotten.
   */
  finalise(id: Hash): { readonly blocks: readonly ExecutedBlock[]; readonly closing: readonly ExecutedBlock[] } {
    const path = [...this.branch(id)].reverse();
    const closes = path.findIndex(({ block }) => isClosing(block.header));
    const blocks = closes < 0 ? path : path.slice(0, closes);
    const last = blocks.at(-1);
    if (last === undefined) return { blocks: [], closing: [] };
    invariant(equalBytes(path[0]!.block.header.parentId, this.#final.block.id), 'final blocks continue the final chain');
    this.#final = last;
    if (endsEpoch(last.block.header)) this.#unfinal.clear();
    else this.#forgetDead();
    if (this.get(this.#head.block.id) === undefined) this.#head = last;
    return { blocks, closing: closes < 0 ? [] : path.slice(closes) };
  }

  /** Keeps descendants of the final block only. */
  #forgetDead(): void {
    const alive = new Set([toHex(this.#final.block.id)]);
    const byHeight = [...this.#unfinal].sort(([, a], [, b]) => a.block.header.height - b.block.header.height);
    for (const [key, { block }] of byHeight) {
      if (alive.has(toHex(block.header.parentId))) alive.add(key);
      else this.#unfinal.delete(key);
    }
  }
}
