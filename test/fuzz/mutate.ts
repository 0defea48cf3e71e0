import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { concatBytes } from '@bystack/chain-core/primitives/bytes';
import type { Random } from '@bystack/chain-core/testing/sim/random';

type Mutation = (bytes: Bytes, random: Random, other: Bytes) => Bytes;

const MUTANT_BYTES_MAX = 1024 * 1024;
const ORDINARY_BYTES_MAX = 64 * 1024;
const CHANGES_MAX = 4;
const WIDTHS = [1, 2, 4, 8] as const;
const TELLING_BYTES = [0, 1, 2, 0x1f, 0x20, 0x40, 0x7f, 0x80, 0xc0, 0xff];

/** One to four changes of what a decoder reads: of bits, numbers, lengths together with what they count, order, nesting and size. */
export function mutate(bytes: Bytes, random: Random, other: Bytes): Bytes {
  let changed = bytes;
  for (let left = random.between(1, CHANGES_MAX); left > 0; left -= 1) changed = random.pick(MUTATIONS)(changed, random, other).subarray(0, ORDINARY_BYTES_MAX);
  return random.chance(5) ? inflate(changed, random) : changed;
}

const MUTATIONS: readonly Mutation[] = [flipBit, flipBit, setByte, setNumber, setNumber, truncate, insert, remove, repeat, splice, swap, resizeField, resizeField, nest];

function flipBit(bytes: Bytes, random: Random): Bytes {
  if (bytes.length === 0) return bytes;
  const changed = Uint8Array.from(bytes);
  changed[random.below(bytes.length)]! ^= 1 << random.below(8);
  return changed;
}

function setByte(bytes: Bytes, random: Random): Bytes {
  return bytes.length === 0 ? bytes : Uint8Array.from(bytes).with(random.below(bytes.length), random.pick(TELLING_BYTES));
}

/** Writes a number of some width somewhere: those at the edges of what can be, and of what is left behind it. */
function setNumber(bytes: Bytes, random: Random): Bytes {
  const width = random.pick(WIDTHS);
  if (bytes.length < width) return bytes;
  const at = random.below(bytes.length - width + 1);
  const left = BigInt(bytes.length - at - width);
  const telling = [0n, 1n, left, left - 1n, left + 1n, 0x7fn, 0x7fffn, 0x7fffffffn, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n, -1n];
  return concatBytes(bytes.subarray(0, at), numberBytes(BigInt.asUintN(8 * width, random.pick(telling)), width), bytes.subarray(at + width));
}

function truncate(bytes: Bytes, random: Random): Bytes {
  return bytes.subarray(0, random.below(bytes.length + 1));
}

function insert(bytes: Bytes, random: Random): Bytes {
  const at = random.below(bytes.length + 1);
  const more = new Uint8Array(random.between(1, 40)).map(() => (random.chance(500) ? 0 : random.below(256)));
  return concatBytes(bytes.subarray(0, at), more, bytes.subarray(at));
}

function remove(bytes: Bytes, random: Random): Bytes {
  const [from, to] = range(bytes, random);
  return concatBytes(bytes.subarray(0, from), bytes.subarray(to));
}

/** An element again and again; what may count it, one byte or two before, is told. */
function repeat(bytes: Bytes, random: Random): Bytes {
  const [from, to] = range(bytes, random);
  const times = random.pick([1, 2, 3, 20]);
  const changed = concatBytes(bytes.subarray(0, to), ...Array.from({ length: times }, () => bytes.subarray(from, to)), bytes.subarray(to));
  const counts = random.pick([0, 1, 2]);
  if (counts > 0 && from >= counts) changed[from - 1]! += times;
  return changed;
}

function splice(bytes: Bytes, random: Random, other: Bytes): Bytes {
  const [from, to] = range(other, random);
  const at = random.below(bytes.length + 1);
  return concatBytes(bytes.subarray(0, at), other.subarray(from, to), bytes.subarray(random.chance(500) ? at : Math.min(bytes.length, at + to - from)));
}

function swap(bytes: Bytes, random: Random): Bytes {
  const [from, to] = range(bytes, random);
  const middle = random.between(from, to);
  return concatBytes(bytes.subarray(0, from), bytes.subarray(middle, to), bytes.subarray(from, middle), bytes.subarray(to));
}

/** Looks for a length that fits what follows it, and changes both. */
function resizeField(bytes: Bytes, random: Random, other: Bytes): Bytes {
  return replaceField(bytes, random, (content) => random.pick([new Uint8Array(0), content.subarray(1), concatBytes(content, Uint8Array.of(0)), concatBytes(content, content), new Uint8Array(255), new Uint8Array(4096), other]));
}

/** The whole as a field of itself, again and again. */
function nest(bytes: Bytes, random: Random): Bytes {
  let nested = bytes;
  for (let left = random.pick([1, 2, 40]); left > 0 && nested.length < ORDINARY_BYTES_MAX / 2; left -= 1) nested = replaceField(nested, random, () => nested);
  return nested;
}

function replaceField(bytes: Bytes, random: Random, replace: (content: Bytes) => Bytes): Bytes {
  for (let tries = 0; tries < 12; tries += 1) {
    const width = random.pick([1, 2, 4] as const);
    if (bytes.length <= width) continue;
    const at = random.below(bytes.length - width);
    const length = Number(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUIntBE(at, width));
    const start = at + width;
    if (length === 0 || start + length > bytes.length) continue;
    const content = replace(bytes.subarray(start, start + length)).subarray(0, 2 ** Math.min(16, 8 * width) - 1);
    return concatBytes(bytes.subarray(0, at), numberBytes(BigInt(content.length), width), content, bytes.subarray(start + length));
  }
  return bytes;
}

/** Some of it so often that it is large. */
function inflate(bytes: Bytes, random: Random): Bytes {
  const [from, to] = range(bytes, random);
  const part = from === to ? new Uint8Array(1) : bytes.subarray(from, Math.min(to, from + random.pick([1, 4, 64, 4096])));
  const large = new Uint8Array(random.between(MUTANT_BYTES_MAX / 8, MUTANT_BYTES_MAX - bytes.length));
  for (let at = 0; at < large.length; at += part.length) large.set(part.subarray(0, large.length - at), at);
  return concatBytes(bytes.subarray(0, from), large, bytes.subarray(to));
}

function range(bytes: Bytes, random: Random): readonly [from: number, to: number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + random.pick([1, 2, 4, 8, 32, 33, 64, 96, bytes.length]))];
}

function numberBytes(value: bigint, width: number): Bytes {
  const out = new Uint8Array(width);
  for (let i = width - 1, left = value; i >= 0; i -= 1, left >>= 8n) out[i] = Number(left & 0xffn);
  return out;
}
