import { moduleLock } from '@bystack/chain-core/protocol/module-lock';
import type { Lock, Output } from '@bystack/chain-core/protocol/transaction';
import { getOutputs } from './holdings';

const KEY = 'ab'.repeat(32);
const bytes = (byte: number) => new Uint8Array(32).fill(byte);
const output = (lock: Lock): Output => ({ assetId: bytes(1), value: { kind: 'amount', amount: 7n }, lock });

it('says of what lay with a module that its owner spends it alone', async () => {
  const locks: Lock[] = [moduleLock('fee', { lock: 'account', owner: bytes(0xab), data: {} }), { kind: 'keys', threshold: 2, keys: [bytes(0x11), bytes(0xab)], notBeforeMs: 5 }];
  const items = locks.map((lock, index) => ({ txId: bytes(9), index, output: output(lock) }));
  const node = { holdings: { outputs: () => Promise.resolve({ height: 3, items }) } };
  const { body } = await getOutputs({ node, path: [KEY, KEY], query: new URLSearchParams() } as never);
  const place = { txId: '09'.repeat(32), amount: '7' };
  expect(body).toEqual({
    height: 3,
    outputs: [{ ...place, index: 0, threshold: 1, keys: [KEY] }, { ...place, index: 1, threshold: 2, keys: ['11'.repeat(32), KEY], notBeforeMs: 5 }],
  });
});
