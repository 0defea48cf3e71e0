import { toBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';

/**
 * Keys of the state are "binary strings": one character of code 0-255 a byte. As keys of maps and for comparing they are several times
 * cheaper than byte arrays, and their order is the order of the bytes.
 *
 * A full key is: u8 length of module name, module name, u8 store number, key within the store.
 */
export type StateKey = string;
/** No key of a state is longer. */
export const KEY_BYTES_MAX = 1024;

/** What every key of one store begins with. */
export function storePrefix(module: string, storeNumber: number): StateKey {
  invariant(module.length > 0 && module.length < 256 && storeNumber >= 0 && storeNumber < 256, 'a store has a name and a number');
  return String.fromCharCode(module.length) + module + String.fromCharCode(storeNumber);
}

/** Full key as bytes, as it lies on disk and in proofs. */
export function fullKey(module: string, storeNumber: number, key: Bytes): StateKey {
  return storePrefix(module, storeNumber) + toBinary(key);
}

/** The first key after every key that begins with `prefix`; undefined if there is none. */
export function prefixEnd(prefix: StateKey): StateKey | undefined {
  for (let i = prefix.length - 1; i >= 0; i -= 1) {
    const code = prefix.charCodeAt(i);
    if (code < 255) return prefix.slice(0, i) + String.fromCharCode(code + 1);
  }
  return undefined;
}
