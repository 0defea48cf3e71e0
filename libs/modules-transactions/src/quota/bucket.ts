/** A rate: how many at once (`burst`), and how many come back a minute. 0 a minute means: no limit. */
export interface Rate {
  readonly perMinute: number;
  readonly burst: number;
}
/** What is left, in parts of a transaction: one transaction is 60,000 parts, so that one part comes back per millisecond and rate. */
export interface Bucket {
  readonly parts: number;
  readonly atMs: number;
}
const PARTS = 60_000;

/** Exact in whole numbers: the elapsed time is cut off where the bucket is full anyway, before it is multiplied. */
function filled(bucket: Bucket | undefined, { perMinute, burst }: Rate, nowMs: number): number {
  const full = burst * PARTS;
  if (bucket === undefined) return full;
  const elapsed = Math.max(0, nowMs - bucket.atMs);
  const enough = Math.ceil((full - Math.min(bucket.parts, full)) / perMinute);
  return elapsed >= enough ? full : bucket.parts + elapsed * perMinute;
}

/** How many transactions there is room for at once. */
export function left(bucket: Bucket | undefined, rate: Rate, nowMs: number): number {
  return rate.perMinute === 0 ? rate.burst : Math.floor(filled(bucket, rate, nowMs) / PARTS);
}

/** @returns the bucket after one transaction, or after how many milliseconds there is room for it. */
export function take(bucket: Bucket | undefined, rate: Rate, nowMs: number): { readonly after: Bucket } | { readonly retryAfterMs: number } {
  const parts = filled(bucket, rate, nowMs);
  if (parts < PARTS) return { retryAfterMs: Math.ceil((PARTS - parts) / rate.perMinute) };
  return { after: { parts: parts - PARTS, atMs: Math.max(nowMs, bucket?.atMs ?? 0) } };
}
