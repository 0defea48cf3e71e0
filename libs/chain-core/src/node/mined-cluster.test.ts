import { verifyWorkStateEvidence, WorkClient } from '../light';
import { equalBytes, toHex } from '../primitives/bytes';
import type { PowParameters } from '../protocol/genesis';
import { verifyWorkReceipt } from '../protocol/verify-receipt';
import { trustWorkFrom } from '../protocol/pow/chain-of-work';
import { Cluster } from '../testing/cluster';
import { Coins } from '../testing/coins';
import { counter } from '../testing/counter-module';

jest.setTimeout(120_000);

let cluster: Cluster;
afterEach(() => cluster.close());

const limits = { blockBytesMax: 256 * 1024, transactionBytesMax: 64 * 1024 };
async function mined(observers: number, pow: Partial<PowParameters> = {}): Promise<Coins> {
  cluster = new Cluster({ validators: 0, observers, limits, definitions: [counter], modules: [{ name: 'counter', version: '1.0.0', params: { max: 1000 } }], pow: { targetSpacingMs: 300, futureMsMax: 2_000, initialWork: 20_000, leastWork: 2_000, finalDepth: 3, ...pow } });
  return new Coins({ chainId: cluster.chain.chainId, seed: new Uint8Array(32).fill(5) });
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const endMs = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > endMs) throw new Error(`not within 60 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const status = (i: number) => cluster.node(i).status();
const standing = (i: number, txId: Uint8Array) => cluster.node(i).transactions.standing(txId).state;

/** The same block at every height that is final everywhere. */
function expectAgreement(nodes: readonly number[]): void {
  const height = Math.min(...nodes.map((i) => status(i).finalHeight));
  expect(height).toBeGreaterThan(0);
  for (let at = 0; at <= height; at += 1) {
    const ids = nodes.map((i) => cluster.node(i).reader.block(at)!.id);
    for (const id of ids) expect(equalBytes(id, ids[0]!)).toBe(true);
  }
}

/** Every node gives evidence that holds offline, and headers that a light client follows to the same verdict. */
async function expectEvidence(nodes: readonly number[], txId: Uint8Array): Promise<void> {
  const { genesis } = cluster.chain;
  const trust = trustWorkFrom(genesis);
  for (const i of nodes) {
    const receipt = (await cluster.node(i).transactions.receipt(txId))!;
    const verified = verifyWorkReceipt(JSON.parse(JSON.stringify(receipt)), trust);
    expect(verified).toMatchObject({ anchorHeight: 0, result: { outcome: { kind: 'accepted' } } });
    expect(verified.depth).toBeGreaterThanOrEqual(trust.parameters.finalDepth);
    const { height } = verified.headers[verified.blockAt]!.header;
    const client = new WorkClient(genesis);
    client.follow(cluster.node(i).answers.headers(1, 1_000).map(toHex), Date.now());
    expect(client.best.height).toBeGreaterThanOrEqual(height + trust.parameters.finalDepth);
    expect(client.checkReceipt(await cluster.node(i).transactions.receipt(txId, height - 1), Date.now()).anchorHeight).toBe(height - 1);
    const absent = await cluster.node(i).answers.stateEvidence('counter', 'total', new Uint8Array([1]));
    expect(verifyWorkStateEvidence(absent, trust).value).toBeUndefined();
    await expect(cluster.node(i).transactions.receipt(txId, height)).rejects.toThrow('ANCHOR_OUT_OF_RANGE');
  }
}

test('nodes mine at once, agree, and make transactions final by burying them', async () => {
  const coins = await mined(3, { initialWork: 500_000, finalDepth: 10 });
  await cluster.startAll();
  await until(() => status(0).headHeight > 0, 'a first block');
  const issue = coins.issue(10, Date.now());
  cluster.node(1).transactions.submit(issue.bytes);
  await until(() => [0, 1, 2].every((i) => standing(i, issue.txId) === 'final'), 'final everywhere');
  await until(() => [0, 1, 2].every((i) => status(i).finalHeight > 0), 'on every disk');
  expectAgreement([0, 1, 2]);
  expect(status(0).competition).toMatchObject({ threads: 1, mining: true });
  expect(status(0).trouble).toBeUndefined();
  await expectEvidence([0, 1, 2], issue.txId);
});

test('two that did not know of each other come together on the branch with more work, and what the other one held is recorded again', async () => {
  const coins = await mined(2, { finalDepth: 60 });
  await Promise.all([cluster.start(0), cluster.start(1)]);
  for (const i of [0, 1]) cluster.node(i).setPeers([]);
  cluster.node(0).mine(0);
  await until(() => status(1).headHeight >= 12, 'a long branch');
  cluster.node(1).mine(0);
  cluster.node(0).mine(1);
  const issue = coins.issue(1, Date.now());
  cluster.node(0).transactions.submit(issue.bytes);
  await until(() => standing(0, issue.txId) === 'head' && status(0).headHeight >= 3, 'a short branch that holds the transaction');
  cluster.node(0).mine(0);
  const longer = cluster.node(1).status().headHeight;
  expect(standing(1, issue.txId)).toBe('unknown');
  cluster.connectAll();
  await until(() => status(0).headHeight >= longer, 'the short one goes over');
  expect(standing(0, issue.txId)).toBe('pending');
  cluster.node(1).mine(1);
  await until(() => [0, 1].every((i) => standing(i, issue.txId) === 'head'), 'recorded again');
});

test('a node that was cut off for longer than blocks take to be final stays where it is, until it is told to follow the others', async () => {
  const coins = await mined(2);
  await Promise.all([cluster.start(0), cluster.start(1)]);
  for (const i of [0, 1]) cluster.node(i).setPeers([]);
  const issue = coins.issue(1, Date.now());
  cluster.node(0).transactions.submit(issue.bytes);
  await until(() => standing(0, issue.txId) === 'final', 'a record on the chain of the one');
  cluster.node(0).mine(0);
  await until(() => status(1).headHeight > 2 * status(0).headHeight, 'more work on that of the other');
  cluster.node(1).mine(0);
  expect(() => cluster.node(0).rejoin(0)).toThrow('NOT_SPLIT');
  cluster.connectAll();
  await until(() => status(0).competition?.split !== undefined, 'it sees that others have more work');
  const { finalHeight, competition } = status(0);
  const { forkHeight } = competition!.split!;
  const blocks = finalHeight - forkHeight;
  expect(competition!.split).toEqual({ forkHeight, blocks, transactions: 1 });
  expect(status(0).trouble).toMatch(new RegExp(`forget ${blocks} final blocks of this node with 1 transactions`));
  expect(() => cluster.node(0).rejoin(forkHeight + 3)).toThrow('SPLIT_CHANGED');
  cluster.node(0).rejoin(forkHeight);
  await until(() => cluster.nodes[0]?.status().headHeight === status(1).headHeight && status(0).finalHeight === status(1).finalHeight, 'it has the chain of the other');
  expectAgreement([0, 1]);
  expect(status(0)).toMatchObject({ trouble: undefined, competition: { threads: 0 } });
  expect(standing(0, issue.txId)).toBe('unknown');
});

test('a node that was stopped knows its unfinal blocks again; a newcomer learns all from the headers on', async () => {
  const coins = await mined(2, { finalDepth: 8 });
  await cluster.start(0);
  const issue = coins.issue(10, Date.now());
  cluster.node(0).transactions.submit(issue.bytes);
  await until(() => status(0).finalHeight >= 3, 'final blocks');
  cluster.node(0).mine(0);
  const { headHeight, finalHeight } = status(0);
  await cluster.stop(0);
  await cluster.start(0);
  expect(status(0).competition!.threads).toBe(0);
  await until(() => status(0).headHeight >= headHeight, 'the head it had');
  await cluster.start(1);
  cluster.node(1).mine(0);
  await until(() => status(1).headHeight >= headHeight && status(1).finalHeight >= finalHeight, 'caught up');
  await until(() => standing(1, issue.txId) !== 'unknown', 'and knows the transaction');
  expectAgreement([0, 1]);
});

test('mining is refused with more threads than the machine has, and on a chain of votes', async () => {
  await mined(1);
  await cluster.start(0);
  for (const threads of [-1, 0.5, 1e9]) expect(() => cluster.node(0).mine(threads)).toThrow('THREADS_OUT_OF_RANGE');
  await cluster.close();
  cluster = new Cluster({ validators: 1 });
  await cluster.start(0);
  expect(() => cluster.node(0).mine(1)).toThrow('NOT_MINED_HERE');
});
