import { LIMITS } from '../protocol/limits';

const chunkBytesMax = 8 * 1024 * 1024;

export const EXPORT = {
  /** A chunk that has reached one of these is closed. */
  chunkBytesMax,
  chunkBlocksMax: 4_096,
  /** Of what a running node hands out at once, and one more entry. */
  pageBytesMax: 1024 * 1024,
  /** Beyond it nothing is a chunk: a full one and one more entry. */
  chunkFileBytesMax: chunkBytesMax + 2 * LIMITS.blockBytesMax,
  manifestBytesMax: 64 * 1024 * 1024,
  chunksMax: 500_000,
  certificateBytesMax: 256 * 1024,
  closingMax: 4_096,
} as const;
