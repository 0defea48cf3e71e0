export const GOVERNANCE_LIMITS = {
  noteCharactersMax: 1_000,
  /** Single changes in one proposal; the chain takes no more. */
  changesMax: 32,
  /** Of how many proposals that wait the arithmetic, or what they do, is asked for in one list. */
  outlooksMax: 16,
  /** What lies beside proposals is read for a list up to this size; in a list no more than this of it stands in a change. */
  contentBytesMax: 256 * 1024,
  listedBytesMax: 8 * 1024,
  /** For one list so many are read; what was read before is there. */
  contentsReadMax: 16,
  /** Of it so much is remembered. */
  contentsKept: 64,
  /** How long a node may take to hand out what lies beside a proposal, and to say what a warning is about: proposals are shown without. */
  contentTimeoutMs: 5_000,
  warningTimeoutMs: 2_000,
  /** And how long whoever waits for proposals waits for warnings: those that come later stand in the next answer. */
  warningWaitMs: 1_500,
  /** By so many of the newest blocks is told about when a later one comes. */
  paceBlocks: 20,
  /** How long a proposal that no node knows is asked for, in case none has its block yet; and how often. */
  catchUp: { withinMs: 2_000, everyMs: 200 },
  /** How long a node may take to tell what one that was asked first is behind with. */
  freshTimeoutMs: 2_000,
  /** How long whoever decides waits for nodes to say that they have a new module: they do by themselves. */
  able: { withinMs: 6_000, everyMs: 200 },
  /** Pages of what is over that are looked through for one proposal: more than a chain remembers. */
  decidedPagesMax: 8,
  /** How long a node may take to sign. */
  signTimeoutMs: 5_000,
} as const;
