import { NODE } from './limits';

const HALF_LIFE_MS = 2_000;
/** With less than this left of the rate the last block is long ago, and its size says nothing. */
const PER_SECOND_MIN = 1;

/**
 * How many transactions may wait for a block before clients are told to come back: what the chain gets through in somewhat less than a second. Without it an
 * overloaded chain would accept everything and make everybody wait for ever.
 *
 * Where blocks are further apart than that there is room for two like those that became final lately: with less, blocks would become smaller, and with them the room, down to the least.
 */
export class Backlog {
  #perSecond = 0;
  /** Of the sizes of blocks, as `#perSecond` is of the blocks: what there is of it for one transaction is the size of the block that a transaction is in, on average. */
  #squaresPerSecond = 0;
  #countedAtMs: number;

  constructor(options: { readonly nowMs: number }) {
    this.#countedAtMs = options.nowMs;
  }

  /** A block with so many became final just now. */
  finalised(transactions: number, nowMs: number): void {
    this.#decay(nowMs);
    const perSecond = (transactions * 1000 * Math.LN2) / HALF_LIFE_MS;
    this.#perSecond += perSecond;
    this.#squaresPerSecond += perSecond * transactions;
  }

  max(nowMs: number): number {
    this.#decay(nowMs);
    const blockSize = this.#perSecond < PER_SECOND_MIN ? 0 : this.#squaresPerSecond / this.#perSecond;
    return Math.max(NODE.backlogMin, Math.floor(this.#perSecond * NODE.backlogSeconds), Math.floor(blockSize * NODE.backlogBlocks));
  }

  /** Asked for with every transaction, many in one millisecond. */
  #decay(nowMs: number): void {
    if (nowMs === this.#countedAtMs) return;
    const left = 0.5 ** (Math.max(0, nowMs - this.#countedAtMs) / HALF_LIFE_MS);
    this.#perSecond *= left;
    this.#squaresPerSecond *= left;
    this.#countedAtMs = nowMs;
  }
}
