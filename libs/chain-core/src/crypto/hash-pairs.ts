import type { Bytes } from '../primitives/bytes';
import { HASHES_AT, PAIR_BYTES, pairsModule } from './wasm/pairs-module';

/** What fits into the function's memory at once. */
const CHUNK_BYTES = HASHES_AT;
const LANES_BYTES = 4 * PAIR_BYTES;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  hash(prefix: number, at: number, end: number): number;
}

/** Part of every machine this runs on, but not of the language's own types. */
const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: { readonly Module: new (code: Bytes) => object; readonly Instance: new (module: object) => { readonly exports: object } } };

let made: { readonly hash: Exports['hash']; readonly memory: Uint8Array } | undefined;

/** Made when it is first needed. */
function make(): NonNullable<typeof made> {
  const { hash, memory } = new WebAssembly.Instance(new WebAssembly.Module(pairsModule())).exports as Exports;
  return { hash, memory: new Uint8Array(memory.buffer) };
}

/**
 * SHA-256 of two bytes and 64, for many times 64 bytes: inner nodes of a trie, a whole level at once. Several times faster than hashing them one by one.
 * @param prefix the two bytes, the first one high @param hashes gets 32 bytes for each 64 of `pairs`
 */
export function hashPairs(prefix: number, pairs: Bytes, hashes: Bytes): void {
  made ??= make();
  const { hash, memory } = made;
  for (let at = 0; at < pairs.length; at += CHUNK_BYTES) {
    const chunk = pairs.subarray(at, at + CHUNK_BYTES);
    memory.set(chunk);
    hash(prefix, 0, Math.ceil(chunk.length / LANES_BYTES) * LANES_BYTES);
    hashes.set(memory.subarray(HASHES_AT, HASHES_AT + chunk.length / 2), at / 2);
  }
}
