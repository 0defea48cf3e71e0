import type { Bytes } from '../primitives/bytes';
import type { StateKey } from './store-key';

/** What a value takes in memory besides its bytes: the objects, and its place in the map. */
const VALUE_BYTES = 250;

/** Values that were read, the same object each time: readers remember by it what they made of it. */
export class KeptValues {
  /** Oldest first. */
  readonly #values = new Map<StateKey, Bytes>();
  #bytes = 0;

  /** @param bytesMax about what they may take in memory */
  constructor(private readonly bytesMax: number) {}

  get(key: StateKey): Bytes | undefined {
    return this.#values.get(key);
  }

  keep(key: StateKey, value: Bytes): void {
    this.#values.set(key, value);
    this.#bytes += costOf(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#bytes <= this.bytesMax) return;
      this.forget(oldest);
    }
  }

  forget(key: StateKey): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#values.delete(key);
    this.#bytes -= costOf(key, value);
  }
}

function costOf(key: StateKey, value: Bytes): number {
  return VALUE_BYTES + key.length + value.length;
}
