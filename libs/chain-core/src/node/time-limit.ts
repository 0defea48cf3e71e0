import type { Clock } from './clock';

/** Something may take until then. */
export class TimeLimit {
  readonly #clock: Clock;
  readonly #endMs: number;

  constructor(clock: Clock, endMs: number) {
    this.#clock = clock;
    this.#endMs = endMs;
  }

  get isUp(): boolean {
    return this.#clock.nowMs() >= this.#endMs;
  }
}
