import { toHex } from '@bystack/chain-core/primitives/bytes';
import { TestWork } from '@bystack/chain-core/testing/test-work';
import { followWork } from './follow-work';

const chain = new TestWork().extend(25);
const trust = { genesis: chain.genesis, chainId: toHex(chain.chainId) };
const nowMs = () => chain.blocks.at(-1)!.header.timeMs;
const answers = (from: TestWork, page: number) => async (height: number) => ({ headers: from.headers(height, Math.min(height + page - 1, from.blocks.length)), finalHeight: 0 });

test('all that a node has is followed, page by page, to a checkpoint', async () => {
  const heights: number[] = [];
  const client = await followWork(trust, answers(chain, 10), { nowMs, onProgress: (height) => heights.push(height) });
  expect(heights).toEqual([10, 20, 25]);
  expect(client.best.totalWork).toBe(chain.workOf());
});

test('where the branch is replaced while it is followed, it goes back to where the two part', async () => {
  const rival = chain.upTo(22).extend(8, { miner: 'another' });
  const before = answers(chain, 10);
  const after = answers(rival, 10);
  const asked: number[] = [];
  const client = await followWork(trust, async (height) => (asked.push(height), asked.length <= 3 ? before(height) : after(height)), { nowMs: () => rival.blocks.at(-1)!.header.timeMs });
  expect(asked).toEqual([1, 11, 21, 26, 25, 23, 31]);
  expect(client.best.totalWork).toBe(rival.workOf());
});

test('a node that gives the same again and again, or what does not hold, brings it to an end', async () => {
  const client = await followWork(trust, async () => ({ headers: chain.headers(1, 10), finalHeight: 0 }), { nowMs });
  expect(client.best.height).toBe(10);
  await expect(followWork(trust, answers(new TestWork({ leastWork: 15 }).extend(3), 10), { nowMs })).rejects.toThrow('RECEIPT_INVALID');
});
