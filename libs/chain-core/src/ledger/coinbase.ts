import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import type { Hash, PublicKey } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { encodeOutput } from '../protocol/codec';
import { allocationOutputs, nativeOutput, rewardAt } from '../protocol/coinbase';
import type { CoinbaseParameters } from '../protocol/genesis';
import { coinbaseId, ZERO_HASH } from '../protocol/ids';
import type { OutputEffect } from '../protocol/result';
import type { Output, TransactionBody } from '../protocol/transaction';
import type { KeyValueSource } from '../state/key-value-source';
import type { Overlay } from '../state/overlay';
import { KERNEL, immatureAtKey, immatureKey, outputKey } from './kernel-stores';

/** The block that gives a reward. */
export interface Rewarded {
  readonly chainId: Hash;
  readonly height: number;
  readonly parentId: Hash;
  readonly minerKey: PublicKey;
}

/** Makes the outputs that exist from the beginning. They may be spent at once. */
export function allocate(state: Overlay, coinbase: CoinbaseParameters, chainId: Hash): readonly OutputEffect[] {
  return create(state, coinbaseId(chainId, 0, ZERO_HASH), allocationOutputs(coinbase, chainId));
}

/** Makes the block's reward, which is immature. @returns what the block did to outputs: nothing when there is no reward (any more). */
export function payReward(state: Overlay, coinbase: CoinbaseParameters, { chainId, height, parentId, minerKey }: Rewarded): readonly OutputEffect[] {
  const reward = rewardAt(coinbase, height);
  if (reward === 0n) return [];
  const txId = coinbaseId(chainId, height, parentId);
  const matureAtHeight = height + coinbase.maturityBlocks;
  state.put(immatureKey(txId), new Writer(8).u53(matureAtHeight).finish());
  state.put(immatureAtKey(matureAtHeight), txId);
  return create(state, txId, [nativeOutput(chainId, reward, minerKey)]);
}

/** At the beginning of a block: the reward that may be spent from this height on is like any output from now on. */
export function mature(state: Overlay, height: number): void {
  const txId = state.get(immatureAtKey(height));
  if (txId === undefined) return;
  state.delete(immatureAtKey(height));
  state.delete(immatureKey(txId));
}

/** Refuses COINBASE_IMMATURE {input, matureAtHeight} for the first input that spends a reward too early. */
export function checkMaturity(state: KeyValueSource, { inputs }: TransactionBody): void {
  inputs.forEach((input, index) => {
    const value = input.kind === 'spend' ? state.get(immatureKey(input.outPoint.txId)) : undefined;
    if (value !== undefined) refuse('COINBASE_IMMATURE', { input: index, matureAtHeight: new Reader(value).u53('matureAtHeight') });
  });
}

function create(state: Overlay, txId: Hash, created: readonly Output[]): readonly OutputEffect[] {
  created.forEach((output, index) => state.put(outputKey({ txId, index }), encodeOutput(output)));
  return created.length === 0 ? [] : [{ module: KERNEL, spent: [], created }];
}
