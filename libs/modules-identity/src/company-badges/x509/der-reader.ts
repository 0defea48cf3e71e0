import { refuse, type Bytes } from '@bystack/chain-core/module';

/** Tags that certificates use. All are of the short form. */
export const TAG = {
  boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, null: 0x05, oid: 0x06, enumerated: 0x0a, utf8: 0x0c, printable: 0x13, teletex: 0x14, ia5: 0x16, bmp: 0x1e,
  utcTime: 0x17, generalizedTime: 0x18, sequence: 0x30, set: 0x31,
} as const;
/** [n], holding other elements / holding bytes. */
export const constructed = (n: number): number => 0xa0 | n;
export const primitive = (n: number): number => 0x80 | n;

/** Refuses bytes that are no certificate (or list) as DER writes it. */
export function malformed(at: string, reason: string): never {
  return refuse('CERTIFICATE_MALFORMED', { at, reason });
}

/**
 * Reads DER (X.690) and nothing that only resembles it: lengths in their shortest form, whole numbers without padding, one spelling of everything. Each
 * step takes one element of an expected tag, so depth and order are those of the grammar that the caller knows; nothing here recurses.
 */
export class DerReader {
  private at = 0;

  constructor(private readonly bytes: Bytes, private readonly where: string) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  get nextTag(): number | undefined {
    return this.bytes[this.at];
  }

  /** The contents of the next element. */
  value(tag: number, field: string): Bytes {
    return this.element(tag, field).value;
  }

  /** The next element as it stands, with tag and length. */
  whole(tag: number, field: string): Bytes {
    return this.element(tag, field).whole;
  }

  inside(tag: number, field: string): DerReader {
    return new DerReader(this.value(tag, field), field);
  }

  /** Undefined when the next element is another one. */
  optional(tag: number, field: string): DerReader | undefined {
    return this.nextTag === tag ? this.inside(tag, field) : undefined;
  }

  /** Whatever comes next. */
  any(field: string): { readonly tag: number; readonly value: Bytes; readonly whole: Bytes } {
    const tag = this.nextTag ?? malformed(field, 'bytes end too early');
    if ((tag & 0x1f) === 0x1f || tag === 0) malformed(field, 'a tag that certificates do not have');
    return { tag, ...this.element(tag, field) };
  }

  /** A whole number's bytes, as two's complement in the shortest form. */
  integer(field: string): Bytes {
    return shortest(this.value(TAG.integer, field), field);
  }

  smallNumber(field: string): number {
    const bytes = this.integer(field);
    if (bytes.length > 3 || bytes[0]! >= 0x80) malformed(field, 'a number out of range');
    return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  }

  boolean(field: string): boolean {
    const bytes = this.value(TAG.boolean, field);
    if (bytes.length !== 1 || (bytes[0] !== 0 && bytes[0] !== 0xff)) malformed(field, 'true and false have one spelling each');
    return bytes[0] === 0xff;
  }

  /** A bit string of whole bytes: a key or a signature. */
  bitBytes(field: string): Bytes {
    const bytes = this.value(TAG.bitString, field);
    if (bytes.length === 0 || bytes[0] !== 0) malformed(field, 'not a string of whole bytes');
    return bytes.subarray(1);
  }

  /** A list of flags: bit 0 first. DER leaves out zeros at the end. */
  flags(field: string): number {
    const bytes = this.value(TAG.bitString, field);
    const [unused = 8, ...rest] = bytes;
    const last = rest.at(-1);
    if (unused > 7 || rest.length > 2 || (last === undefined ? unused !== 0 : (last & ((1 << (unused + 1)) - 1)) !== 1 << unused)) malformed(field, 'flags are not in their shortest form');
    return rest.reduce((sum, byte, i) => sum | (reversed(byte) << (8 * i)), 0);
  }

  oid(field: string): string {
    return readOid(this.value(TAG.oid, field), field);
  }

  end(): void {
    if (!this.isAtEnd) malformed(this.where, 'bytes after the end');
  }

  private element(tag: number, field: string): { readonly value: Bytes; readonly whole: Bytes } {
    const start = this.at;
    if (this.bytes[start] === undefined) malformed(field, 'bytes end too early');
    if (this.bytes[start] !== tag) malformed(field, 'another element is here');
    const { length, size } = readLength(this.bytes, start + 1, field);
    const from = start + 1 + size;
    if (from + length > this.bytes.length) malformed(field, 'bytes end too early');
    this.at = from + length;
    return { value: this.bytes.subarray(from, this.at), whole: this.bytes.subarray(start, this.at) };
  }
}

/** Definite lengths up to 16 MiB, in as few bytes as they take. */
function readLength(bytes: Bytes, at: number, field: string): { readonly length: number; readonly size: number } {
  const first = bytes[at] ?? malformed(field, 'bytes end too early');
  if (first < 0x80) return { length: first, size: 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 3) malformed(field, 'a length of a form that DER does not have');
  if (at + count >= bytes.length) malformed(field, 'bytes end too early');
  const length = bytes.subarray(at + 1, at + 1 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  if (length < 0x80 || length < 256 ** (count - 1)) malformed(field, 'a length that is not in its shortest form');
  return { length, size: 1 + count };
}

function shortest(bytes: Bytes, field: string): Bytes {
  const [first, second] = bytes;
  if (first === undefined) malformed(field, 'a number without digits');
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) malformed(field, 'a number that is not in its shortest form');
  return bytes;
}

/** Dotted numbers; arcs below 2^28. */
function readOid(bytes: Bytes, field: string): string {
  const arcs: number[] = [];
  let arc = 0;
  let isFresh = true;
  for (const byte of bytes) {
    if ((isFresh && byte === 0x80) || arc >= 1 << 21) malformed(field, 'an object identifier of a form that is not read');
    arc = arc * 128 + (byte & 0x7f);
    isFresh = byte < 0x80;
    if (!isFresh) continue;
    arcs.push(arc);
    arc = 0;
  }
  if (!isFresh || arcs.length === 0 || arcs.length > 32) malformed(field, 'an object identifier that does not end');
  const [head, ...rest] = arcs as [number, ...number[]];
  const top = Math.min(2, Math.floor(head / 40));
  return [top, head - top * 40, ...rest].join('.');
}

function reversed(byte: number): number {
  let bits = 0;
  for (let i = 0; i < 8; i += 1) bits |= ((byte >> i) & 1) << (7 - i);
  return bits;
}
