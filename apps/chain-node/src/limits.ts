export const CHAIN_NODE = {
  /** Bodies of single requests; a batch of transactions may be larger. */
  bodyBytesMax: 2 * 1024 * 1024 + 1024,
  batchBytesMax: 16 * 1024 * 1024,
  batchTransactionsMax: 20_000,
  /** A body of at most this that nobody wants is read and forgotten; for a longer one the connection ends. */
  unreadBytesMax: 1024 * 1024,
  /** What a batch that comes when there is no room is told. */
  busyRetrySeconds: 1,
  signatureWorkersMax: 16,
  headersMsMax: 10_000,
  requestMsMax: 60_000,
  /** A connection without a request. Longer than clients keep theirs (the agent 30 s): whoever ends it while the other one asks something makes a call fail that was never heard. */
  idleMsMax: 90_000,
  connectionsMax: 1_024,
  waitMsDefault: 10_000,
  waitMsMax: 60_000,
  blocksPageDefault: 20,
  blocksPageMax: 100,
  headersPageMax: 1_024,
  /** To say what a transaction spends: so many of those that made it are read, and so many blocks compared with what blocks themselves made. */
  makersMax: 32,
  blocksComparedMax: 512,
  /** A node that prunes keeps at least so many blocks. */
  keepBlocksMin: 1_000,
  eventStreamsMax: 64,
  /** What a reader of the event stream may be behind before it is cut off. */
  eventBytesMax: 4 * 1024 * 1024,
  peersMax: 1_024,
} as const;
