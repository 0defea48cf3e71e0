import { toBinary } from '../crypto/hash';
import type { Execution, ExecutedParent } from '../execution';
import type { Bytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import type { TransactionResult } from '../protocol/result';
import type { StateVersion } from '../state/state-version';

/** A block this node has executed (or loaded with its state), as the ground the next one stands on. */
export class ExecutedBlock {
  /** Leaves of the results tree: the transactions' results, then the block's own. */
  readonly resultLeaves: readonly Bytes[];
  /** Its id, and its parent's, as keys of maps. */
  readonly key: string;
  readonly parentKey: string;
  #places: Map<string, number> | undefined;

  constructor(
    readonly block: SealedBlock,
    readonly state: StateVersion,
    resultLeaves: readonly Bytes[],
    /** What became of the transactions; empty for a block that was loaded from disk. */
    readonly results: readonly TransactionResult[] = [],
  ) {
    this.resultLeaves = resultLeaves;
    this.key = toBinary(block.id);
    this.parentKey = toBinary(block.header.parentId);
  }

  /** Its transactions hold their bytes only from now on: next they are asked for when somebody looks at them. */
  static of(block: SealedBlock, execution: Execution): ExecutedBlock {
    for (const transaction of block.transactions) transaction.holdBytesOnly();
    return new ExecutedBlock(block, execution.state, [...execution.resultBytes, execution.blockResultBytes], execution.results);
  }

  get asParent(): ExecutedParent {
    return { id: this.block.id, header: this.block.header, state: this.state };
  }

  get height(): number {
    return this.block.header.height;
  }

  /** Place of a transaction in this block, by its key. */
  indexOf(key: string): number | undefined {
    this.#places ??= new Map(this.block.transactions.map((transaction, index) => [transaction.key, index]));
    return this.#places.get(key);
  }
}
