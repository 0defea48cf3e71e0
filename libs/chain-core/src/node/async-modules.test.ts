import { canonicalJson } from '../codec/json';
import { keyPairFromSeed } from '../crypto/sign';
import { storeSource, verifyExport, writeExport } from '../export';
import type { AnyModule } from '../module/active-module';
import { ModuleRegistry } from '../module/registry';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { Refusal } from '../primitives/refusal';
import { signTransaction } from '../protocol/sign-transaction';
import type { SealedTransaction } from '../protocol/transaction';
import { ChainStore } from '../storage';
import { Cluster } from '../testing/cluster';
import { counter } from '../testing/counter-module';
import { MemoryExport } from '../testing/memory-export';
import { counterAgain, ponder } from '../testing/ponder-module';

jest.setTimeout(120_000);

let cluster: Cluster;
afterEach(() => cluster.close());

const ann = keyPairFromSeed(new Uint8Array(32).fill(7));
const definitions = [counter, counterAgain, ponder] as unknown as readonly AnyModule[];
let salt = 0;
function call(module: string, command: string, payload: Json = {}): SealedTransaction {
  salt += 1;
  const nowMs = Date.now();
  const calls = [{ module, command, actor: ann.publicKey, payload: canonicalJson(payload) }];
  return signTransaction(cluster.chain.chainId, { validFromMs: nowMs - 5_000, validUntilMs: nowMs + 60_000, salt, inputs: [], outputs: [], calls }, [ann]);
}
const total = async (i: number, module = 'ponder') => cluster.node(i).answers.query(module, 'total', {}).answer;
const setOn = (i: number): number => (cluster.node(i).answers.query('kernel', 'history', {}).answer as { set: number }).set;
const refused = (i: number, transaction: SealedTransaction) => (async () => cluster.node(i).transactions.submit(transaction.bytes))();

/** Everything that is final on a stopped node, executed again from genesis. */
async function exportOf(i: number) {
  const files = new MemoryExport();
  const store = await ChainStore.open({ dir: `${cluster.dataDir(i)}/chain`, chainId: cluster.chain.chainId });
  await writeExport(storeSource(store, cluster.chain.genesisBytes), files);
  await store.close();
  return verifyExport(files, { registry: new ModuleRegistry(definitions) });
}

/** Puts one module in another's place by vote. */
async function swap(change: number, module: string, { name, version }: { name: string; version: string }): Promise<void> {
  const changes = [{ kind: 'swap-module', module, by: { name, version, parameters: { max: 1_000 } } }];
  const { report } = await cluster.node(1).rehearsed(cluster.node(1).rehearse({ changes }).id);
  expect(report).toMatchObject({ modules: [{ carriesOver: true, carriesBack: true }], entries: expect.any(Number), refusal: null });
  expect(report!.entries).toBeGreaterThan(0);
  expect(await cluster.give(0, 'propose-change', { changes } as unknown as Json)).toBe('accepted');
  const able = () => ((cluster.node(0).answers.query('kernel', 'changes', {}).answer as { able?: number[] }[])[0]?.able ?? []).length;
  await cluster.until(() => able() === 4, 20_000, 'every validator has the module');
  for (const i of [1, 2]) await cluster.give(i, 'approve-change', { change }, 0);
  await cluster.until(() => [0, 1, 2, 3].every((i) => setOn(i) === change), 20_000, 'the new module is in force');
}

