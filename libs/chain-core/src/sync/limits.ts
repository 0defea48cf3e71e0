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
  /** How long a peer that stalled or had nothing new is not asked again. */
  passOverMs: 5_000,
  /** A validator this far behind what a peer claims does not wait for consensus to bring the blocks. */
  validatorGapBlocks: 8,
  /** ... and when it is less far behind, it gives consensus this long. */
  validatorPatienceMs: 1_000,
} as const;

/** Taking a whole state from peers; see snapshot.md. */
export const SNAPSHOT = {
  /** States are offered of the first blocks whose time lies in another span of so many milliseconds than their parent's: the same ones everywhere. */
  spanMs: 10_000,
  /** An offered state is younger than this, if there is any younger; nobody is kept waiting for a new one before. */
  freshMs: 10 * 60_000,
  /** A state that nobody has asked for in this time is let go, whoever asked before; and in any case after the second. */
  idleMs: 10 * 60_000,
  heldMsMax: 2 * 60 * 60_000,
  /** States held at once: each costs some 20 bytes of memory an entry, and keeps blocks and pages from being removed. */
  heldMax: 2,
  /** A node that prunes takes the state when it is this far behind, or by more blocks than it keeps if that is more. */
  gapBlocksMin: 1_024,
  /** The key hashes are divided into 2^this parts, which are fetched side by side. */
  partBits: 6,
  /** Entries of one answer, unless a single one is longer. */
  rangeBytesMax: 512 * 1024,
  /** Hand-overs of one answer; a longer one is an answer of its own. And of all answers: as many as a receipt may carry. */
  handOversBytesMax: 1024 * 1024,
  handOversMax: 4_096,
  /** Requests to one peer that are under way at once. */
  requestsPerPeer: 2,
  /** Peers are asked for offers this often. An offer is taken once all have answered, or after the first time; one that continues what is here already is waited for longer. */
  askMs: 1_000,
  chooseMs: 2_000,
  continueMs: 15_000,
  /** On a chain of proof of work a node that could go by blocks waits so long for an offer, and then goes by blocks for so long. */
  offerMsMax: 20_000,
  byBlocksMs: 60_000,
  /** A peer that has not answered by then is dropped. */
  answerMsMax: 8_000,
  /** Headers of proof of work in one answer: a few milliseconds of checking. */
  headersMax: 1_024,
  /** Every peer is asked for its newest headers this often while a state is being fetched. */
  headersMs: 5_000,
  /** By then what was told counts, whoever has not told yet; and a peer has told all, but for so much longer as its new headers took to come, at this pace. */
  headersSettleMs: 16_000,
  headerMsMax: 2,
  /** On chains of proof of work a state is offered every so many blocks, as times go, so that nodes which call blocks final a moment apart hold the same one. */
  workSpanBlocks: 8,
} as const;
