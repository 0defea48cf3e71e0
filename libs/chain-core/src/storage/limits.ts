const MIB = 1024 * 1024;

export const STORAGE = {
  /** Format of everything under data/. Older ones are upgraded when they are opened; a node refuses a newer one rather than guess. */
  formatVersion: 2,
  /** A vote log segment beyond this is replaced by a fresh one that holds only what still matters. */
  voteLogSegmentBytesMax: 8 * MIB,
  /** One frame of the vote log: the records of one step and the blocks they speak of. */
  voteLogFrameBytesMax: 64 * MIB,
  levelCacheBytes: 4 * MIB,
  levelWriteBufferBytes: 4 * MIB,
  /** The state's entries that stay in memory, as they take memory there; above it come about 20 bytes for every entry that exists. */
  stateCacheBytes: 32 * MIB,
  /** Pages of keys of ordered stores that stay in memory, each up to some ten KiB; and as many that changed may wait to be written. */
  stateKeyPagesMax: 1_024,
  /** Pages of the state are written in pieces of this size; a larger page is a piece of its own. */
  stateWriteBytes: 1 * MIB,
  /** A file of pages is full at this size. */
  stateSegmentBytesMax: 64 * MIB,
  /** So many changed buckets wait in memory to be written. */
  stateDirtyBucketsMax: 8_192,
  /** Written in one turn of the event loop, a few milliseconds' worth; and turns that a checkpoint takes for it before it writes what is left at once. */
  statePagesAtOnce: 256,
  checkpointTurnsMax: 128,
  /** After so many changes of entries (or one for every so many buckets, if that is more) or bytes a new directory of the pages is written. */
  checkpointChangesMin: 16_384,
  checkpointBucketsPerChange: 32,
  checkpointBytesMax: 64 * MIB,
} as const;
