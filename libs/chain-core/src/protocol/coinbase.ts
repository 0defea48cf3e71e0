import type { PublicKey } from '../primitives/bytes';
import { fromHex } from '../primitives/bytes';
import type { CoinbaseParameters } from './genesis';
import { nativeAssetId, ZERO_HASH } from './ids';
import type { Hash } from '../primitives/bytes';
import type { Output } from './transaction';

/** What the miner of a block gets. Genesis has no miner. */
export function rewardAt({ reward, halvingBlocks }: CoinbaseParameters, height: number): bigint {
  if (height === 0) return 0n;
  const halvings = halvingBlocks === 0 ? 0 : Math.floor((height - 1) / halvingBlocks);
  return BigInt(reward) >> BigInt(Math.min(halvings, 64));
}

/** All that exists of the chain's own asset after a block: allocations and rewards so far. */
export function supplyAt(coinbase: CoinbaseParameters, height: number): bigint {
  let supply = coinbase.allocations.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const step = coinbase.halvingBlocks === 0 ? height : coinbase.halvingBlocks;
  for (let from = 1; from <= height && rewardAt(coinbase, from) > 0n; from += step) {
    supply += rewardAt(coinbase, from) * BigInt(Math.min(step, height - from + 1));
  }
  return supply;
}

/** Outputs that exist from the beginning. */
export function allocationOutputs({ allocations }: CoinbaseParameters, chainId: Hash): readonly Output[] {
  return allocations.map(({ publicKey, amount }) => nativeOutput(chainId, BigInt(amount), fromHex(publicKey, 32)!));
}

/** Asked for with every reward, and nearly always of the same chain. */
let lastNative = { chainId: ZERO_HASH, assetId: nativeAssetId(ZERO_HASH) };

function nativeOf(chainId: Hash): Hash {
  if (lastNative.chainId !== chainId) lastNative = { chainId, assetId: nativeAssetId(chainId) };
  return lastNative.assetId;
}

export function nativeOutput(chainId: Hash, amount: bigint, owner: PublicKey): Output {
  return { assetId: nativeOf(chainId), value: { kind: 'amount', amount }, lock: { kind: 'keys', threshold: 1, keys: [owner] } };
}
