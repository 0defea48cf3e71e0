import type { ChainLimits } from '../protocol/genesis';

/**
 * What nodes say to each other. `number` is on the wire and never reused. `rank`: what goes first when a peer is slow (0 is first); within
 * a rank the order is kept. `whenFull`: a queue that overflows drops its oldest message (`drop`: it will be said again or fetched), or
 * the peer is let go (`close`: it asked and does not take the answer).
 */
export interface MessageRow {
  readonly number: number;
  readonly rank: 0 | 1 | 2;
  readonly whenFull: 'drop' | 'close';
  /** Largest payload accepted, in bytes. */
  bytesMax(limits: ChainLimits): number;
}

const KIB = 1024;

export const MESSAGES = {
  /** wireVersionMin u16, wireVersionMax u16, and since version 3 which process speaks, 8 bytes. First message of both sides. */
  hello: { number: 1, rank: 0, whenFull: 'close', bytesMax: () => 64 },
  ping: { number: 2, rank: 0, whenFull: 'drop', bytesMax: () => 8 },
  pong: { number: 3, rank: 0, whenFull: 'drop', bytesMax: () => 8 },
  /** "Another process with your key is connected here, and alive: I do not talk to you." reason u8: 1. Wire version 3. */
  refused: { number: 4, rank: 0, whenFull: 'drop', bytesMax: () => 1 },
  // 10, 11 and 12 were the next three without an epoch (wire version 1).
  /** epoch u32, then a message of the consensus engine; opaque here. */
  consensus: { number: 13, rank: 0, whenFull: 'drop', bytesMax: (limits) => 2 * limits.blockBytesMax + 256 * KIB },
  /** Asked by a validator that begins to vote in an epoch: "which of my votes in it have you seen?" epoch u32. */
  askVotes: { number: 14, rank: 0, whenFull: 'drop', bytesMax: () => 4 },
  /** The answer: epoch u32, then what is opaque here, the engine's. */
  seenVotes: { number: 15, rank: 0, whenFull: 'close', bytesMax: () => 256 * KIB },
  /** epoch u32, then what nodes say to each other about starting again (node/recovery/recovery-messages.ts). Wire version 3. */
  recovery: { number: 16, rank: 0, whenFull: 'drop', bytesMax: (limits) => 2 * limits.blockBytesMax + 256 * KIB },
  /** (length u32, transaction)* */
  transactions: { number: 20, rank: 2, whenFull: 'drop', bytesMax: (limits) => limits.transactionBytesMax + 1024 * KIB },
  /** "I have final blocks up to this height": u64. A hint for whom to ask, never believed. */
  finalHeight: { number: 30, rank: 1, whenFull: 'drop', bytesMax: () => 8 },
  /** "I no longer have blocks below this height", said before finalHeight by a node that prunes: u64. */
  keptFrom: { number: 33, rank: 1, whenFull: 'drop', bytesMax: () => 8 },
  /** request u32, from height u64. */
  getBlocks: { number: 31, rank: 1, whenFull: 'drop', bytesMax: () => 12 },
  /** request u32, then what sync/ encodes. Empty: "I do not have these". */
  blocks: { number: 32, rank: 1, whenFull: 'close', bytesMax: (limits) => 2 * limits.blockBytesMax + 4096 * KIB },
  // 34 to 39 are of wire version 3; the answers are empty after the request's number when there is nothing to give.
  /** "Which state could you give me?" request u32. */
  askSnapshot: { number: 34, rank: 1, whenFull: 'drop', bytesMax: () => 4 },
  /** request u32, height u64, block id 32. */
  snapshotOffer: { number: 35, rank: 1, whenFull: 'drop', bytesMax: () => 44 },
  /** request u32, height u64, from epoch u32. */
  getSnapshotHead: { number: 36, rank: 1, whenFull: 'drop', bytesMax: () => 16 },
  /** request u32, then what sync/ encodes. */
  snapshotHead: { number: 37, rank: 1, whenFull: 'close', bytesMax: (limits) => 4 * limits.blockBytesMax + 4096 * KIB },
  /** request u32, height u64, from key hash 32, until key hash 32. */
  getStateRange: { number: 38, rank: 1, whenFull: 'drop', bytesMax: () => 76 },
  /** request u32, then what state/ encodes. */
  stateRange: { number: 39, rank: 2, whenFull: 'close', bytesMax: () => 2560 * KIB },
  /** A message of the proof-of-work engine; opaque here. */
  work: { number: 40, rank: 0, whenFull: 'drop', bytesMax: (limits) => limits.blockBytesMax + 256 * KIB },
  // On chains of proof of work 30 and 33 to 39 are of wire version 4, as are these.
  /** "Which headers do you have from this height on?" request u32, from height u64. */
  getHeaders: { number: 41, rank: 1, whenFull: 'drop', bytesMax: () => 12 },
  /** request u32, then consecutive headers, oldest first; none: "none". */
  headersOfWork: { number: 42, rank: 1, whenFull: 'close', bytesMax: () => 512 * KIB },
} as const satisfies Record<string, MessageRow>;

export type MessageKind = keyof typeof MESSAGES;

const KIND_OF_NUMBER = new Map<number, MessageKind>(Object.entries(MESSAGES).map(([kind, row]) => [row.number, kind as MessageKind]));

export function kindOfNumber(number: number): MessageKind | undefined {
  return KIND_OF_NUMBER.get(number);
}
