/** What one node holds in waiting; a process setting, since no rule of the chain depends on it. */
export interface MempoolLimits {
  readonly transactionsMax: number;
  readonly bytesMax: number;
  /** Transactions that one signer may have waiting, so that nobody fills the pool alone. */
  readonly perSignerMax: number;
  /** What somebody who finds no room is told. */
  readonly retryAfterSeconds: number;
}

export const MEMPOOL_LIMITS: MempoolLimits = {
  transactionsMax: 20_000,
  bytesMax: 64 * 1024 * 1024,
  perSignerMax: 15_000,
  retryAfterSeconds: 1,
};
