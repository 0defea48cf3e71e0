import type { ExecutedBlock } from './executed-block';

const NONE: readonly ExecutedBlock[] = [];

/** Which blocks hold a transaction, of those that are not on disk. Nobody has to walk a branch for it: one may be two thousand blocks long. */
export class OpenPlaces {
  readonly #holders = new Map<string, readonly ExecutedBlock[]>();

  /** On several branches several blocks may hold the same one. @param key of the transaction */
  holders(key: string): readonly ExecutedBlock[] {
    return this.#holders.get(key) ?? NONE;
  }

  add(executed: ExecutedBlock): void {
    const alone = [executed];
    for (const { key } of executed.block.transactions) {
      const others = this.#holders.get(key);
      this.#holders.set(key, others === undefined ? alone : [...others, executed]);
    }
  }

  remove(executed: ExecutedBlock): void {
    for (const { key } of executed.block.transactions) {
      const holders = this.holders(key);
      const others = holders.length === 1 && holders[0] === executed ? NONE : holders.filter((holder) => holder !== executed);
      if (others.length > 0) this.#holders.set(key, others);
      else this.#holders.delete(key);
    }
  }
}
