const MIB = 1024 * 1024;

export const HOLDINGS = {
  /** Of the folder; another one is made anew. */
  formatVersion: 2,
  levelCacheBytes: 1 * MIB,
  levelWriteBufferBytes: 2 * MIB,
  /** Blocks that one question waits for; if more are missing, they are gone through while whoever asked is told to come back. */
  blocksAtOnce: 2_000,
  pageMax: 500,
  /** Steps of a block, and entries that are written, between two pauses: a few milliseconds each. */
  stepsAtOnce: 256,
  entriesAtOnce: 2_048,
} as const;
