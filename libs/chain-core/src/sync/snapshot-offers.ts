import { equalBytes, toHex } from '../primitives/bytes';
import type { SnapshotName } from './snapshot-messages';

/** Which states peers say they could give. */
export class SnapshotOffers {
  readonly #offers = new Map<string, SnapshotName>();

  note(peer: string, name: SnapshotName): void {
    this.#offers.set(peer, name);
  }

  has(peer: string): boolean {
    return this.#offers.has(peer);
  }

  forget(peer: string): void {
    this.#offers.delete(peer);
  }

  clear(): void {
    this.#offers.clear();
  }

  get all(): readonly SnapshotName[] {
    return [...this.#offers.values()];
  }

  /** Peers that could give this one. */
  sourcesOf(name: SnapshotName): readonly string[] {
    return [...this.#offers].filter(([, offer]) => isSame(offer, name)).map(([peer]) => peer);
  }
}

export function isSame(a: SnapshotName, b: SnapshotName): boolean {
  return a.height === b.height && equalBytes(a.blockId, b.blockId);
}

/** The one that most could give; among several, the newest. */
export function mostOffered(offers: readonly SnapshotName[]): SnapshotName {
  const counts = new Map<string, { readonly name: SnapshotName; count: number }>();
  for (const name of offers) {
    const key = `${name.height} ${toHex(name.blockId)}`;
    counts.set(key, { name, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || b.name.height - a.name.height)[0]!.name;
}
