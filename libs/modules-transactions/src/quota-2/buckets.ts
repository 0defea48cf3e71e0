import type { Bytes, ReadView, WriteBatch } from '@bystack/chain-core/module';
import type { Bucket } from '../quota/bucket';

export function readBucket(state: ReadView, id: Bytes): Bucket | undefined {
  const bytes = state.get('buckets', id);
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { parts: Number(view.getBigUint64(0)), atMs: Number(view.getBigUint64(8)) };
}

export function writeBucket(state: WriteBatch, id: Bytes, { parts, atMs }: Bucket): void {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(parts));
  view.setBigUint64(8, BigInt(atMs));
  state.put('buckets', id, bytes);
}
