/** How long and how often the client tries. */
export const CLIENT_LIMITS = {
  requestTimeoutMs: 60_000,
  /** Attempts after the first one; every attempt of one call carries the same idempotency key. */
  retriesMax: 3,
  retryFirstMs: 200,
  retryMostMs: 5_000,
  operationPollFirstMs: 100,
  operationPollMostMs: 1_000,
  operationTimeoutMs: 120_000,
} as const;
