import type { Bytes } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import type { StateLeaf } from './bucket';
import type { StateKey } from './store-key';

/**
 * Bytes of pages as they lie on disk. Whoever keeps them adds a checksum and guards against what was not written here.
 *
 *   bucket page: (key hash 32, leaf hash 32, key length u16, value length u32, key, value)*
 *   keys page:   (key length u16, key)*, ascending
 */
const LEAF_HEAD_BYTES = 70;
/** A page that fits its checksum is what this file wrote. */
const WHOLE = 'a page holds whole entries';

export function bucketPageBytes(leaves: readonly StateLeaf[]): number {
  let bytes = 0;
  for (const { key, value } of leaves) bytes += LEAF_HEAD_BYTES + key.length + value.length;
  return bytes;
}

/** Writes the page at `at`; there must be room. */
export function writeBucketPage(leaves: readonly StateLeaf[], out: Buffer, at: number): void {
  for (const { keyHash, hash, key, value } of leaves) {
    out.write(keyHash, at, 'latin1');
    out.write(hash, at + 32, 'latin1');
    out.writeUInt16BE(key.length, at + 64);
    out.writeUInt32BE(value.length, at + 66);
    out.write(key, at + LEAF_HEAD_BYTES, 'latin1');
    const valueAt = at + LEAF_HEAD_BYTES + key.length;
    if (typeof value === 'string') out.write(value, valueAt, 'latin1');
    else out.set(value, valueAt);
    at = valueAt + value.length;
  }
}

export function readBucketPage(page: Buffer): StateLeaf[] {
  const leaves: StateLeaf[] = [];
  for (let at = 0; at < page.length; ) {
    const keyAt = at + LEAF_HEAD_BYTES;
    invariant(keyAt <= page.length, WHOLE);
    const valueAt = keyAt + page.readUInt16BE(at + 64);
    const end = valueAt + page.readUInt32BE(at + 66);
    invariant(end <= page.length, WHOLE);
    leaves.push({ keyHash: page.toString('latin1', at, at + 32), hash: page.toString('latin1', at + 32, at + 64), key: page.toString('latin1', keyAt, valueAt), value: page.toString('latin1', valueAt, end) });
    at = end;
  }
  return leaves;
}

export function encodeKeysPage(keys: readonly StateKey[]): Bytes {
  // One text, written once: three times as fast as key by key.
  let text = '';
  for (const key of keys) text += String.fromCharCode(key.length >> 8, key.length & 255) + key;
  return Buffer.from(text, 'latin1');
}

export function decodeKeysPage(page: Buffer): StateKey[] {
  const keys: StateKey[] = [];
  for (let at = 0; at < page.length; ) {
    invariant(at + 2 <= page.length, WHOLE);
    const end = at + 2 + page.readUInt16BE(at);
    invariant(end <= page.length, WHOLE);
    keys.push(page.toString('latin1', at + 2, end));
    at = end;
  }
  return keys;
}
