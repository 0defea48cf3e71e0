export const STORAGE = {
  /** Format of everything under data/. A node refuses another one rather than guess. */
  formatVersion: 1,
  /** A vote log segment beyond this is replaced by a fresh one that holds only what still matters. */
  voteLogSegmentBytesMax: 8 * 1024 * 1024,
  /** One frame of the vote log: the records of one step and the blocks they speak of. */
  voteLogFrameBytesMax: 64 * 1024 * 1024,
  levelCacheBytes: 4 * 1024 * 1024,
  levelWriteBufferBytes: 4 * 1024 * 1024,
} as const;
