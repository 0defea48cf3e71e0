import type { StateKey } from './store-key';

const CHUNK_MAX = 512;

/** A sorted set of keys: chunks of sorted arrays, so that adding and removing move few keys and walking is a plain loop. */
export class OrderedKeys {
  private chunks: StateKey[][];

  /** @param sorted ascending, without repeats. */
  constructor(sorted: readonly StateKey[] = []) {
    this.chunks = [];
    for (let i = 0; i < sorted.length; i += CHUNK_MAX / 2) this.chunks.push(sorted.slice(i, i + CHUNK_MAX / 2));
  }

  add(key: StateKey): void {
    if (this.chunks.length === 0) this.chunks.push([]);
    const c = this.chunkOf(key);
    const chunk = this.chunks[c]!;
    const at = lowerBound(chunk, key);
    if (chunk[at] === key) return;
    chunk.splice(at, 0, key);
    if (chunk.length > CHUNK_MAX) this.chunks.splice(c + 1, 0, chunk.splice(CHUNK_MAX / 2));
  }

  remove(key: StateKey): void {
    if (this.chunks.length === 0) return;
    const c = this.chunkOf(key);
    const chunk = this.chunks[c]!;
    const at = lowerBound(chunk, key);
    if (chunk[at] !== key) return;
    chunk.splice(at, 1);
    if (chunk.length === 0) this.chunks.splice(c, 1);
  }

  /** Keys with from <= key < to, ascending. */
  *ascending(from: StateKey, to: StateKey | undefined): Generator<StateKey> {
    for (let c = this.chunkOf(from); c < this.chunks.length; c += 1) {
      const chunk = this.chunks[c]!;
      for (let i = lowerBound(chunk, from); i < chunk.length; i += 1) {
        if (to !== undefined && chunk[i]! >= to) return;
        yield chunk[i]!;
      }
    }
  }

  /** The same keys, descending. */
  *descending(from: StateKey, to: StateKey | undefined): Generator<StateKey> {
    if (this.chunks.length === 0) return;
    for (let c = to === undefined ? this.chunks.length - 1 : this.chunkOf(to); c >= 0; c -= 1) {
      const chunk = this.chunks[c]!;
      const end = to === undefined ? chunk.length : lowerBound(chunk, to);
      for (let i = end - 1; i >= 0; i -= 1) {
        if (chunk[i]! < from) return;
        yield chunk[i]!;
      }
    }
  }

  /** Index of the last chunk that begins at or before `key` (0 if none does). */
  private chunkOf(key: StateKey): number {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.chunks[middle]![0]! <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

function lowerBound(sorted: readonly StateKey[], key: StateKey): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
