interface Claim {
  height: number;
  keptFrom: number;
}

/** What peers of an open chain say they have: a reason to look, no more. What is taken from them carries its price. */
export class PeerClaims {
  readonly #claims = new Map<string, Claim>();
  readonly #ignored = new Set<string>();

  of(peer: string): number | undefined {
    return this.#claims.get(peer)?.height;
  }

  hears(peer: string, claim: Partial<Claim>): void {
    if (this.#ignored.has(peer)) return;
    this.#claims.set(peer, { height: 0, keptFrom: 0, ...this.#claims.get(peer), ...claim });
  }

  /** The session is over. */
  forget(peer: string): void {
    this.#claims.delete(peer);
    this.#ignored.delete(peer);
  }

  /** Whatever it claims in this session is of no use here. */
  ignore(peer: string): void {
    this.#claims.delete(peer);
    this.#ignored.add(peer);
  }

  /** The most that anybody claims to have. */
  get most(): number {
    return Math.max(0, ...[...this.#claims.values()].map(({ height }) => height));
  }

  /** Whether some claim to have a block of this height or later ones, and none of them has it any more. */
  lackAll(height: number): boolean {
    const ahead = [...this.#claims.values()].filter((claim) => claim.height >= height);
    return ahead.length > 0 && ahead.every(({ keptFrom }) => keptFrom > height);
  }
}
