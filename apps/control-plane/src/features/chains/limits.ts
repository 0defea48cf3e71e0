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
} as const;
