/** What SHA-256 is made of: the fractional parts of roots of primes, computed here rather than copied. */
const PRIMES: readonly number[] = Array.from({ length: 312 }, (_, n) => n).filter((n) => n > 1 && Array.from({ length: Math.floor(Math.sqrt(n)) }, (_, d) => d + 1).every((d) => d === 1 || n % d !== 0));

/** 32 bits after the point of the k-th root, in whole numbers. */
function rootBits(prime: number, k: 2 | 3): number {
  const scaled = BigInt(prime) << BigInt(32 * k);
  let [low, high] = [0n, 1n << 40n];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** BigInt(k) <= scaled) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

export const ROUND_CONSTANTS: readonly number[] = PRIMES.slice(0, 64).map((prime) => rootBits(prime, 3));
export const INITIAL_STATE: readonly number[] = PRIMES.slice(0, 8).map((prime) => rootBits(prime, 2));

/** The state after one block of 64 bytes: what a search hashes once. */
export function midstate(block: Uint8Array): readonly number[] {
  const view = new DataView(block.buffer, block.byteOffset, 64);
  const w = Array.from({ length: 16 }, (_, i) => view.getUint32(4 * i));
  for (let i = 16; i < 64; i += 1) {
    const [a, b] = [w[i - 15]!, w[i - 2]!];
    w.push((w[i - 16]! + (rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)) + w[i - 7]! + (rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10))) | 0);
  }
  let state = [...INITIAL_STATE];
  for (let i = 0; i < 64; i += 1) state = round(state, ROUND_CONSTANTS[i]! + w[i]!);
  return state.map((word, i) => (word + INITIAL_STATE[i]!) >>> 0);
}

function round([a, b, c, d, e, f, g, h]: readonly number[], input: number): number[] {
  const first = h! + (rotate(e!, 6) ^ rotate(e!, 11) ^ rotate(e!, 25)) + ((e! & f!) ^ (~e! & g!)) + input;
  const second = (rotate(a!, 2) ^ rotate(a!, 13) ^ rotate(a!, 22)) + ((a! & b!) ^ (a! & c!) ^ (b! & c!));
  return [(first + second) | 0, a!, b!, c!, (d! + first) | 0, e!, f!, g!];
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}
