import fc from 'fast-check';
import { toHex } from '../primitives/bytes';
import { decodeOutput } from '../protocol/codec';
import { supplyAt } from '../protocol/coinbase';
import { coinbaseId, nativeAssetId, ZERO_HASH } from '../protocol/ids';
import type { OutPoint } from '../protocol/transaction';
import { keyOf } from '../testing/keys';
import { LedgerChain, lockOf, outputOf, spend } from '../testing/ledger-chain';
import { TEST_POW } from '../testing/test-genesis';
import { IMMATURE, IMMATURE_AT, OUTPUTS } from './kernel-stores';

const coinbase = { reward: '50', halvingBlocks: 4, maturityBlocks: 3, allocations: [{ publicKey: toHex(keyOf('ann').publicKey), amount: '7' }] };
const minedChain = (parameters: object = {}) => new LedgerChain([], { pow: { coinbase: { ...coinbase, ...parameters } } });
const native = (chain: LedgerChain) => nativeAssetId(chain.executor.chainId);
/** What the block that comes next will pay. */
const nextReward = (chain: LedgerChain): OutPoint => ({ txId: coinbaseId(chain.executor.chainId, chain.head.header.height + 1, chain.head.id), index: 0 });
const pay = (chain: LedgerChain, from: OutPoint, amount: bigint, signer: string) =>
  chain.sign({ inputs: [spend(from)], outputs: [outputOf(native(chain), amount, lockOf('bob'))] }, signer);

/** All of the chain's own asset that lies in the state. */
function supply(chain: LedgerChain): bigint {
  const outputs = chain.head.state.range({ from: OUTPUTS, to: `${OUTPUTS}\uffff`, limit: 1e6 }).map(([, value]) => decodeOutput(value));
  return outputs.reduce((sum, { assetId, value }) => sum + (toHex(assetId) === toHex(native(chain)) && value.kind === 'amount' ? value.amount : 0n), 0n);
}
const immature = (chain: LedgerChain, store: string) => chain.head.state.range({ from: store, to: `${store}\uffff`, limit: 100 }).length;

test('allocations exist from the beginning, are in the result of genesis, and can be spent at once', () => {
  const chain = minedChain();
  const allocation = { txId: coinbaseId(chain.executor.chainId, 0, ZERO_HASH), index: 0 };
  expect(supply(chain)).toBe(7n);
  expect(chain.advance([pay(chain, allocation, 7n, 'ann')])).toEqual(['accepted']);
});

test('a reward goes to the miner, and can be spent when it is mature and not before', () => {
  const chain = minedChain();
  const reward = nextReward(chain);
  const { execution } = chain.build([]);
  expect(execution.blockResult.effects).toEqual([{ module: 'kernel', spent: [], created: [outputOf(native(chain), 50n, lockOf('miner'))] }]);
  chain.advance([]); // height 1; mature at height 4
  for (const height of [2, 3]) {
    expect(chain.refusal(pay(chain, reward, 50n, 'miner'))).toBe('COINBASE_IMMATURE');
    expect(chain.advance([pay(chain, reward, 50n, 'miner')])).toEqual(['COINBASE_IMMATURE']);
    expect(chain.head.header.height).toBe(height);
  }
  expect(chain.build([pay(chain, reward, 50n, 'ann')]).leftOut[0]!.code).toBe('SIGNATURE_MISSING');
  expect(chain.advance([pay(chain, reward, 50n, 'miner')])).toEqual(['accepted']);
  expect(chain.advance([pay(chain, reward, 50n, 'miner')])).toEqual(['INPUT_MISSING']);
});

test('a block that pays another amount, or to another, breaks the rules', () => {
  const chain = minedChain();
  const honest = chain.build([]);
  const rich = new LedgerChain([], { pow: { coinbase: { ...coinbase, reward: '51' } } });
  expect(() => chain.executor.execute(chain.head, { ...honest.block, header: { ...honest.block.header, stateRoot: rich.build([]).block.header.stateRoot } })).toThrow('WRONG_ROOT');
  const forAnother = { ...honest.block, header: { ...honest.block.header, work: { ...honest.block.header.work!, minerKey: keyOf('thief').publicKey } } };
  expect(() => chain.executor.execute(chain.head, forAnother)).toThrow('WRONG_ROOT');
  const { work: _, ...header } = honest.block.header;
  expect(() => chain.executor.execute(chain.head, { ...honest.block, header })).toThrow('WRONG_ENGINE');
  expect(() => chain.executor.execute(chain.head, { ...honest.block, header: { ...honest.block.header, view: 2 } })).toThrow('WRONG_PROPOSER');
});

test('without a reward a block makes nothing', () => {
  const chain = minedChain({ reward: '0', allocations: [] });
  expect(chain.build([]).execution.blockResult.effects).toEqual([]);
  for (let i = 0; i < 5; i += 1) chain.advance([]);
  expect([supply(chain), immature(chain, IMMATURE)]).toEqual([0n, 0]);
});

test('supply is what the schedule says at every block, whatever is paid to whom, and memory of the immature stays small', () => {
  fc.assert(fc.property(fc.array(fc.nat(3), { minLength: 12, maxLength: 20 }), (choices) => {
    const chain = minedChain();
    const rewards: OutPoint[] = [];
    for (const choice of choices) {
      const height = chain.head.header.height + 1;
      const mature = rewards[height - coinbase.maturityBlocks - 1];
      const amount = 50n >> BigInt(Math.floor((height - coinbase.maturityBlocks - 1) / 4));
      rewards.push(nextReward(chain));
      chain.advance(choice === 0 || mature === undefined ? [] : [pay(chain, mature, amount + (choice === 1 ? 1n : 0n), 'miner')]);
      expect(supply(chain)).toBe(supplyAt({ ...TEST_POW.coinbase, ...coinbase }, height));
      expect(immature(chain, IMMATURE)).toBeLessThanOrEqual(coinbase.maturityBlocks);
      expect(immature(chain, IMMATURE_AT)).toBeLessThanOrEqual(coinbase.maturityBlocks);
    }
  }), { numRuns: 20 });
});