test('a committee makes blocks with a module that promises its answers, and everybody who executes them again comes to the same', async () => {
  const alarms: string[] = [];
  cluster = new Cluster({
    validators: 4, observers: 1, definitions, modules: [{ name: 'counter', version: '1.0.0', params: { max: 1_000 } }], consensus: { heartbeatMs: 2_000 },
    log: () => (level, words) => void (level === 'error' && alarms.push(words)),
  });
  await Promise.all([0, 1, 2, 3].map((i) => cluster.start(i)));
  await cluster.expectFinal(call('counter', 'add', { by: 5 }), 0);
  await swap(1, 'counter', ponder);
  await cluster.expectFinal(call('ponder', 'add', { by: 2 }), 1, 3);
  expect(await total(2)).toBe(7);

  // Many at once, one of which is refused at the door and one of which is known.
  const batch = [...[1, 1, 1, 1, 2_000, 1, 1].map((by) => call('ponder', 'add', { by })), call('ponder', 'check-never')];
  const answers = await cluster.node(0).transactions.submitBatch('ann', [...batch, batch[0]!].map(({ bytes }) => bytes));
  expect(answers.map((answer) => (answer instanceof Refusal ? answer.code : toHex(answer)))).toEqual([...batch.map(({ txId }, i) => (i === 4 ? 'COUNTER_FULL' : i === 7 ? 'EXECUTION_FAULT' : toHex(txId))), toHex(batch[0]!.txId)]);
  await cluster.until(() => cluster.node(3).transactions.standing(batch[6]!.txId).state === 'final', 10_000, 'the batch is final');

  // What never answers is left out, kept out, and stops nothing.
  for (const command of ['never', 'after-a-timer', 'leave-running']) await cluster.node(1).transactions.submit(call('ponder', command).bytes);
  const poison = call('ponder', 'never');
  await cluster.node(0).transactions.submit(poison.bytes);
  await cluster.node(0).transactions.wait(poison.txId, 'final', 5_000);
  expect(cluster.node(0).transactions.standing(poison.txId).state).toBe('unknown');
  await expect(refused(0, poison)).rejects.toThrow('EXECUTION_FAULT');
  expect(alarms[0]).toMatch(/ALARM/);

  await cluster.stop(3);
  await cluster.expectFinal(call('ponder', 'add', { by: 1 }), 0, 2);
  await cluster.start(3);
  await cluster.start(4);
  await cluster.until(() => [3, 4].every((i) => cluster.node(i).status().finalHeight >= cluster.node(0).status().finalHeight), 20_000, 'all caught up');
  for (const i of [3, 4]) await cluster.expectFinal(call('ponder', 'add', { by: 1 }), i, 0);
  await cluster.expectFinal(call('ponder', 'add', { by: 1 }), 0, 4);
  expect(await total(4)).toBe(17);
  await expect(cluster.node(4).answers.query('ponder', 'never', {}).answer).rejects.toThrow('promised an answer');

  await swap(2, 'ponder', counterAgain);
  await cluster.expectFinal(call('counter', 'add', { by: 1 }), 1, 4);
  expect(await total(4, 'counter')).toBe(18);
  expect(cluster.fatal).toEqual([]);
  cluster.expectAgreement();
  await cluster.stop(4);
  const verified = await exportOf(4);
  expect(verified.lastHeight).toBeGreaterThan(10);
});

test('a branch of such a chain is given up for one with more work, and what it held is recorded again', async () => {
  const limits = { blockBytesMax: 256 * 1024, transactionBytesMax: 64 * 1024 };
  cluster = new Cluster({ validators: 0, observers: 2, limits, definitions, modules: [{ name: 'ponder', version: '1.0.0', params: { max: 1_000 } }], pow: { targetSpacingMs: 300, futureMsMax: 2_000, initialWork: 20_000, leastWork: 2_000, finalDepth: 60 } });
  const [status, standing] = [(i: number) => cluster.node(i).status(), (i: number, { txId }: SealedTransaction) => cluster.node(i).transactions.standing(txId).state];
  await Promise.all([cluster.start(0), cluster.start(1)]);
  for (const i of [0, 1]) cluster.node(i).setPeers([]);
  cluster.node(0).mine(0);
  await cluster.until(() => status(1).headHeight >= 12, 60_000, 'a long branch');
  cluster.node(1).mine(0);
  cluster.node(0).mine(1);
  const added = call('ponder', 'add', { by: 3 });
  await cluster.node(0).transactions.submit(added.bytes);
  await cluster.until(() => standing(0, added) === 'head', 60_000, 'a short branch that holds the transaction');
  cluster.node(0).mine(0);
  const longer = status(1).headHeight;
  cluster.connectAll();
  await cluster.until(() => status(0).headHeight >= longer, 60_000, 'the short one goes over');
  expect(standing(0, added)).toBe('pending');
  for (const i of [0, 1]) cluster.node(i).mine(1);
  await cluster.until(() => [0, 1].every((i) => standing(i, added) === 'head'), 60_000, 'recorded everywhere');
  expect(cluster.fatal).toEqual([]);
});
