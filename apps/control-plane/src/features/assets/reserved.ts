import type { HeldOutputView } from '@bystack/api';

const nameOf = (chainId: string, { txId, index }: Pick<HeldOutputView, 'txId' | 'index'>): string => `${chainId} ${txId} ${index}`;

/** Outputs that a transaction under way spends: two that are made at once must not take the same. */
export class Reserved {
  readonly #names = new Set<string>();

  has(chainId: string, output: HeldOutputView): boolean {
    return this.#names.has(nameOf(chainId, output));
  }

  /** @returns how to let them go */
  take(chainId: string, outputs: readonly HeldOutputView[]): () => void {
    const names = outputs.map((output) => nameOf(chainId, output));
    for (const name of names) this.#names.add(name);
    return () => names.forEach((name) => this.#names.delete(name));
  }
}
