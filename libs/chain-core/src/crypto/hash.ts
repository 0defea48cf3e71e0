import type { Bytes, Hash } from '../primitives/bytes';
import { sha256Binary } from './backend';

export { toBinary } from './backend';

/** SHA-256. */
export function hash(bytes: Bytes): Hash {
  return fromBinary(hashBinary(bytes));
}

/**
 * SHA-256 as a "binary string": 32 characters of code 0-255. Node makes these nearly three times faster than buffers, and as keys of
 * maps and for comparing they cost a quarter of the memory, so that is what the state tree works with.
 */
export function hashBinary(bytes: Bytes): string {
  return sha256Binary(bytes);
}

/** SHA-256 over a tag (length first) and the parts, so that a hash made for one purpose never passes for another. */
export function taggedHash(tag: string, ...parts: readonly Bytes[]): Hash {
  return fromBinary(taggedHashBinary(tag, ...parts));
}

/** The same as a binary string. */
export function taggedHashBinary(tag: string, ...parts: readonly Bytes[]): string {
  let length = 1 + tag.length;
  for (const part of parts) length += part.length;
  const buffer = length <= scratch.length ? scratch.subarray(0, length) : Buffer.allocUnsafe(length);
  buffer[0] = tag.length;
  buffer.write(tag, 1, 'latin1');
  let at = 1 + tag.length;
  for (const part of parts) {
    buffer.set(part, at);
    at += part.length;
  }
  return hashBinary(buffer);
}

/** What is hashed at once is mostly short: it is put together here instead of in a buffer of its own each time. */
const scratch = Buffer.alloc(4096);

/** V8 keeps typed arrays up to this length in its own heap, which is faster than anything else. */
const SHORT_BYTES = 64;

/** Bytes of a binary string; whoever gets them may keep and change them. A plain array of bytes, never a `Buffer`: its `slice` and `toString` do something else, so that a module would come to another result by the length of a value. */
export function fromBinary(text: string): Bytes {
  if (text.length > SHORT_BYTES) return plain(Buffer.from(text, 'latin1'));
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** The same memory as an array of bytes that is nothing else. */
function plain({ buffer, byteOffset, length }: Buffer): Bytes {
  return new Uint8Array(buffer, byteOffset, length);
}
