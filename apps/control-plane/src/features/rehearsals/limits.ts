export const REHEARSAL_LIMITS = {
  /** Remembered of one chain. */
  keptPerChain: 20,
  /** That run at once; one more is refused. */
  runningPerChain: 4,
  /** Nodes that may fail it one after the other. */
  triesMax: 3,
  lookEveryMs: 500,
  /** A node that says nothing for so long is given up. */
  silentMsMax: 20_000,
  /** While every node tries another one out, a rehearsal waits for its turn until it was asked for so long ago. */
  busyMsMax: 600_000,
  timeoutMs: 10_000,
  /** Those that nobody follows any more, for we were started again. */
  sweepEveryMs: 5_000,
} as const;
