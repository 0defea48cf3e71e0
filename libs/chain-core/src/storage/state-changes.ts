import type { Bytes } from '../primitives/bytes';
import type { Change } from '../state/key-value-source';
import { corrupt } from './storage-failed';

const GONE = 0xffffffff;

/** What a block changed: (key length u16, value length u32 or 2^32-1 for an entry that is gone, key, value)* */
export function encodeChanges(changes: Iterable<Change>): Bytes {
  const list = [...changes];
  const out = Buffer.allocUnsafe(list.reduce((sum, [key, value]) => sum + 6 + key.length + (value?.length ?? 0), 0));
  let at = 0;
  for (const [key, value] of list) {
    out.writeUInt16BE(key.length, at);
    out.writeUInt32BE(value?.length ?? GONE, at + 2);
    out.write(key, at + 6, 'latin1');
    at += 6 + key.length;
    if (value === undefined) continue;
    out.set(value, at);
    at += value.length;
  }
  return out;
}

/** Its bytes were checked before. Values are views of them. */
export function decodeChanges(bytes: Bytes): Change[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const changes: Change[] = [];
  for (let at = 0; at < view.length;) {
    if (at + 6 > view.length) corrupt('the changes of a block cannot be read');
    const keyEnd = at + 6 + view.readUInt16BE(at);
    const length = view.readUInt32BE(at + 2);
    const end = length === GONE ? keyEnd : keyEnd + length;
    if (end > view.length) corrupt('the changes of a block cannot be read');
    changes.push([view.toString('latin1', at + 6, keyEnd), length === GONE ? undefined : view.subarray(keyEnd, end)]);
    at = end;
  }
  return changes;
}
