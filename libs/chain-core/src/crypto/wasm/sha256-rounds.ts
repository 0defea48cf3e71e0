import { type Code, local, x4 } from './code';
import { ROUND_CONSTANTS } from './sha256';

/**
 * The 64 rounds of SHA-256 over four blocks at a time, written out. Instead of moving eight words each round, their names move: after 64 they are
 * where they began. Adding what the state was before is the caller's.
 * @param words first of sixteen locals that hold the message; they are used up @param state first of eight locals
 */
export function rounds(words: number, state: number): Code {
  return range(64).map((i) => {
    const [a, b, c, d, e, f, g, h] = range(8).map((k) => state + ((k - i + 64) % 8)) as [number, number, number, number, number, number, number, number];
    return [
      (i < 16 ? [] : expand(words, i)),
      // h + S1(e) + ch(e, f, g) + k + w; d takes it, and with S0(a) + maj(a, b, c) it is the next a.
      local.get(h), spread(e, 6, 11, 25), x4.add, local.get(f), local.get(g), local.get(e), x4.select, x4.add,
      x4.of(ROUND_CONSTANTS[i]!), x4.add, local.get(words + (i % 16)), x4.add, local.tee(h),
      local.get(d), x4.add, local.set(d),
      local.get(h), spread(a, 2, 13, 22), x4.add, local.get(c), local.get(b), local.get(a), local.get(b), x4.xor, x4.select, x4.add, local.set(h),
    ];
  });
}

/** The next word of the message takes the place of the one sixteen before. */
function expand(words: number, i: number): Code {
  const [old, next, far, late] = [i, i + 1, i + 9, i + 14].map((k) => words + (k % 16)) as [number, number, number, number];
  const mix = (word: number, one: number, two: number, shift: number): Code => [rotated(word, one), rotated(word, two), x4.xor, local.get(word), x4.right(shift), x4.xor];
  return [local.get(old), mix(next, 7, 18, 3), x4.add, local.get(far), x4.add, mix(late, 17, 19, 10), x4.add, local.set(old)];
}

function spread(word: number, ...bits: readonly [number, number, number]): Code {
  return [rotated(word, bits[0]), rotated(word, bits[1]), x4.xor, rotated(word, bits[2]), x4.xor];
}

function rotated(word: number, bits: number): Code {
  return [local.get(word), x4.right(bits), local.get(word), x4.left(32 - bits), x4.or];
}

export function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
