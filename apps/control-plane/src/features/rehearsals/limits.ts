export const REHEARSAL_LIMITS = {
  /** Remembered of one chain. */
  keptPerChain: 20,
  /** Nodes that may fail it one after the other. */
  triesMax: 3,
  lookEveryMs: 500,
  /** A node that says nothing for so long is given up. */
  silentMsMax: 20_000,
  timeoutMs: 10_000,
  /** Those that nobody follows any more, for we were started again. */
  sweepEveryMs: 5_000,
} as const;
