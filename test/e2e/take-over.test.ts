import { assetOf } from '@bystack/chain-core/testing/ledger-chain';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { MarketLoad } from './take-over/market-load';
import { MarketNodes } from './take-over/market-nodes';
import { MarketOrders } from './take-over/market-order';
import { replayBooks } from './take-over/replayed-books';

jest.setTimeout(600_000);
/** So many that carrying over where their stocks are takes several blocks. */
const ISSUERS = Array.from({ length: 150 }, (_, i) => `issuer ${i}`);
const PEOPLE = 8;
const BLOCKS_BETWEEN = 8;
const ACKNOWLEDGED_MIN = 200;

const nodes = new MarketNodes();
beforeAll(() => nodes.start());
afterAll(() => nodes.close());

/** Proposed by one seat, decided by three, for a height that leaves time. @returns that height */
async function decide(id: number, changes: readonly object[]): Promise<number> {
  const atHeight = (await nodes.height(0)) + BLOCKS_BETWEEN + 16;
  expect(await nodes.give(0, 'propose-change', { changes, atHeight })).toBe('accepted');
  await nodes.until('all nodes have the modules', () => nodes.ask<{ id: number; able?: number[] }[]>(0, 'kernel', 'changes'), (waiting) => waiting[0]?.able?.length === 4);
  for (const seat of [1, 2]) expect(await nodes.give(seat, 'approve-change', { change: id })).toBe('accepted');
  return atHeight;
}
const isMigrating = async (at: number): Promise<boolean> => (await nodes.ask<{ migrating: object | null }>(at, 'kernel', 'history')).migrating !== null;

test('a market takes another’s place with what it holds for all, and a module that waits for itself a counter’s, under load, while nodes are killed: nothing is lost, nothing is made', async () => {
  const orders = new MarketOrders(nodes.chain.chainId);
  const first = await nodes.market(0);
  const funded = await Promise.all(ISSUERS.map((issuer, i) => nodes.submit(orders.bring(first, 'fund', issuer), i % 4)));
  expect(funded.filter(({ outcome }) => outcome?.kind !== 'accepted')).toEqual([]);
  const load = new MarketLoad(nodes, ISSUERS, PEOPLE);

  const changes = [{ kind: 'swap-module', module: 'market', by: { name: 'bazaar', version: '1.0.0', parameters: {} }, takesOver: true }, { kind: 'swap-module', module: 'counter', by: { name: 'ponder', version: '1.0.0', parameters: { max: 1_000_000 } } }];
  const lastOfFirst = await decide(1, changes);
  expect(await isMigrating(0)).toBe(true);
  expect(await nodes.node(3).kill('SIGKILL')).toBe('SIGKILL'); // In the middle of what is carried over.
  await nodes.until('it goes on without the one', () => nodes.height(0), (height) => height > lastOfFirst - BLOCKS_BETWEEN);
  expect(await nodes.market(0)).toEqual(first);
  await nodes.node(3).start(); // Before the switch: it carries the rest over, too.
  await nodes.until('it is there again', () => nodes.height(3), (height) => height > lastOfFirst - BLOCKS_BETWEEN);
  await nodes.until('the switch is near', () => nodes.height(0), (height) => height >= lastOfFirst - 2);
  await nodes.node(2).kill('SIGKILL'); // About when the one market ends and the other begins.
  const second = await nodes.until('the bazaar is in force', () => nodes.market(0), ({ name }) => name === 'bazaar');
  expect(second).toEqual({ name: 'bazaar', space: 'bazaar~1' });
  await nodes.node(2).start();
  await nodes.node(4).start(); // Who joins now comes through all of it.

  // The way on, to a market again, which takes over what both made.
  const lastOfSecond = await decide(2, [{ kind: 'swap-module', module: 'bazaar', by: { name: 'market', version: '2.0.0', parameters: {} }, takesOver: true }]);
  await nodes.node(1).kill('SIGKILL');
  await nodes.until('the second switch', () => nodes.height(0), (height) => height > lastOfSecond);
  await nodes.node(1).start();
  expect(await nodes.market(0)).toEqual({ name: 'market', space: 'market~2' });
  await nodes.until('much was acknowledged', () => Promise.resolve(load.acknowledged.length), (count) => count > ACKNOWLEDGED_MIN);
  await load.stop();
  const before = await replayBooks(nodes.chain, nodes.node(0));
  expect(before.violations).toEqual([]);
  expect(load.acknowledged.filter((txId) => !before.accepted.has(txId))).toEqual([]);
  expect(new Set(before.books.shared.map(({ space }) => space))).toEqual(new Set(['market', 'bazaar~1', 'market~2']));

  // Everything that is held for all can be had, by the market that is there now.
  const third = await nodes.market(0);
  for (const { at } of before.books.shared.filter(({ shelf }) => shelf === 'till')) expect(await nodes.submit(orders.show(third, at), 0)).toMatchObject({ outcome: { kind: 'accepted' } });
  const draws = ISSUERS.map((issuer, i) => nodes.submit(orders.draw(third, issuer, before.books.sumOf(toHex(assetOf(issuer)))), i % 4));
  expect((await Promise.all(draws)).filter(({ outcome }) => outcome?.kind !== 'accepted')).toEqual([]);

  // And so it is on every node, on the one that came late, too.
  const height = Math.max(...(await Promise.all([0, 1, 2, 3].map((i) => nodes.height(i)))));
  for (const i of [0, 1, 2, 3, 4]) await nodes.until(`node ${i} has everything`, () => nodes.height(i), (has) => has >= height);
  const blocks = await Promise.all([0, 1, 2, 3, 4].map(async (i) => (await nodes.node(i).call('GET', `/blocks/${height}`)).json().blockId as string));
  expect([new Set(blocks).size, blocks[0]!.length]).toEqual([1, 64]);
  const after = await replayBooks(nodes.chain, nodes.node(4));
  expect([after.violations, after.books.shared]).toEqual([[], []]);
  expect(after.accepted.size).toBeGreaterThanOrEqual(before.accepted.size + ISSUERS.length);
  expect((await nodes.node(0).call('GET', `/blocks/${after.height}`)).json()).toMatchObject({ stateRoot: after.stateRoot });
  expect(await nodes.ask(4, 'ponder', 'total')).toBe(after.counted);
});
