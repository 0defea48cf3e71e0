import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Network } from '../network';
import type { Bytes } from '../primitives/bytes';
import { verifyReceipt } from '../protocol/verify-receipt';
import { Cluster } from '../testing/cluster';
import type { ClusterOptions } from '../testing/cluster';
import { Coins } from '../testing/coins';
import { ChainStore } from '../storage';
import { openStagedHead, SNAPSHOT } from '../sync';
import { systemClock } from './clock';
import { installSnapshot, stagingOf } from './install-snapshot';

jest.setTimeout(60_000);

let cluster: Cluster;
afterEach(() => cluster.close());

/** All nodes' clock, which can be put forward: states are offered by the times of blocks. */
let aheadMs = 0;
const clock = { ...systemClock, nowMs: () => Date.now() + aheadMs };

function make(options: ClusterOptions): Coins {
  aheadMs = 0;
  cluster = new Cluster({ createdAtMs: Date.now() - 600_000, clock, ...options });
  return new Coins({ chainId: cluster.chain.chainId, seed: new Uint8Array(32).fill(5) });
}

/** Blocks enough that those who keep few have forgotten the first ones, and one whose state is offered. */
async function live(coins: Coins, count: number): Promise<readonly ReturnType<Coins['transfer']>[]> {
  const issue = coins.issue(count, clock.nowMs());
  await cluster.expectFinal(issue, 0);
  const transfers = [];
  for (let i = 0; i < count; i += 1) {
    const transfer = coins.transfer(issue.txId, i, clock.nowMs());
    transfers.push(transfer);
    if (i === count - 3) aheadMs += SNAPSHOT.spanMs;
    await cluster.expectFinal(transfer, 0);
  }
  return transfers;
}

/** Lets the chain go on, with a block every now and then, until it holds. */
async function goOnUntil(coins: Coins, holds: () => boolean): Promise<void> {
  const issue = coins.issue(256, clock.nowMs());
  await cluster.expectFinal(issue, 0);
  for (let i = 0; !holds(); i += 1) {
    if (i === 200) throw new Error('200 blocks later it does not hold');
    await cluster.expectFinal(coins.transfer(issue.txId, i, clock.nowMs()), 0);
    aheadMs += i % 10 === 9 ? SNAPSHOT.spanMs : 0;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const isLevel = (i: number) => cluster.nodes[i]?.status().finalHeight === cluster.node(0).status().finalHeight;

test('a new node joins a chain of which every node has forgotten the first blocks', async () => {
  const coins = make({ validators: 4, observers: 1, keepBlocks: (node) => (node < 4 ? 3 : undefined) });
  for (const i of [0, 1, 2, 3]) await cluster.start(i);
  const transfers = await live(coins, 12);
  await cluster.until(() => [0, 1, 2, 3].every((i) => cluster.node(i).reader.keptFrom > 5), 5_000, 'all have pruned');
  await cluster.start(4);
  await goOnUntil(coins, () => isLevel(4));
  const joined = cluster.node(4);
  expect(joined.reader.keptFrom).toBeGreaterThan(5);
  expect(joined.status().trouble).toBeUndefined();
  // What it says now it can prove, and it takes part as any other.
  const last = coins.issue(2, clock.nowMs());
  await cluster.expectFinal(last, 4, 4);
  verifyReceipt((await joined.transactions.receipt(last.txId))!, cluster.chain.genesis);
  expect(() => joined.reader.block(2)).toThrow('BLOCK_PRUNED');
  // What was spent before it came is spent: the state says so.
  expect(joined.transactions.standing(transfers[0]!.txId).state).toBe('unknown');
  expect(() => joined.transactions.submit(transfers[0]!.bytes)).toThrow();
  const { keptFrom } = joined.reader;
  await cluster.stop(4);
  await cluster.start(4);
  expect(cluster.node(4).reader.keptFrom).toBe(keptFrom);
  expect(existsSync(join(cluster.dataDir(4), 'snapshot'))).toBe(false);
});

test('a validator that prunes and was away for longer than it keeps takes the state, and votes again', async () => {
  const coins = make({ validators: 4, keepBlocks: () => 3 });
  await cluster.startAll();
  await cluster.expectFinal(coins.issue(1, clock.nowMs()), 0, 3);
  await cluster.stop(3);
  await live(coins, 12);
  await cluster.until(() => [0, 1, 2].every((i) => cluster.node(i).reader.keptFrom > 5), 5_000, 'all have pruned');
  await cluster.start(3);
  await goOnUntil(coins, () => isLevel(3));
  await cluster.stop(2);
  await cluster.expectFinal(coins.issue(3, clock.nowMs()), 3, 0);
  cluster.expectAgreementFrom(Math.max(...[0, 1, 3].map((i) => cluster.node(i).reader.keptFrom)));
});

test('a node that is offered a state by a liar and by one that falls silent drops them, and takes it from the others', async () => {
  const warned: string[] = [];
  const coins = make({ validators: 4, observers: 3, keepBlocks: (node) => (node < 4 ? 3 : undefined), log: (node) => (_level, _what, facts) => void (node === 4 && warned.push(String(facts?.reason))) });
  for (const i of [0, 1, 2, 3]) await cluster.start(i);
  await live(coins, 12);
  const liar = await relay(5, (bytes) => Buffer.from(bytes).map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte)));
  const silent = await relay(6, () => undefined);
  cluster.connectAll();
  await cluster.start(4);
  await goOnUntil(coins, () => isLevel(4) && warned.includes('it does not answer'));
  expect(warned).toContainEqual(expect.stringContaining('a part of its snapshot is worth nothing'));
  await Promise.all([liar.close(), silent.close()]);
});

