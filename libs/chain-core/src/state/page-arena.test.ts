import { PageArena } from './page-arena';
import { PlacedPage } from './placed-page';

const CHUNK_BYTES = 2 ** 18;
const PAGES = 3_000;

/** An arena beside a plain map of what each node's page is, and where. */
class Compared {
  readonly arena = new PageArena();
  readonly #pages = new Map<number, { page: Buffer; location: number }>();
  #seed = 5;
  #met = 0;

  random(below: number): number {
    this.#seed = (Math.imul(this.#seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((this.#seed / 2 ** 32) * below);
  }

  put(node: number): void {
    const page = Buffer.alloc(this.random(4_097), node);
    const old = this.#pages.get(node);
    if (old !== undefined) this.arena.free(old.location);
    this.#pages.set(node, { page, location: this.arena.append(node, Buffer.concat([Buffer.of(7), page]), 1, page.length + 1) });
  }

  /** Forgets every third page that is met. */
  reclaim(): void {
    this.arena.reclaimOldest((node, location) => {
      const kept = this.#pages.get(node);
      if (kept?.location !== location) return;
      this.arena.free(location);
      if ((this.#met += 1) % 3 === 0) this.#pages.delete(node);
      else kept.location = this.arena.append(node, kept.page, 0, kept.page.length);
    });
  }

  compare(): void {
    const placed = new PlacedPage();
    for (const [node, { page, location }] of this.#pages) {
      this.arena.locate(location, placed);
      expect([node, page.equals(placed.bytes.subarray(placed.from, placed.to))]).toEqual([node, true]);
    }
  }

  /** With the head of each, and to the next word. */
  get bytes(): number {
    return [...this.#pages.values()].reduce((sum, { page }) => sum + 8 + 4 * Math.ceil(page.length / 4), 0);
  }
}

test('gives back every page that was put in, wherever it moved, and counts what is in use', () => {
  const compared = new Compared();
  const { arena } = compared;
  for (let turn = 0; turn < 20_000; turn += 1) {
    compared.put(1 + compared.random(PAGES));
    if (arena.isWasteful) compared.reclaim();
    if (turn % 1_000 === 0) {
      compared.compare();
      expect(arena.live).toBe(compared.bytes);
      expect(arena.bytes).toBeLessThanOrEqual(2 * arena.live + 3 * CHUNK_BYTES);
    }
  }
  expect(arena.chunks).toBeGreaterThan(4);
  for (let turn = 0; turn < 200 && arena.live > 0; turn += 1) compared.reclaim();
  expect(arena.live).toBe(0);
  expect(arena.bytes).toBe(CHUNK_BYTES);
});
