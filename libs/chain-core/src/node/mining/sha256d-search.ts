import { INITIAL_STATE, midstate, ROUND_CONSTANTS } from './sha256';
import { type Code, i32, local, moduleOf, x4 } from './wasm-code';

// Where the job lies in memory: the midstate, the last four words of the preimage but the low half of the nonce, the highest word of the target.
const MIDSTATE = 0;
const TAIL = 32;
const TARGET = 48;

// Parameters, then locals of four lanes each: sixteen words of the message, eight of the state.
const [NONCE, END] = [0, 1];
const WORD = 2;
const STATE = WORD + 16;
const LOCALS = 16 + 8 + 1;
const SCRATCH = STATE + 8;

/**
 * SHA-256 twice over 80 bytes, four nonces at a time: the code of a WebAssembly function, written out round by round. It tries nonces (their low
 * 32 bits) from NONCE on until one gives a first word that does not exceed the target's, or END is reached.
 * @returns bytes of the module: search(nonce, end) -> the nonce, or end
 */
export function sha256dModule(): Uint8Array<ArrayBuffer> {
  const body = [
    ...firstHash(),
    ...secondHash(),
    // The hash's first word against the target's.
    ...local.get(STATE), ...x4.of(INITIAL_STATE[0]!), ...x4.add, ...i32.of(0), ...i32.load(TARGET), ...x4.splat, ...x4.lessOrEqual, ...local.tee(SCRATCH), ...x4.anyTrue,
    0x04, 0x40, ...local.get(NONCE), ...local.get(SCRATCH), ...x4.bitmask, ...i32.ctz, ...i32.add, 0x0f, 0x0b,
    ...local.get(NONCE), ...i32.of(4), ...i32.add, ...local.tee(NONCE), ...local.get(END), ...i32.lessThan, 0x0d, 0,
  ];
  return moduleOf({ name: 'search', parameters: 2, lanes: LOCALS, code: [0x03, 0x40, ...body, 0x0b, ...local.get(END)] });
}

function firstHash(): Code {
  const padding = [0x80000000, ...Array.from({ length: 10 }, () => 0), 80 * 8];
  return [
    ...[0, 1, 2].flatMap((i) => [...i32.of(0), ...i32.load(TAIL + 4 * i), ...x4.splat, ...local.set(WORD + i)]),
    ...local.get(NONCE), ...x4.splat, ...x4.of(0, 1, 2, 3), ...x4.add, ...local.set(WORD + 3),
    ...padding.flatMap((word, i) => [...x4.of(word), ...local.set(WORD + 4 + i)]),
    ...range(8).flatMap((i) => [...loadMidstate(i), ...local.set(STATE + i)]),
    ...rounds(),
  ];
}

/** Over the 32 bytes of the first: after 64 rounds the state's words are where they began. */
function secondHash(): Code {
  const padding = [0x80000000, 0, 0, 0, 0, 0, 0, 32 * 8];
  return [
    ...range(8).flatMap((i) => [...local.get(STATE + i), ...loadMidstate(i), ...x4.add, ...local.set(WORD + i)]),
    ...padding.flatMap((word, i) => [...x4.of(word), ...local.set(WORD + 8 + i)]),
    ...range(8).flatMap((i) => [...x4.of(INITIAL_STATE[i]!), ...local.set(STATE + i)]),
    ...rounds(),
  ];
}

/** Instead of moving eight words each round, their names move. */
function rounds(): Code {
  return range(64).flatMap((i) => {
    const [a, b, c, d, e, f, g, h] = range(8).map((k) => STATE + ((k - i + 64) % 8)) as [number, number, number, number, number, number, number, number];
    return [
      ...(i < 16 ? [] : expand(i)),
      // h + S1(e) + ch(e, f, g) + k + w; d takes it, and with S0(a) + maj(a, b, c) it is the next a.
      ...local.get(h), ...spread(e, 6, 11, 25), ...x4.add, ...local.get(f), ...local.get(g), ...local.get(e), ...x4.select, ...x4.add,
      ...x4.of(ROUND_CONSTANTS[i]!), ...x4.add, ...local.get(WORD + (i % 16)), ...x4.add, ...local.tee(h),
      ...local.get(d), ...x4.add, ...local.set(d),
      ...local.get(h), ...spread(a, 2, 13, 22), ...x4.add, ...local.get(c), ...local.get(b), ...local.get(a), ...local.get(b), ...x4.xor, ...x4.select, ...x4.add, ...local.set(h),
    ];
  });
}

/** The next word of the message takes the place of the one sixteen before. */
function expand(i: number): Code {
  const [old, next, far, late] = [i, i + 1, i + 9, i + 14].map((k) => WORD + (k % 16)) as [number, number, number, number];
  const mix = (word: number, one: number, two: number, shift: number): Code => [...rotated(word, one), ...rotated(word, two), ...x4.xor, ...local.get(word), ...x4.right(shift), ...x4.xor];
  return [...local.get(old), ...mix(next, 7, 18, 3), ...x4.add, ...local.get(far), ...x4.add, ...mix(late, 17, 19, 10), ...x4.add, ...local.set(old)];
}

function spread(word: number, ...bits: readonly [number, number, number]): Code {
  return [...rotated(word, bits[0]), ...rotated(word, bits[1]), ...x4.xor, ...rotated(word, bits[2]), ...x4.xor];
}

function rotated(word: number, bits: number): Code {
  return [...local.get(word), ...x4.right(bits), ...local.get(word), ...x4.left(32 - bits), ...x4.or];
}

function loadMidstate(i: number): Code {
  return [...i32.of(0), ...i32.load(MIDSTATE + 4 * i), ...x4.splat];
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

/** What the function needs in its memory for a preimage (80 bytes, its last eight the nonce) and a target: 13 words. */
export function sha256dJob(preimage: Uint8Array, nonceHigh: number, target: bigint): Uint32Array<ArrayBuffer> {
  const view = new DataView(preimage.buffer, preimage.byteOffset, preimage.length);
  return Uint32Array.from([...midstate(preimage.subarray(0, 64)), view.getUint32(64), view.getUint32(68), nonceHigh, 0, Number(target >> 224n)]);
}
