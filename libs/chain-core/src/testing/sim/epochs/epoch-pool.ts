/** The transactions of one machine: those that wait, and those that are final. */
export class EpochPool {
  private readonly waiting = new Set<number>();
  private done = new Set<number>();

  get size(): number {
    return this.waiting.size;
  }

  /** It starts again with what its disk has. */
  start(final: readonly number[]): void {
    this.done = new Set(final);
  }

  clear(): void {
    this.waiting.clear();
  }

  isFinal(transaction: number): boolean {
    return this.done.has(transaction);
  }

  add(transaction: number): void {
    this.waiting.add(transaction);
  }

  /** @param taken by blocks that are not final yet */
  candidates(taken: ReadonlySet<number>): number[] {
    return [...this.waiting].filter((it) => !taken.has(it) && !this.done.has(it));
  }

  finalise(transactions: readonly number[]): void {
    for (const transaction of transactions) this.done.add(transaction);
    for (const transaction of this.done) this.waiting.delete(transaction);
  }
}
