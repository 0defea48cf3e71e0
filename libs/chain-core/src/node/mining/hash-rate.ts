/** A thread's work is looked at not more often than each second: a shorter time says little. */
const LOOK_EVERY_MS = 1_000;

/** Hashes a second, from how many were done when it was last asked. */
export class HashRate {
  #atMs: number;
  #hashes = 0;
  #perSecond = 0;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
  }

  /** @param hashes done since counting began */
  perSecond(hashes: number, nowMs: number): number {
    const passedMs = nowMs - this.#atMs;
    if (passedMs < LOOK_EVERY_MS) return this.#perSecond;
    this.#perSecond = Math.round(((hashes - this.#hashes) * 1_000) / passedMs);
    this.#atMs = nowMs;
    this.#hashes = hashes;
    return this.#perSecond;
  }
}
