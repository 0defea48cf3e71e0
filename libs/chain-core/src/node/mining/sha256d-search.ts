import { type Code, i32, local, moduleOf, x4 } from '../../crypto/wasm/code';
import { INITIAL_STATE, midstate } from '../../crypto/wasm/sha256';
import { range, rounds } from '../../crypto/wasm/sha256-rounds';

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
    firstHash(),
    secondHash(),
    // The hash's first word against the target's.
    local.get(STATE), x4.of(INITIAL_STATE[0]!), x4.add, i32.of(0), i32.load(TARGET), x4.splat, x4.lessOrEqual, local.tee(SCRATCH), x4.anyTrue,
    0x04, 0x40, local.get(NONCE), local.get(SCRATCH), x4.bitmask, i32.ctz, i32.add, 0x0f, 0x0b,
    local.get(NONCE), i32.of(4), i32.add, local.tee(NONCE), local.get(END), i32.lessThan, 0x0d, 0,
  ];
  return moduleOf({ name: 'search', parameters: 2, lanes: LOCALS, code: [0x03, 0x40, body, 0x0b, local.get(END)] });
}

function firstHash(): Code {
  const padding = [0x80000000, ...Array.from({ length: 10 }, () => 0), 80 * 8];
  return [
    [0, 1, 2].map((i) => [i32.of(0), i32.load(TAIL + 4 * i), x4.splat, local.set(WORD + i)]),
    local.get(NONCE), x4.splat, x4.of(0, 1, 2, 3), x4.add, local.set(WORD + 3),
    padding.map((word, i) => [x4.of(word), local.set(WORD + 4 + i)]),
    range(8).map((i) => [loadMidstate(i), local.set(STATE + i)]),
    rounds(WORD, STATE),
  ];
}

/** Over the 32 bytes of the first: after 64 rounds the state's words are where they began. */
function secondHash(): Code {
  const padding = [0x80000000, 0, 0, 0, 0, 0, 0, 32 * 8];
  return [
    range(8).map((i) => [local.get(STATE + i), loadMidstate(i), x4.add, local.set(WORD + i)]),
    padding.map((word, i) => [x4.of(word), local.set(WORD + 8 + i)]),
    range(8).map((i) => [x4.of(INITIAL_STATE[i]!), local.set(STATE + i)]),
    rounds(WORD, STATE),
  ];
}

function loadMidstate(i: number): Code {
  return [i32.of(0), i32.load(MIDSTATE + 4 * i), x4.splat];
}

/** What the function needs in its memory for a preimage (80 bytes, its last eight the nonce) and a target: 13 words. */
export function sha256dJob(preimage: Uint8Array, nonceHigh: number, target: bigint): Uint32Array<ArrayBuffer> {
  const view = new DataView(preimage.buffer, preimage.byteOffset, preimage.length);
  return Uint32Array.from([...midstate(preimage.subarray(0, 64)), view.getUint32(64), view.getUint32(68), nonceHigh, 0, Number(target >> 224n)]);
}
