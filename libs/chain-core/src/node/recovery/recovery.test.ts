import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyReceipt } from '../../protocol/verify-receipt';
import { genesisCheckpoint, LightClient } from '../../light';
import { Cluster } from '../../testing/cluster';
import type { ClusterOptions } from '../../testing/cluster';
import { Coins } from '../../testing/coins';
import { loadRecovery, writeRecovery } from './recovery-file';

jest.setTimeout(60_000);

let cluster: Cluster;
afterEach(() => cluster.close());
const words: string[] = [];

async function make(options: Partial<ClusterOptions> = {}): Promise<Coins> {
  words.length = 0;
  cluster = new Cluster({ validators: 4, log: (node) => (_level, what, facts) => void words.push(`${node} ${what} ${String(facts?.reason ?? '')}`), ...options });
  await cluster.startAll();
  return new Coins({ chainId: cluster.chain.chainId, seed: new Uint8Array(32).fill(5) });
}
const all = () => cluster.nodes.map((_, i) => i);
const backupOf = (i: number) => `${cluster.dataDir(i)}-backup`;

async function stopAll(): Promise<void> {
  await Promise.all(all().map((i) => cluster.stop(i)));
}
function backUp(): void {
  for (const i of all()) cpSync(cluster.dataDir(i), backupOf(i), { recursive: true });
}
function putBack(...nodes: readonly number[]): void {
  for (const i of nodes) {
    rmSync(cluster.dataDir(i), { recursive: true });
    cpSync(backupOf(i), cluster.dataDir(i), { recursive: true });
  }
}
/** As the runbook says: the folder comes back, and is marked before the node is started. */
function restore(...nodes: readonly number[]): void {
  putBack(...nodes);
  for (const i of nodes) writeFileSync(join(cluster.dataDir(i), 'restored'), '');
}
/** What somebody remembers who has looked at the nodes since they had this. */
async function look({ txId }: Ends['lost']): Promise<void> {
  for (const i of all()) {
    await cluster.expectHeight(i, cluster.node(i).reader.find(txId)!.block.header.height);
    const { epoch, finalHeight: height, final } = cluster.node(i).status();
    cluster.seenBefore[i] = { epoch, height, timeMs: final.header.timeMs };
  }
}
const isEverybodyPrepared = () => cluster.nodes.every((node) => node!.recovery.view.seats.every(({ isPrepared }) => isPrepared));

interface Ends {
  /** Final when the backups were made. */
  readonly kept: ReturnType<Coins['issue']>;
  /** Final everywhere, in no backup. */
  readonly lost: ReturnType<Coins['issue']>;
}

/** A stopped chain whose backups are older than its end. */
async function outgrowBackups(coins: Coins, onLost?: (lost: Ends['lost']) => Promise<void>): Promise<Ends> {
  const kept = coins.issue(20, Date.now());
  await Promise.all(all().map((i) => cluster.expectFinal(kept, i)));
  await stopAll();
  backUp();
  await cluster.startAll();
  const lost = coins.transfer(kept.txId, 0, Date.now());
  await Promise.all(all().map((i) => cluster.expectFinal(lost, i)));
  await onLost?.(lost);
  await stopAll();
  return { kept, lost };
}

/** A chain that lost what came after its backup, on every node; `onLost` is called while it is still there. */
async function loseTheEnd(coins: Coins, onLost?: (lost: Ends['lost']) => Promise<void>): Promise<Ends> {
  const ends = await outgrowBackups(coins, onLost);
  restore(...all());
  await cluster.startAll();
  await cluster.until(isEverybodyPrepared, 10_000, 'all are prepared');
  return ends;
}

