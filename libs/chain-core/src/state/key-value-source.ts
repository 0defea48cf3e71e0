import type { Bytes } from '../primitives/bytes';
import { OrderedKeys } from './ordered-keys';
import type { StateKey } from './store-key';

export interface RangeOptions {
  readonly from: StateKey;
  /** Exclusive; undefined: to the end. */
  readonly to?: StateKey;
  readonly limit: number;
  readonly reverse?: boolean;
}
export type Entry = readonly [key: StateKey, value: Bytes];
/** A value undefined means: the key is gone. */
export type Change = readonly [key: StateKey, value: Bytes | undefined];

/** Reading a state. */
export interface KeyValueSource {
  get(key: StateKey): Bytes | undefined;
  /** Entries with from <= key < to in ascending order (descending if reverse), at most `limit`. */
  range(options: RangeOptions): readonly Entry[];
}

/** The state of the newest final block, in memory. Fed from disk at start, and with each final block's changes afterwards. */
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
