/** Names of what transactions under way use up, outputs for instance: two that are made at once must not take the same. */
export class Reserved {
  readonly #names = new Set<string>();

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Runs with a way to take names, all of which are let go in the end. Who looks with `has` and takes must not wait in between. */
  async during<T>(run: (take: (names: readonly string[]) => void) => Promise<T>): Promise<T> {
    const taken: string[] = [];
    const take = (names: readonly string[]): void => {
      for (const name of names) this.#names.add(name);
      taken.push(...names);
    };
    try {
      return await run(take);
    } finally {
      for (const name of taken) this.#names.delete(name);
    }
  }
}
