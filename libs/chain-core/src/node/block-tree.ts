import { toBinary } from '../crypto/hash';
import type { Hash } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import { endsEpoch, isClosing } from '../protocol/epoch';
import type { ExecutedBlock } from './executed-block';
import { NODE } from './limits';
import { OpenPlaces } from './open-places';

/** The newest final block and the executed blocks above it: several branches until one of them is final. */
export class BlockTree {
  #final: ExecutedBlock;
  #head: ExecutedBlock;
  /** By their keys. */
  readonly #unfinal = new Map<string, ExecutedBlock>();
  /** Of the head's branch. */
  #onHead = new Set<ExecutedBlock>();
  #transactionsOnHead = 0;
  /** Of the unfinal blocks, and of final ones until they are on disk. */
  readonly #places = new OpenPlaces();

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
    return this.#find(toBinary(id));
  }

  get isFull(): boolean {
    return this.#unfinal.size >= NODE.unfinalBlocksMax;
  }

  add(executed: ExecutedBlock): void {
    invariant(this.#find(executed.parentKey) !== undefined, 'a block is executed on top of one that is here');
    const before = this.#unfinal.get(executed.key);
    if (before !== undefined) this.#places.remove(before);
    this.#unfinal.set(executed.key, executed);
    this.#places.add(executed);
  }

  setHead(id: Hash): void {
    const head = this.get(id);
    if (head !== undefined && head !== this.#head) this.#headIs(head);
  }

  /** The block that holds a transaction: of the head's branch, or final and not on disk yet. @param key of the transaction */
  holder(key: string): ExecutedBlock | undefined {
    return this.#places.holders(key).find((block) => this.#onHead.has(block) || this.#unfinal.get(block.key) !== block);
  }

  /** In unfinal blocks, of the head's branch. */
  get transactionsOnHead(): number {
    return this.#transactionsOnHead;
  }

  /** Whether an unfinal block is the head or below it. */
  isOnHead(block: ExecutedBlock): boolean {
    return this.#onHead.has(block);
  }

  /** Whether an unfinal block at `id` or below it holds a transaction, by its key. */
  holding(id: Hash): (key: string) => boolean {
    // A copy: whoever asks may wait for modules meanwhile.
    const branch = new Set(toBinary(id) === this.#head.key ? this.#onHead : this.branch(id));
    return (key) => this.#places.holders(key).some((block) => branch.has(block));
  }

  /** These final blocks are on disk now, which knows where their transactions are. */
  durable(blocks: readonly ExecutedBlock[]): void {
    for (const block of blocks) this.#places.remove(block);
  }

  /** Unfinal blocks from `id` down to the final one, newest first. */
  *branch(id: Hash): Generator<ExecutedBlock> {
    for (let at = this.#unfinal.get(toBinary(id)); at !== undefined; at = this.#unfinal.get(at.parentKey)) yield at;
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
    invariant(path[0]!.parentKey === this.#final.key, 'final blocks continue the final chain');
    this.#final = last;
    const ends = endsEpoch(last.block.header);
    const isAlone = this.#onHead.has(last) && this.#onHead.size === this.#unfinal.size;
    for (const executed of blocks) {
      this.#unfinal.delete(executed.key);
      if (this.#onHead.delete(executed)) this.#transactionsOnHead -= executed.block.transactions.length;
    }
    // Where there is but one branch nothing stands beside it.
    if (!isAlone || ends) this.#forgetDead(ends);
    if (this.#find(this.#head.key) === undefined) this.#headIs(last);
    return { blocks, closing: closes < 0 ? [] : path.slice(closes) };
  }

  #find(key: string): ExecutedBlock | undefined {
    return key === this.#final.key ? this.#final : this.#unfinal.get(key);
  }

  /** A head on the one before makes its branch longer; any other is another branch. */
  #headIs(head: ExecutedBlock): void {
    const before = this.#head;
    this.#head = head;
    const isLonger = this.#onHead.has(before) && head.parentKey === before.key;
    if (!isLonger) [this.#onHead, this.#transactionsOnHead] = [new Set(), 0];
    for (const executed of isLonger ? [head] : this.branch(head.block.id)) {
      this.#onHead.add(executed);
      this.#transactionsOnHead += executed.block.transactions.length;
    }
  }

  /** Keeps descendants of the final block only. */
  #forgetDead(all: boolean): void {
    const alive = new Set(all ? [] : [this.#final.key]);
    const byHeight = [...this.#unfinal.values()].sort((a, b) => a.height - b.height);
    for (const executed of byHeight) {
      if (alive.has(executed.parentKey)) alive.add(executed.key);
      else this.#forget(executed);
    }
  }

  #forget(executed: ExecutedBlock): void {
    this.#unfinal.delete(executed.key);
    this.#places.remove(executed);
  }
}
