import { NODE } from './limits';

const HALF_LIFE_MS = 2_000;

/**
 * How many transactions may wait before clients are told to come back: what the chain gets through in a few seconds. Without it an
 * overloaded chain would accept everything and make everybody wait for ever.
 */
export class Backlog {
  #perSecond = 0;
  #countedAtMs: number;

  constructor(options: { readonly nowMs: number }) {
    this.#countedAtMs = options.nowMs;
  }

  /** So many became final just now. */
  finalised(transactions: number, nowMs: number): void {
    this.#decay(nowMs);
    this.#perSecond += (transactions * 1000 * Math.LN2) / HALF_LIFE_MS;
  }

  max(nowMs: number): number {
    this.#decay(nowMs);
    return Math.max(NODE.backlogMin, Math.floor(this.#perSecond * NODE.backlogSeconds));
  }

  #decay(nowMs: number): void {
    this.#perSecond *= 0.5 ** (Math.max(0, nowMs - this.#countedAtMs) / HALF_LIFE_MS);
    this.#countedAtMs = nowMs;
  }
}
