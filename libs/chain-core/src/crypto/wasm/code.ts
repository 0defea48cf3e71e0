/** Bytes of a WebAssembly function body, put together by code: small pieces that return instructions, made into one list in the end. Locals are numbers. */
export type Code = readonly (number | Code)[];

export const local = {
  get: (index: number): Code => [0x20, ...unsigned(index)],
  set: (index: number): Code => [0x21, ...unsigned(index)],
  tee: (index: number): Code => [0x22, ...unsigned(index)],
};
export const i32 = {
  of: (value: number): Code => [0x41, signed(value | 0)],
  add: [0x6a], and: [0x71], ctz: [0x68], lessThan: [0x49], shiftRight: [0x76],
  /** Of any alignment. */
  load: (offset: number): Code => [0x28, 0, ...unsigned(offset)],
  store: (offset: number): Code => [0x36, 0, ...unsigned(offset)],
};
const simd = (opcode: number): Code => [0xfd, unsigned(opcode)];
/** Four numbers of 32 bits at a time. */
export const x4 = {
  of: (...lanes: readonly number[]): Code => [simd(0x0c), [0, 1, 2, 3].map((i) => littleEndian(lanes[i] ?? lanes[0]!))],
  splat: simd(0x11), add: simd(0xae), and: simd(0x4e), or: simd(0x50), xor: simd(0x51), select: simd(0x52), anyTrue: simd(0x53), lessOrEqual: simd(0x3e), bitmask: simd(0xa4),
  replaceLane: (lane: number): Code => [simd(0x1c), lane],
  extractLane: (lane: number): Code => [simd(0x1b), lane],
  /** Of the two on the stack. @param bytes which of their 32 bytes */
  shuffle: (bytes: readonly number[]): Code => [simd(0x0d), ...bytes],
  /** Shifts of what is on the stack. */
  left: (bits: number): Code => [i32.of(bits), simd(0xab)],
  right: (bits: number): Code => [i32.of(bits), simd(0xad)],
};

export interface FunctionOf {
  readonly name: string;
  /** i32 parameters; then locals of four lanes. It returns an i32. */
  readonly parameters: number;
  readonly lanes: number;
  readonly code: Code;
}

/** A module with one page of memory and one function, both exported. */
export function moduleOf({ name, parameters, lanes, code }: FunctionOf): Uint8Array<ArrayBuffer> {
  const body = flat([1, unsigned(lanes), 0x7b, code, 0x0b]);
  const section = (id: number, content: Code): Code => [id, unsigned(flat(content).length), content];
  const text = (value: string): Code => [value.length, ...Buffer.from(value, 'latin1')];
  return Uint8Array.from(flat([
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, [1, 0x60, parameters, Array.from({ length: parameters }, () => 0x7f), 1, 0x7f]),
    section(3, [1, 0]),
    section(5, [1, 0, 1]),
    section(7, [2, text(name), 0, 0, text('memory'), 2, 0]),
    section(10, [1, unsigned(body.length), body]),
  ]));
}

function flat(code: Code, into: number[] = []): number[] {
  for (const part of code) {
    if (typeof part === 'number') into.push(part);
    else flat(part, into);
  }
  return into;
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  return (rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40) ? [low] : [low | 0x80, ...signed(rest)];
}

function littleEndian(value: number): Code {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255];
}
