export const RECOVERY_LIMITS = {
  /** How often what comes next is asked of the nodes of chains that start again. */
  driveEveryMs: 2_000,
  askTimeoutMs: 10_000,
  pastShown: 20,
} as const;