test('a chain whose every node was restored gives no vote of its old epoch, and starts again with fresh keys when it is told to', async () => {
  const coins = await make();
  const { kept } = await loseTheEnd(coins);
  const waiting = coins.transfer(kept.txId, 1, Date.now());
  cluster.node(0).transactions.submit(waiting.bytes);
  await cluster.node(0).transactions.wait(waiting.txId, 'final', 1_500);
  expect(cluster.node(0).transactions.standing(waiting.txId).state).not.toBe('final');
  expect(cluster.node(2).status().trouble).toMatch(/^This node was restored and gives no vote in epoch 0 any more. 4 of 4 validators are prepared/);
  const before = cluster.node(0).status().finalHeight;
  cluster.node(1).recovery.start();
  await cluster.until(() => all().every((i) => cluster.node(i).status().epoch === 1), 10_000, 'all are in the next epoch');
  await Promise.all(all().map((i) => cluster.expectFinal(coins.transfer(kept.txId, 2 + i, Date.now()), i)));
  expect(cluster.node(0).reader.header(before + 2)!.header.epoch).toBe(0);
  // No key that voted before votes now.
  const { nodes } = cluster.chain;
  const keys = cluster.node(0).status() && nodes.map(({ seat }) => seat.votingKey);
  const fresh = (cluster.node(0).answers.query('kernel', 'committee', {}).answer as { seats: { votingKey: string }[] }).seats.map(({ votingKey }) => votingKey);
  expect(fresh.filter((key) => keys.includes(key))).toEqual([]);
  expect(new Set(fresh).size).toBe(4);
  // What is final now is proved to whoever trusts genesis.
  const after = coins.transfer(kept.txId, 9, Date.now());
  await cluster.expectFinal(after, 3, 0);
  const receipt = await cluster.node(0).transactions.receipt(after.txId);
  expect(verifyReceipt(receipt, cluster.chain.genesis).committee.epoch).toBe(1);
  expect(new LightClient({ from: genesisCheckpoint(cluster.chain.genesis) }).checkReceipt(receipt, Date.now()).committee.epoch).toBe(1);
  // It goes on like that after a restart, and needs the fresh keys for it.
  await stopAll();
  await cluster.startAll();
  await cluster.expectFinal(coins.transfer(kept.txId, 10, Date.now()), 2, 1);
  // The others may have been enough for that before this one had found them again.
  await cluster.until(() => cluster.node(0).status().trouble === undefined, 10_000, 'the first node has found the others');
  expect(cluster.node(0).status().trouble).toBeUndefined();
  cluster.expectAgreement();
  expect(words.filter((what) => what.includes('ALARM'))).toEqual([]);
});

test.each([4, 1])('a chain of %i whose every node was put back without a mark stands still where somebody remembers, says so, and starts again when it is told to', async (validators) => {
  const coins = await make({ validators });
  const { kept } = await outgrowBackups(coins, look);
  putBack(...all());
  await cluster.startAll();
  const waiting = coins.transfer(kept.txId, 1, Date.now());
  cluster.node(0).transactions.submit(waiting.bytes);
  await cluster.node(0).transactions.wait(waiting.txId, 'final', 1_500);
  expect(cluster.node(0).transactions.standing(waiting.txId).state).not.toBe('final');
  const { recovery, trouble } = cluster.node(0).status();
  expect(recovery).toEqual({ isPrepared: false, needed: validators === 4 ? 3 : 1, seenBefore: cluster.seenBefore[0] });
  expect(trouble).toMatch(/^This node was seen with block \d+ and has block \d+ now: its folder was put back from an older copy/);
  for (const i of all()) cluster.node(i).recovery.prepare();
  await cluster.until(isEverybodyPrepared, 10_000, 'all are prepared');
  cluster.node(0).recovery.start();
  await cluster.until(() => all().every((i) => cluster.node(i).status().epoch === 1), 10_000, 'all are in the next epoch');
  await cluster.expectFinal(coins.transfer(kept.txId, 3, Date.now()), 0);
  // The next epoch begins below what was seen in the one before, and is no older copy of it.
  await stopAll();
  await cluster.startAll();
  expect(cluster.node(0).status().recovery).toBeUndefined();
  await cluster.expectFinal(coins.transfer(kept.txId, 4, Date.now()), 0);
});

test('one node that remembers is enough: those that were put back fetch what they have lost, and vote again', async () => {
  const coins = await make();
  const { kept, lost } = await outgrowBackups(coins, look);
  putBack(0, 1, 2);
  await cluster.startAll();
  await cluster.expectFinal(coins.transfer(kept.txId, 3, Date.now()), 0);
  expect(cluster.node(0).transactions.standing(lost.txId).state).toBe('final');
  expect(all().map((i) => cluster.node(i).status().recovery)).toEqual([undefined, undefined, undefined, undefined]);
  cluster.expectAgreement();
});

test('a chain with bls certificates and one of a single validator start again too', async () => {
  for (const options of [{ consensus: { certificates: 'bls' as const } }, { validators: 1 }]) {
    const coins = await make(options);
    const { kept } = await loseTheEnd(coins);
    const proposals: Uint8Array[] = [];
    cluster.node(0).onFinal((blocks) => proposals.push(...blocks.flatMap(({ block }) => block.transactions).filter(({ body }) => body.calls[0]?.command === 'propose-change').map(({ txId }) => txId)));
    cluster.node(0).recovery.start();
    const after = coins.transfer(kept.txId, 1, Date.now());
    await cluster.expectFinal(after, 0);
    // Evidence says whether votes or the keys of nodes made a block final, whatever the scheme.
    const isRestart = async (txId: Uint8Array) => verifyReceipt(await cluster.node(0).transactions.receipt(txId), cluster.chain.genesis).isRestart;
    expect([await isRestart(proposals[0]!), await isRestart(after.txId)]).toEqual([true, false]);
    expect(cluster.node(0).status().epoch).toBe(1);
    if (options.validators === undefined) await cluster.close();
  }
});

