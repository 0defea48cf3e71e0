import { refuse, type Bytes, type ErrorDefinition, type ReadView, type WriteBatch } from '@bystack/chain-core/module';
import { take, type Bucket, type Rate } from './bucket';

/** What all versions of the quota keep: the same buckets, spent from in the same way. */
export const BUCKETS = { number: 1, holds: "'m' + public key, or 'others' -> parts left (8 bytes), block time in ms (8 bytes)" } as const;

export const QUOTA_ERRORS: Readonly<Record<string, ErrorDefinition>> = {
  QUOTA_EXCEEDED: { status: 429, words: { en: 'Too many transactions; there is room again in {retryAfterMs} ms.', zh: '交易过多；{retryAfterMs} 毫秒后可再次提交。' } },
};

/** Whoever spends one transaction of a quota. */
export interface Spender {
  /** Of the bucket. */
  readonly id: Bytes;
  readonly rate: Rate;
}
export interface Spent {
  readonly id: Bytes;
  readonly after: Bucket;
}

/** Refuses QUOTA_EXCEEDED {retryAfterMs} with the longest wait. */
export function spendOne(state: ReadView, timeMs: number, spenders: readonly Spender[]): readonly Spent[] {
  let retryAfterMs = 0;
  const spent: Spent[] = [];
  for (const { id, rate } of spenders) {
    const taken = take(readBucket(state, id), rate, timeMs);
    if ('after' in taken) spent.push({ id, after: taken.after });
    else retryAfterMs = Math.max(retryAfterMs, taken.retryAfterMs);
  }
  return retryAfterMs === 0 ? spent : refuse('QUOTA_EXCEEDED', { retryAfterMs });
}

export function writeSpent(state: WriteBatch, spent: readonly Spent[]): void {
  for (const { id, after } of spent) state.put('buckets', id, bucketBytes(after));
}

export function readBucket(state: ReadView, id: Bytes): Bucket | undefined {
  const bytes = state.get('buckets', id);
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { parts: Number(view.getBigUint64(0)), atMs: Number(view.getBigUint64(8)) };
}

function bucketBytes({ parts, atMs }: Bucket): Bytes {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(parts));
  view.setBigUint64(8, BigInt(atMs));
  return bytes;
}
