import { NODE } from './limits';

const HALF_LIFE_MS = 2_000;
/** What is left of the size of a large block after a smaller one: it fades with blocks, not with time, for they may be minutes apart. */
const SIZE_KEPT = 3 / 4;

/**
 * How many transactions may wait for a block before clients are told to come back: what the chain gets through in somewhat more than the second after which they do. Without it an
 * overloaded chain would accept everything and make everybody wait for ever. A chain that ran dry gets more room: clients that all come back after their second would otherwise keep it from
 * ever getting through more.
 *
 * Where blocks are further apart than that there is room for two like the largest that became final lately: with less, blocks would become smaller, and with them the room, down to the least.
 */
export class Backlog {
  #perSecond = 0;
  #blockSize = 0;
  #countedAtMs: number;
  /** When nothing waited. */
  #dryAtMs: number;

  constructor(options: { readonly nowMs: number }) {
    this.#countedAtMs = options.nowMs;
    this.#dryAtMs = options.nowMs;
  }

  /** A block with so many became final just now. */
  finalised(transactions: number, nowMs: number): void {
    this.#decay(nowMs);
    this.#perSecond += (transactions * 1000 * Math.LN2) / HALF_LIFE_MS;
    this.#blockSize = Math.max(transactions, this.#blockSize * SIZE_KEPT);
  }

  /** @param waiting how many wait for a block now */
  max(nowMs: number, waiting: number): number {
    this.#decay(nowMs);
    if (waiting === 0) this.#dryAtMs = nowMs;
    const seconds = nowMs - this.#dryAtMs < NODE.backlogDryMs ? NODE.backlogSecondsDry : NODE.backlogSeconds;
    return Math.max(NODE.backlogMin, Math.floor(this.#perSecond * seconds), Math.floor(this.#blockSize * NODE.backlogBlocks));
  }

  /** Asked for with every transaction, many in one millisecond. */
  #decay(nowMs: number): void {
    if (nowMs === this.#countedAtMs) return;
    this.#perSecond *= 0.5 ** (Math.max(0, nowMs - this.#countedAtMs) / HALF_LIFE_MS);
    this.#countedAtMs = nowMs;
  }
}
