/**
 * What any chain accepts at most, whatever its genesis says (which may only be stricter). Enforced while decoding: a shape that is
 * decoded is within them. Bytes, counts and milliseconds as the names say.
 */
export const LIMITS = {
  inputsMax: 256,
  /** Of these. */
  openInputsMax: 16,
  outputsMax: 256,
  callsMax: 64,
  signaturesMax: 64,
  lockKeysMax: 64,
  lockDataBytesMax: 1024,
  commitmentBytesMax: 4096,
  assetDefinitionBytesMax: 4096,
  /** Names of modules, commands and events. */
  nameBytesMax: 64,
  payloadBytesMax: 512 * 1024,
  transactionBytesMax: 1024 * 1024,
  blockBytesMax: 16 * 1024 * 1024,
  blockTransactionsMax: 20_000,
  /** Window of a transaction that spends no output: its id is remembered for that long. */
  replayWindowMsMax: 120_000,
  /** Window of a transaction that spends an output. */
  spendWindowMsMax: 24 * 60 * 60 * 1000,
  refusalCodeBytesMax: 64,
  refusalFactsBytesMax: 1024,
  eventsMax: 1024,
  eventBytesMax: 64 * 1024,
  effectsMax: 256,
  storeKeyBytesMax: 128,
  storeValueBytesMax: 1024 * 1024,
  committeeSeatsMax: 1024,
  genesisBytesMax: 8 * 1024 * 1024,
  receiptBytesMax: 16 * 1024 * 1024,
  receiptHeadersMax: 1024,
  receiptHandOversMax: 4096,
  /** Headers in evidence of work. */
  workHeadersMax: 4_096,
  /** Under so many blocks a block is final on a chain of proof of work, however little work they took; at most half of `workHeadersMax`. */
  burialBlocksMax: 2_048,
  /** Bodies of `finalDepth` blocks, on a chain of proof of work. */
  unfinalBytesMax: 48 * 1024 * 1024,
  /** A block there that has twice as many open ones under it: `burialBlocksMax` such blocks are no more than twice `unfinalBytesMax`. */
  crowdedBlockBytesMax: 48 * 1024,
} as const;

/** Within which a chain may choose how its validators decide. */
export const GOVERNANCE = {
  /** People and nodes need a moment to vote. */
  expiryMsMin: 60 * 1000,
  expiryMsMax: 366 * 24 * 60 * 60 * 1000,
  delayBlocksMax: 1_000_000,
} as const;

/** Of the blocks of a chain that is founded now. What else this software runs: protocol-versions.ts. */
export const PROTOCOL_VERSION = 1;
/** A header has fifteen bits for it. */
export const PROTOCOL_VERSION_MAX = 0x7fff;
