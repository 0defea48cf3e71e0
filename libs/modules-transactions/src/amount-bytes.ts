import type { Bytes } from '@bystack/chain-core/module';

/** An amount as it lies in a store: eight bytes. Fees keep accounts so, and quotas what is left of them. */
export function amountBytes(amount: bigint): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, amount);
  return bytes;
}

export function amountOf(bytes: Bytes): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0);
}
