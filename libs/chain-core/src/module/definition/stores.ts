import type { Bytes } from '../../primitives/bytes';

/** A named key space of a module. The number is on disk and in the state root: it is never reused. */
export interface StoreDefinition {
  readonly number: number;
  readonly holds: string;
}

/** What a module may read of its own stores. Keys are at most 128 bytes. */
export interface ReadView {
  get(store: string, key: Bytes): Bytes | undefined;
  /** Entries with from <= key < to in ascending order of key, at most `limit`. */
  range(store: string, options: { from?: Bytes; to?: Bytes; limit: number; reverse?: boolean }): readonly { key: Bytes; value: Bytes }[];
}

/** What a module may write of its own stores. */
export interface WriteBatch extends ReadView {
  /** Refuses STATE_ENTRY_TOO_LARGE {store}: a key has at most LIMITS.storeKeyBytesMax bytes, a value LIMITS.storeValueBytesMax. */
  put(store: string, key: Bytes, value: Bytes): void;
  delete(store: string, key: Bytes): void;
}
