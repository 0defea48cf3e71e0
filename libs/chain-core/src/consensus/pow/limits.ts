/** Bounds on what one engine keeps, reads and sends. Milliseconds, bytes and counts as the names say. */
export const POW_LIMITS = {
  /** Entries above the final block: what a node that catches up knows ahead of its head, and what spammers can make it hold. */
  entriesMax: 50_000,
  /** Headers in one message. */
  headersMax: 512,
  /** Own final blocks that are weighed in one go against a branch which leaves them. */
  rivalBlocksMax: 2_048,
  /** Ids in one `want-headers`. */
  locatorMax: 64,
  /** Bodies asked for at a time: so many, and so many bytes if all were as large as may be. */
  bodiesMax: 32,
  bodyBytesMax: 32 * 1024 * 1024,
  /** A peer that has sent no body for so long is passed over for the next one; one that sends others meanwhile, after the longer time. */
  fetchMs: 2_000,
  fetchMsMax: 8_000,
  /** Before a body is given up it is asked for so often, of the same peer again if there is no other: once may be lost. */
  fetchesMin: 3,
  /** One peer in turn is asked for its headers this often, should an offer have been lost. */
  askMs: 5_000,
  /** What one peer may provoke within a second: answers, and questions about what it sent. What is above is left. */
  answersMax: 256,
  /** A node this far behind the best headers it knows neither mines nor tells of its head. */
  catchingUpBlocks: 3,
  /** Nothing is called final before a node has listened for so long, and so often again while peers are still telling. */
  settleMs: 2_000,
  settleRoundsMax: 150,
  /** ... and while it has met nobody. */
  settleRoundsAlone: 6,
  /** Blocks that become final in one step, so that thousands of easy ones, buried at once under a hard one's work, keep nobody waiting. */
  finalsMax: 64,
  /** Ids of final blocks that are remembered for locators. */
  finalIdsMax: 4_096,
  /** Peers remembered as having offered an entry. */
  offersMax: 8,
  /** A new template for waiting transactions, or for a fresh time, at most and at least this often. */
  templateMsMin: 250,
  templateMsMax: 10_000,
  /** Jobs whose late result still counts. */
  jobsMax: 8,
} as const;
