import { type Code, i32, local, moduleOf, x4 } from './code';
import { INITIAL_STATE } from './sha256';
import { range, rounds } from './sha256-rounds';

/** Where the hashes go in memory; pairs lie below, from 0 on. */
export const HASHES_AT = 32 * 1024;
export const PAIR_BYTES = 64;
const MESSAGE_BITS = (2 + PAIR_BYTES) * 8;
const LANES = [0, 1, 2, 3];

// Parameters, then locals of four lanes each: sixteen words of the message, eight of the state, the state before the second block, and one to work with.
const [PREFIX, AT, END] = [0, 1, 2];
const WORD = 3;
const STATE = WORD + 16;
const BEFORE = STATE + 8;
const SCRATCH = BEFORE + 8;

/**
 * SHA-256 of two bytes and a pair of hashes, four at a time: the code of a WebAssembly function. The first two bytes are the low half of PREFIX;
 * pairs lie from AT to END, and the hash of the one at n goes to HASHES_AT + n / 2.
 * @returns bytes of the module: hash(prefix, at, end) -> end
 */
export function pairsModule(): Uint8Array<ArrayBuffer> {
  const body = [
    firstBlock(),
    secondBlock(),
    range(8).map(storeWord),
    local.get(AT), i32.of(LANES.length * PAIR_BYTES), i32.add, local.tee(AT), local.get(END), i32.lessThan, 0x0d, 0,
  ];
  return moduleOf({ name: 'hash', parameters: 3, lanes: 16 + 8 + 8 + 1, code: [0x03, 0x40, body, 0x0b, local.get(END)] });
}

/** The two bytes and all of the pair but its last two. */
function firstBlock(): Code {
  return [
    loadWord(0), x4.right(16), local.get(PREFIX), x4.splat, x4.left(16), x4.or, local.set(WORD),
    range(15).map((i) => [loadWord(4 * i + 2), local.set(WORD + 1 + i)]),
    range(8).map((i) => [x4.of(INITIAL_STATE[i]!), local.set(STATE + i)]),
    rounds(WORD, STATE),
    range(8).map((i) => [local.get(STATE + i), x4.of(INITIAL_STATE[i]!), x4.add, local.tee(STATE + i), local.set(BEFORE + i)]),
  ];
}

function secondBlock(): Code {
  const padding = [...range(14).map(() => 0), MESSAGE_BITS];
  return [
    // Its first word: the last two bytes of the pair, and the bit that ends every message.
    loadWord(PAIR_BYTES - 4), x4.left(16), x4.of(0x8000), x4.or, local.set(WORD),
    padding.map((word, i) => [x4.of(word), local.set(WORD + 1 + i)]),
    rounds(WORD, STATE),
    range(8).map((i) => [local.get(STATE + i), local.get(BEFORE + i), x4.add, local.set(STATE + i)]),
  ];
}

const SWAP = range(16).map((i) => 4 * Math.floor(i / 4) + 3 - (i % 4));

/** Four bytes of each of four pairs as numbers. */
function loadWord(offset: number): Code {
  const lanes = LANES.map((lane) => [local.get(AT), i32.load(lane * PAIR_BYTES + offset), ...(lane === 0 ? x4.splat : x4.replaceLane(lane))]);
  return [lanes, local.tee(SCRATCH), local.get(SCRATCH), x4.shuffle(SWAP)];
}

function storeWord(i: number): Code {
  const swapped = [local.get(STATE + i), local.get(STATE + i), x4.shuffle(SWAP), local.set(STATE + i)];
  const stores = LANES.map((lane) => [local.get(AT), i32.of(1), i32.shiftRight, local.get(STATE + i), x4.extractLane(lane), i32.store(HASHES_AT + (lane * PAIR_BYTES) / 2 + 4 * i)]);
  return [swapped, stores];
}