describe('a node that was killed while it put a snapshot in place', () => {
  let whole: string;
  let done: string;
  const height = () => openStagedHead(stagingOf(whole).head)!.block.header.height;

  /** A folder with a snapshot that is complete, and one in which it has been put in place. */
  async function prepare(): Promise<void> {
    let ready = false;
    const coins = make({ validators: 1, observers: 1, keepBlocks: (node) => (node === 0 ? 3 : undefined), onSnapshotReady: () => (ready = true) });
    await cluster.start(0);
    await live(coins, 12);
    await cluster.start(1);
    await goOnUntil(coins, () => ready);
    await cluster.stop(1);
    [whole, done] = [`${cluster.dataDir(1)}-whole`, `${cluster.dataDir(1)}-done`];
    for (const dir of [whole, done]) cpSync(cluster.dataDir(1), dir, { recursive: true });
    const store = await ChainStore.open({ dir: join(done, 'chain'), chainId: cluster.chain.chainId });
    const shares: number[] = [];
    await installSnapshot(done, store, { onInstalling: ({ share }) => shares.push(share) });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect([shares.length > 64, shares.at(-1)]).toEqual([true, 1]);
    await store.close();
  }
  const take = (from: string, name: string, to: string) => cpSync(join(from, name), join(to, name), { recursive: true });

  test.each<[string, (dir: string) => void]>([
    ['in the middle of writing the state', (dir) => cpSync(join(done, 'state'), join(dir, 'state.new'), { recursive: true, filter: (source) => !source.endsWith('directory') })],
    ['before the block is adopted', (dir) => cpSync(join(done, 'state'), join(dir, 'state.new'), { recursive: true })],
    ['before the old state is removed', (dir) => (rmSync(join(dir, 'chain'), { recursive: true }), take(done, 'chain', dir))],
    ['before the new state takes its place', (dir) => (rmSync(join(dir, 'chain'), { recursive: true }), rmSync(join(dir, 'state'), { recursive: true }), take(done, 'chain', dir))],
    ['before the snapshot is removed', (dir) => (['chain', 'state'].forEach((name) => rmSync(join(dir, name), { recursive: true })), take(done, 'chain', dir), take(done, 'state', dir))],
    ['while the snapshot is removed', (dir) => (['chain', 'state'].forEach((name) => rmSync(join(dir, name), { recursive: true })), take(done, 'chain', dir), take(done, 'state', dir), rmSync(join(dir, 'snapshot', 'complete')))],
  ])('%s has it when it starts again', async (_, crash) => {
    await prepare();
    rmSync(cluster.dataDir(1), { recursive: true });
    cpSync(whole, cluster.dataDir(1), { recursive: true });
    crash(cluster.dataDir(1));
    await cluster.start(1);
    await cluster.expectHeight(1, cluster.node(0).status().finalHeight);
    expect(cluster.node(1).reader.keptFrom).toBe(height());
    expect(['state.new', 'snapshot'].filter((name) => existsSync(join(cluster.dataDir(1), name)))).toEqual([]);
  });
});

/** A node that has nothing of its own: what it is asked it asks node 0, and it says what that says, but for what it makes of parts of a state. */
async function relay(i: number, forge: (bytes: Bytes) => Bytes | undefined): Promise<Network> {
  const [first, joining] = [0, 4].map((node) => cluster.chain.nodes[node]!.seat.nodeKey) as [string, string];
  const network: Network = new Network({ chainId: cluster.chain.chainId, nodeSeed: cluster.chain.nodes[i]!.nodeSeed, listen: { host: '127.0.0.1', port: 0 }, limits: cluster.chain.genesis.limits, protocols: { min: 1, max: 1 } }, {
    allows: () => true,
    onConnected: () => undefined,
    onDisconnected: () => undefined,
    onMessage: (peer, { kind, payload }) => {
      const said = kind === 'stateRange' ? forge(payload) : payload;
      if (said !== undefined) network.send(peer === first ? joining : first, kind, said);
    },
    log: () => undefined,
  });
  cluster.setAddress(i, `127.0.0.1:${await network.listen()}`);
  network.setPeers([{ nodeKey: first, address: cluster.addressOf(0) }]);
  return network;
}
