const KEYS_MAX = 100_000;

/** Counts per key within fixed windows of time. Bounded: a flood of new keys forgets the whole window rather than eat the memory. */
export class WindowCounter {
  #counts = new Map<string, number>();
  #endsAt = 0;

  constructor(private readonly windowMs: number) {}

  count(key: string): number {
    this.#roll();
    return this.#counts.get(key) ?? 0;
  }

  /** @returns the count with this one. */
  add(key: string): number {
    this.#roll();
    if (this.#counts.size >= KEYS_MAX) this.#counts.clear();
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count;
  }

  /** Milliseconds until the window ends. */
  get remainingMs(): number {
    this.#roll();
    return this.#endsAt - performance.now();
  }

  #roll(): void {
    if (performance.now() < this.#endsAt) return;
    this.#endsAt = performance.now() + this.windowMs;
    this.#counts = new Map();
  }
}
