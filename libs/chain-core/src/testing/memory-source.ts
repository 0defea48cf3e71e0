import type { Bytes } from '../primitives/bytes';
import type { Change, Entry, KeyValueSource, RangeOptions } from '../state/key-value-source';
import { OrderedKeys } from '../state/ordered-keys';
import type { StateKey } from '../state/store-key';

/** A plain map with its keys in order: what a state is compared with. */
export class MemoryKeyValueSource implements KeyValueSource {
  private readonly values: Map<StateKey, Bytes>;
  private readonly keys: OrderedKeys;

  /** @param entries in ascending order of key, each key once. */
  constructor(entries: Iterable<Entry> = []) {
    this.values = new Map(entries);
    this.keys = new OrderedKeys([...this.values.keys()]);
  }

  get size(): number {
    return this.values.size;
  }

  /** Ascending order of key. */
  *entries(): Generator<Entry> {
    for (const key of this.keys.ascending('', undefined)) yield [key, this.values.get(key)!];
  }

  get(key: StateKey): Bytes | undefined {
    return this.values.get(key);
  }

  range({ from, to, limit, reverse }: RangeOptions): readonly Entry[] {
    const found: Entry[] = [];
    for (const key of reverse ? this.keys.descending(from, to) : this.keys.ascending(from, to)) {
      if (found.length >= limit) break;
      found.push([key, this.values.get(key)!]);
    }
    return found;
  }

  write(changes: Iterable<Change>): void {
    for (const [key, value] of changes) {
      if (value === undefined) {
        if (this.values.delete(key)) this.keys.remove(key);
      } else {
        if (!this.values.has(key)) this.keys.add(key);
        this.values.set(key, value);
      }
    }
  }
}
