import type { OutPoint } from '@bystack/chain-core/protocol/transaction';

export const LARGE_STATE_AMOUNT = 1_000_000n;

/** Where coin `number` of a large state is: as if a transaction of this id had made it. */
export function coinOf(number: number): OutPoint {
  const txId = Buffer.alloc(32, 0xc0);
  txId.writeUInt32BE(number);
  return { txId, index: 0 };
}

/** `count` different numbers below `limit`, spread over all of them, the same every time. */
export function someOf(count: number, limit: number): number[] {
  // A stride that shares no factor with the limit visits every number once.
  let stride = Math.floor(limit * 0.618);
  while (commonFactor(stride, limit) !== 1) stride += 1;
  return Array.from({ length: Math.min(count, limit) }, (_, i) => Number((BigInt(i) * BigInt(stride)) % BigInt(limit)));
}

function commonFactor(a: number, b: number): number {
  return b === 0 ? a : commonFactor(b, a % b);
}
