/** Sessions of peers on an open chain: nobody has a seat there, so the engine knows peers by the numbers of their sessions. */
export class Sessions {
  readonly #numbers = new Map<string, number>();
  #last = 0;

  /** @returns its number */
  begin(peer: string): number {
    this.#last += 1;
    this.#numbers.set(peer, this.#last);
    return this.#last;
  }

  /** @returns the number it had */
  end(peer: string): number | undefined {
    const number = this.#numbers.get(peer);
    this.#numbers.delete(peer);
    return number;
  }

  numberOf(peer: string): number | undefined {
    return this.#numbers.get(peer);
  }

  /** Peers with this number. */
  peers(to: number | 'all'): readonly string[] {
    return [...this.#numbers].filter(([, number]) => to === 'all' || number === to).map(([peer]) => peer);
  }
}
