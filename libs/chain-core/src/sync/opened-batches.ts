import type { Bytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { endsEpoch } from '../protocol/epoch';
import type { BatchExpectation } from './batch';
import { SYNC } from './limits';

/** Consecutive blocks that a certificate was found to hold for. */
interface OpenedBatch {
  readonly blocks: readonly SealedBlock[];
  readonly certificate: Bytes;
}

export interface OpenedBatchesParts {
  /** What follows the newest final block here. */
  expected(): BatchExpectation;
  /** These blocks are going to be applied. */
  announce(blocks: readonly SealedBlock[]): void;
  apply(blocks: readonly SealedBlock[], certificate: Bytes): Promise<void>;
  /** One was applied. */
  onApplied(): void;
}

/** Batches that were found to be worth something, applied one after the other while the next ones are fetched. */
export class OpenedBatches {
  readonly #parts: OpenedBatchesParts;
  /** The first one is being applied. */
  readonly #batches: OpenedBatch[] = [];
  #closed = false;

  constructor(parts: OpenedBatchesParts) {
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  get isFull(): boolean {
    return this.#batches.length >= SYNC.batchesAheadMax;
  }

  /** What the next batch must continue; undefined: who certifies it is known only when the last one was applied. */
  front(): BatchExpectation | undefined {
    const expected = this.#parts.expected();
    const last = this.#batches.at(-1)?.blocks.at(-1);
    if (last === undefined || last.header.height <= expected.parent.height) return expected;
    return endsEpoch(last.header) ? undefined : { ...expected, parent: { height: last.header.height, id: last.id } };
  }

  /** Resolves when nothing is left to apply, at once while another call is at it. Rejects with what applying failed of. */
  async add(batch: OpenedBatch): Promise<void> {
    this.#batches.push(batch);
    this.#parts.announce(batch.blocks);
    if (this.#batches.length > 1) return;
    for (let next = this.#batches[0]; next !== undefined && !this.#closed; next = this.#batches[0]) {
      await this.#parts.apply(next.blocks, next.certificate);
      this.#batches.shift();
      this.#parts.onApplied();
    }
  }

  close(): void {
    this.#closed = true;
  }
}
