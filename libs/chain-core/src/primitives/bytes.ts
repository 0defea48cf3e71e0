/** Raw bytes. Never mutated after they were handed to somebody else. */
export type Bytes = Uint8Array;
/** 32 bytes: a SHA-256 digest. */
export type Hash = Uint8Array;
/** 32 bytes: an Ed25519 public key (libsodium's acceptance rule). */
export type PublicKey = Uint8Array;
/** 64 bytes: an Ed25519 signature. */
export type Signature = Uint8Array;

export const EMPTY: Bytes = new Uint8Array(0);

export function toHex(bytes: Bytes): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** @returns the bytes, or undefined unless `text` is lower-case hexadecimal of even length (and of `length` bytes, if given). */
export function fromHex(text: string, length?: number): Bytes | undefined {
  if (text.length % 2 !== 0 || (length !== undefined && text.length !== length * 2)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) {
    const [high, low] = [digitOf(text.charCodeAt(2 * i)), digitOf(text.charCodeAt(2 * i + 1))];
    if (high < 0 || low < 0) return undefined;
    bytes[i] = high * 16 + low;
  }
  return bytes;
}

/** @returns below zero for what is no digit. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}

export function equalBytes(a: Bytes, b: Bytes): boolean {
  // Most that differ differ in the first byte: that is seen at once.
  return a.length === b.length && a[0] === b[0] && Buffer.compare(a, b) === 0;
}

/** Unsigned lexicographic order. */
export function compareBytes(a: Bytes, b: Bytes): number {
  return Buffer.compare(a, b);
}

export function concatBytes(...parts: readonly Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const encoder = new TextEncoder();
/** From this length on the encoder is faster than a buffer and its copy. */
const LONG_TEXT = 256;

/** Up to this length, and plain, they are written by hand: V8 keeps such arrays in its own heap. */
const SHORT_TEXT = 64;

export function utf8(text: string): Bytes {
  if (text.length >= LONG_TEXT) return encoder.encode(text);
  return (text.length <= SHORT_TEXT ? plainText(text) : undefined) ?? new Uint8Array(Buffer.from(text, 'utf8'));
}

/** @returns undefined if some character takes more than a byte. */
function plainText(text: string): Bytes | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 127) return undefined;
    bytes[i] = code;
  }
  return bytes;
}
