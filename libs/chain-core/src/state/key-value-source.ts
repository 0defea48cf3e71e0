import type { Bytes } from '../primitives/bytes';
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
