import type { Bytes } from '../primitives/bytes';

/** `(length u32, bytes)*`: how lists of encoded things travel and lie on disk. */
export function joinPrefixed(items: readonly Bytes[]): Bytes {
  const out = Buffer.allocUnsafe(items.reduce((sum, item) => sum + 4 + item.length, 0));
  let at = 0;
  for (const item of items) {
    out.writeUInt32BE(item.length, at);
    out.set(item, at + 4);
    at += 4 + item.length;
  }
  return out;
}

/** @returns the items (views of `bytes`), or undefined when the lengths do not add up or there are more than `itemsMax`. */
export function splitPrefixed(bytes: Bytes, itemsMax: number): Bytes[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const items: Bytes[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 4 > bytes.length || items.length === itemsMax) return undefined;
    const end = at + 4 + view.getUint32(at);
    if (end > bytes.length) return undefined;
    items.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return items;
}
