/** So much may be spent in a second. What goes beyond it in one go is made up for in the seconds after. */
export class SecondsBudget {
  readonly #perSecondMax: number;
  #sinceMs = -Infinity;
  #spent = 0;

  constructor(perSecondMax: number) {
    this.#perSecondMax = perSecondMax;
  }

  isOpen(nowMs: number): boolean {
    this.#goOn(nowMs);
    return this.#spent < this.#perSecondMax;
  }

  spend(amount: number, nowMs: number): void {
    this.#goOn(nowMs);
    this.#spent += amount;
  }

  /** Seconds begin with what is spent; a clock that was set back begins anew. */
  #goOn(nowMs: number): void {
    const passed = Math.floor((nowMs - this.#sinceMs) / 1_000);
    if (passed === 0) return;
    this.#spent = passed < 0 ? this.#spent : Math.max(0, this.#spent - passed * this.#perSecondMax);
    this.#sinceMs = nowMs;
  }
}
