import type { Bytes } from '../primitives/bytes';
import type { Change, Entry, KeyValueSource, RangeOptions } from './key-value-source';
import { OrderedKeys } from './ordered-keys';
import type { StateKey } from './store-key';

/** So many ranges are answered by looking at every change, and all of them where there are few; only then is keeping them in order worth its price. */
const SCANS_MAX = 8;
const FEW = 16;

/** Changes on top of a state that is left alone: kept with `writeTo`, or dropped by forgetting the overlay. */
export class Overlay implements KeyValueSource {
  private readonly changed = new Map<StateKey, Bytes | undefined>();
  /** Made when ranges have become frequent, and from then on kept in step. */
  private order: OrderedKeys | undefined;
  private scans = 0;

  constructor(private readonly below: KeyValueSource) {}

  get(key: StateKey): Bytes | undefined {
    const value = this.changed.get(key);
    return value !== undefined || this.changed.has(key) ? value : this.below.get(key);
  }

  put(key: StateKey, value: Bytes): void {
    this.set(key, value);
  }

  delete(key: StateKey): void {
    this.set(key, undefined);
  }

  range(options: RangeOptions): readonly Entry[] {
    const { from, to, limit, reverse } = options;
    const own = this.ownKeys(from, to, reverse ?? false);
    if (own.length === 0) return this.below.range(options);
    // Each own change may hide one entry below.
    const below = this.below.range({ from, limit: limit + own.length, reverse: reverse ?? false, ...(to === undefined ? {} : { to }) });
    return this.merge(own, below, limit, reverse ?? false);
  }

  /** In the order the keys were first written; each key once. */
  changes(): Iterable<Change> {
    return this.changed;
  }

  writeTo(target: Overlay): void {
    for (const [key, value] of this.changed) target.set(key, value);
  }

  private set(key: StateKey, value: Bytes | undefined): void {
    this.changed.set(key, value);
    this.order?.add(key);
  }

  private ownKeys(from: StateKey, to: StateKey | undefined, reverse: boolean): StateKey[] {
    if (this.order === undefined) {
      if (this.changed.size <= FEW) return this.scan(from, to, reverse);
      this.scans += 1;
      if (this.scans <= SCANS_MAX) return this.scan(from, to, reverse);
      this.order = new OrderedKeys([...this.changed.keys()].sort(byCode));
    }
    return [...(reverse ? this.order.descending(from, to) : this.order.ascending(from, to))];
  }

  private scan(from: StateKey, to: StateKey | undefined, reverse: boolean): StateKey[] {
    const keys: StateKey[] = [];
    for (const key of this.changed.keys()) if (key >= from && (to === undefined || key < to)) keys.push(key);
    if (keys.length > 1) keys.sort(byCode);
    return reverse ? keys.reverse() : keys;
  }

  private merge(own: readonly StateKey[], below: readonly Entry[], limit: number, reverse: boolean): Entry[] {
    const merged: Entry[] = [];
    for (let o = 0, b = 0; merged.length < limit && (o < own.length || b < below.length);) {
      const ownKey = own[o];
      const belowKey = below[b]?.[0];
      const ownFirst = ownKey !== undefined && (belowKey === undefined || ownKey === belowKey || ownKey < belowKey !== reverse);
      if (!ownFirst) {
        merged.push(below[b]!);
        b += 1;
        continue;
      }
      const value = this.changed.get(ownKey);
      if (value !== undefined) merged.push([ownKey, value]);
      o += 1;
      if (ownKey === belowKey) b += 1;
    }
    return merged;
  }
}

function byCode(a: StateKey, b: StateKey): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