test('receipts of what was lost contradict the chain that started again: whoever has seen them believes neither', async () => {
  const coins = await make();
  let seen: Awaited<ReturnType<ReturnType<Cluster['node']>['transactions']['receipt']>>;
  const { kept } = await loseTheEnd(coins, async (lost) => void (seen = await cluster.node(0).transactions.receipt(lost.txId)));
  cluster.node(0).recovery.start();
  const after = coins.transfer(kept.txId, 1, Date.now());
  await cluster.expectFinal(after, 0);
  const client = new LightClient({ from: genesisCheckpoint(cluster.chain.genesis) });
  client.checkReceipt(seen, Date.now());
  const receipt = await cluster.node(0).transactions.receipt(after.txId);
  expect(() => client.checkReceipt(receipt, Date.now())).toThrow('LIGHT_FROZEN');
});

test('the newest block that any of them holds is kept: who has less fetches it first', async () => {
  const coins = await make();
  const { kept, lost: later } = await outgrowBackups(coins);
  // One backup is newer than the others.
  rmSync(backupOf(2), { recursive: true });
  cpSync(cluster.dataDir(2), backupOf(2), { recursive: true });
  restore(...all());
  await cluster.startAll();
  await cluster.until(() => isEverybodyPrepared() && all().every((i) => cluster.node(i).transactions.standing(later.txId).state === 'final'), 15_000, 'all have the newest block');
  await cluster.until(() => cluster.node(3).recovery.view.seats.every(({ height }) => height === cluster.node(3).status().finalHeight), 5_000, 'all know it');
  cluster.node(3).recovery.start();
  await cluster.expectFinal(coins.transfer(kept.txId, 1, Date.now()), 0, 2);
  expect(cluster.node(0).transactions.standing(later.txId).state).toBe('final');
  cluster.expectAgreement();
});

test('it starts only where it was confirmed, with enough, and once', async () => {
  const coins = await make();
  const kept = coins.issue(20, Date.now());
  await Promise.all(all().map((i) => cluster.expectFinal(kept, i)));
  const refusal = (code: string) => expect.objectContaining({ code });
  expect(() => cluster.node(0).recovery.start()).toThrow(refusal('RECOVERY_NOT_PREPARED'));
  cluster.node(0).recovery.prepare();
  expect(() => cluster.node(0).recovery.start()).toThrow(refusal('RECOVERY_TOO_FEW'));
  // The others go on without it: one node that was restored alone needs none of this.
  await cluster.expectFinal(coins.transfer(kept.txId, 0, Date.now()), 1, 2);
  await cluster.expectHeight(0, cluster.node(1).status().finalHeight);
  expect(cluster.node(0).status().epoch).toBe(0);
});

test('a node signs one end of an epoch, and only that, also after a restart', async () => {
  const coins = await make();
  const { kept } = await loseTheEnd(coins);
  await cluster.stop(1);
  writeRecovery(cluster.dataDir(1), { ...loadRecovery(cluster.dataDir(1))!, signed: new Uint8Array(32).fill(7) });
  await cluster.start(1);
  await cluster.until(isEverybodyPrepared, 10_000, 'all are prepared');
  cluster.node(0).recovery.start();
  await cluster.until(() => all().every((i) => cluster.node(i).status().epoch === 1), 10_000, 'the three others are enough');
  await cluster.until(() => words.includes('1 an end of this epoch is not signed this node has signed another one'), 5_000, 'it says why it did not sign');
  await cluster.expectFinal(coins.transfer(kept.txId, 5, Date.now()), 1, 0);
});

test('a record with a flipped bit stops the node rather than let it sign twice', async () => {
  await make({ validators: 1 });
  cluster.node(0).recovery.prepare();
  await cluster.stop(0);
  const file = join(cluster.dataDir(0), 'recovery.txt');
  const sound = readFileSync(file);
  for (const at of [20, sound.length >> 1, sound.length - 3]) {
    writeFileSync(file, sound.map((byte, i) => (i === at ? byte ^ 1 : byte)));
    await expect(cluster.start(0)).rejects.toMatchObject({ name: 'StorageFailed', kind: 'corrupt' });
  }
  writeFileSync(file, sound);
  await cluster.start(0);
  expect(cluster.node(0).recovery.view.isPrepared).toBe(true);
});

test('without one of them it starts all the same; that one goes on with its old key when it comes', async () => {
  const coins = await make();
  const { kept } = await loseTheEnd(coins);
  await cluster.stop(3);
  await cluster.until(() => cluster.node(0).recovery.view.seats.filter(({ isPrepared }) => isPrepared).length === 3, 5_000, 'it is gone');
  cluster.node(0).recovery.start();
  await cluster.until(() => [0, 1, 2].every((i) => cluster.node(i).status().epoch === 1), 10_000, 'three have ended it');
  await cluster.start(3);
  await cluster.stop(0);
  await cluster.expectFinal(coins.transfer(kept.txId, 5, Date.now()), 3, 1);
  expect(existsSync(join(cluster.dataDir(3), 'restored'))).toBe(false);
});
