import type { Bytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { NODE } from './limits';

export interface RecentBlock {
  readonly block: SealedBlock;
  /** Leaves of the block's results tree: one for each transaction, then the block's own. */
  readonly resultLeaves: readonly Bytes[];
}

/** The newest blocks on disk, decoded: whoever waited for one asks about it at once, and would otherwise have every transaction in it decoded again. */
export class RecentBlocks {
  readonly #blocks = new Map<number, RecentBlock>();
  #bytes = 0;

  at(height: number): RecentBlock | undefined {
    return this.#blocks.get(height);
  }

  /** The next block is on disk. */
  add({ block, resultLeaves }: RecentBlock): void {
    this.#blocks.set(block.header.height, { block, resultLeaves });
    this.#bytes += block.bytes.length;
    for (const [height, oldest] of this.#blocks) {
      if (this.#bytes <= NODE.recentBytesMax || this.#blocks.size === 1) return;
      this.#blocks.delete(height);
      this.#bytes -= oldest.block.bytes.length;
    }
  }
}
