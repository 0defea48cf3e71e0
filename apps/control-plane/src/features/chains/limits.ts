export const CHAIN_LIMITS = {
  nameCharactersMax: 64,
  validatorsMax: 100,
  /** Of one node; agents bring them inside what their host allows. */
  node: { memoryBytes: 1024 * 1024 * 1024, cpuShare: 2, pids: 128 },
  /** A pruned node keeps at least so many blocks. */
  keepBlocksMin: 1_000,
  /** How often running operations are looked at even if nothing is heard. */
  sweepEveryMs: 5_000,
  reconcileEveryMs: 10_000,
  blueprintsKept: 500,
  /** Chains that one organisation has judged at once before they are made, all but one of which wait; and when to come back where that is too many. */
  judgedMax: 16,
  judgedRetrySeconds: 5,
} as const;
