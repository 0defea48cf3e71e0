import { concatBytes, utf8, type Bytes } from '@bystack/chain-core/module';
import { constructed, TAG } from '../x509/der-reader';

/** DER for tests, right or wrong: nothing is checked here. */
export function element(tag: number, ...parts: readonly Bytes[]): Bytes {
  const contents = concatBytes(...parts);
  const { length } = contents;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : length < 0x10000 ? [0x82, length >> 8, length & 255] : [0x83, length >> 16, (length >> 8) & 255, length & 255];
  return concatBytes(Uint8Array.of(tag, ...size), contents);
}
export const sequence = (...parts: readonly Bytes[]): Bytes => element(TAG.sequence, ...parts);
export const tagged = (n: number, ...parts: readonly Bytes[]): Bytes => element(constructed(n), ...parts);
export const octets = (...parts: readonly Bytes[]): Bytes => element(TAG.octetString, ...parts);
export const bits = (bytes: Bytes): Bytes => element(TAG.bitString, Uint8Array.of(0), bytes);
export const boolean = (value: boolean): Bytes => element(TAG.boolean, Uint8Array.of(value ? 0xff : 0));
export const text = (value: string, tag: number = TAG.utf8): Bytes => element(tag, utf8(value));
/** Of bytes without leading zeros. */
export const integer = (bytes: Bytes): Bytes => element(TAG.integer, bytes[0]! >= 0x80 ? concatBytes(Uint8Array.of(0), bytes) : bytes);

export function oid(dotted: string): Bytes {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]];
  const arcs = [first * 40 + second, ...rest].map((arc) => {
    const digits = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    return Uint8Array.from(digits);
  });
  return element(TAG.oid, ...arcs);
}

export function time(ms: number): Bytes {
  const digits = new Date(ms).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
  return digits < '2050' ? text(`${digits.slice(2)}Z`, TAG.utcTime) : text(`${digits}Z`, TAG.generalizedTime);
}
