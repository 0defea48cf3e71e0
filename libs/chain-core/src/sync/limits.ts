export const SYNC = {
  /** Blocks and bytes of one answer; a batch that must grow to reach a certified block may go beyond the bytes. */
  batchBlocksMax: 256,
  batchBytesMax: 2 * 1024 * 1024,
  /** Items of an answer that is read: more than one with every unfinal and closing block there can be. Empty items would take more memory than bytes. */
  batchItemsMax: 8_192,
  /** Batches that were fetched and are not applied yet, the one that is being applied among them. */
  batchesAheadMax: 2,
  /** A peer that has not answered by then is passed over. */
  answerMsMax: 3_000,
  /** How long a peer that stalled or had nothing is not asked again. */
  passOverMs: 5_000,
  /** A validator this far behind what a peer claims does not wait for consensus to bring the blocks. */
  validatorGapBlocks: 8,
  /** ... and when it is less far behind, it gives consensus this long. */
  validatorPatienceMs: 1_000,
} as const;
