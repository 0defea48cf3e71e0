export const GOVERNANCE_LIMITS = {
  noteCharactersMax: 1_000,
  /** Single changes in one proposal; the chain takes no more. */
  changesMax: 32,
  /** Of how many open proposals the arithmetic is asked for in one list. */
  outlooksMax: 16,
  /** How long a node may take to sign. */
  signTimeoutMs: 5_000,
} as const;
