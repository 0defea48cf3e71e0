interface Claim {
  /** Of its newest final block. */
  readonly height: number;
  /** It has no blocks below. */
  readonly keptFrom: number;
}

/** What peers of an open chain say they have: a reason to look, no more. What is taken from them carries its price. */
export class PeerClaims {
  readonly #claims = new Map<string, Claim>();
  /** Height of the last header that each has shown: whose work was done. */
  readonly #shown = new Map<string, number>();
  readonly #ignored = new Set<string>();

  of(peer: string): number | undefined {
    return this.#claims.get(peer)?.height;
  }

  /** Neither ever falls: who takes back what it claimed is held to it. */
  hears(peer: string, { height = 0, keptFrom = 0 }: Partial<Claim>): void {
    if (this.#ignored.has(peer)) return;
    const before = this.#claims.get(peer);
    this.#claims.set(peer, { height: Math.max(height, before?.height ?? 0), keptFrom: Math.max(keptFrom, before?.keptFrom ?? 0) });
  }

  showed(peer: string, height: number): void {
    this.#shown.set(peer, height);
  }

  /** The session is over. */
  forget(peer: string): void {
    this.#claims.delete(peer);
    this.#shown.delete(peer);
    this.#ignored.delete(peer);
  }

  /** Whatever it claims in this session is of no use here. */
  ignore(peer: string): void {
    this.#claims.delete(peer);
    this.#shown.delete(peer);
    this.#ignored.add(peer);
  }

  /** The most that anybody claims to have. */
  get most(): number {
    return Math.max(0, ...[...this.#claims.values()].map(({ height }) => height));
  }

  /** Whether some claim to have a block of this height or later ones, or have shown its header, and none of them has it any more. Who has claimed nothing yet does not count. */
  lackAll(height: number): boolean {
    const ahead = [...this.#claims].filter(([peer, claim]) => Math.max(claim.height, this.#shown.get(peer) ?? 0) >= height);
    return ahead.length > 0 && ahead.every(([, { keptFrom }]) => keptFrom > height);
  }
}
