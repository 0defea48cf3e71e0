export const LIGHT = {
  /** Final headers a client remembers, to notice one that contradicts them. */
  headersMax: 4_096,
  /** How far ahead of the client's clock a block may be. */
  clockSkewMsMax: 10_000,
  /** Final headers of a chain of proof of work that a client remembers, one at each height. */
  workHeadersMax: 65_536,
  /** Headers above the newest final one, of branches that are not the best. */
  workBranchesMax: 8_192,
} as const;
