import { canonicalJson } from '../codec/json';
import { keyPairFromSeed } from '../crypto/sign';
import { ModuleMissing } from '../execution';
import type { AnyModule } from '../module/active-module';
import { utf8, type Hash } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { signTransaction } from '../protocol/sign-transaction';
import type { SealedTransaction } from '../protocol/transaction';
import { verifyReceipt } from '../protocol/verify-receipt';
import { Cluster } from '../testing/cluster';
import { tally, TALLIES } from '../testing/tally-modules';

jest.setTimeout(60_000);

let cluster: Cluster;
let salt = 0;
const ann = keyPairFromSeed(new Uint8Array(32).fill(7));

/** No heartbeats: an idle chain carries records over by itself. Node 3 has software without the new module. */
beforeAll(async () => {
  cluster = new Cluster({
    validators: 4, definitions: TALLIES, definitionsOf: (node) => (node === 3 ? ([tally] as unknown as AnyModule[]) : undefined),
    modules: [{ name: 'tally', version: '1.0.0', params: { step: 1 } }], consensus: { heartbeatMs: 3_600_000 },
  });
  await cluster.startAll();
});
afterAll(async () => {
  expect(cluster.fatal.splice(0)).toEqual([expect.any(ModuleMissing)]);
  await cluster.close();
});

function add(module: string, ...names: string[]): SealedTransaction {
  salt += 1;
  const nowMs = Date.now();
  const calls = [{ module, command: 'add', actor: ann.publicKey, payload: canonicalJson({ names }) }];
  return signTransaction(cluster.chain.chainId, { validFromMs: nowMs - 5_000, validUntilMs: nowMs + 60_000, salt, inputs: [], outputs: [], calls }, [ann]);
}
const ask = (i: number, module: string, query: string, set?: number) => cluster.node(i).answers.query(module, query, {}, set).answer;
const setOn = (i: number): number => (ask(i, 'kernel', 'history') as { set: number }).set;
const totals = (i: number, module: string, set?: number): Record<string, number> => Object.fromEntries(ask(i, module, 'all', set) as [string, number][]);

test('a module is swapped on running nodes, one of which is started again on the way and one of which cannot follow', async () => {
  let first: Hash | undefined;
  for (let i = 0; i < 8; i += 1) {
    const transaction = add('tally', ...Array.from({ length: 100 }, (_, n) => `n${i * 100 + n}`));
    first ??= transaction.txId;
    await cluster.expectFinal(transaction, i % 4);
  }
  const by = { name: 'score', version: '1.0.0', parameters: {} };
  const { height } = cluster.node(0).answers.query('kernel', 'history', {});
  const changes = [{ kind: 'swap-module', module: 'tally', by }];
  const rehearse = async (i: number, asked: object[]) => (await cluster.node(i).rehearsed(cluster.node(i).rehearse({ changes: asked } as unknown as Json).id)).report;
  const begun = cluster.node(0).rehearse({ changes });
  expect(begun).toMatchObject({ done: 0, report: undefined });
  expect(() => cluster.node(0).rehearse({ changes })).toThrow('REHEARSAL_RUNS');
  const { report: rehearsed, done, of } = await cluster.node(0).rehearsed(begun.id);
  expect({ done, of }).toEqual({ done: 800, of: 800 });
  expect(rehearsed).toMatchObject({ modules: [{ from: 'tally@1.0.0', to: 'score@1.0.0', carriesOver: true, carriesBack: true }], entries: 800, refusal: null });
  expect(rehearsed!.samples).toContainEqual({ module: 'score@1.0.0', store: 'totals', before: 1, after: [{ store: 'totals', value: 10 }] });
  expect(() => cluster.node(0).rehearse({ changes: [{ kind: 'remove-seat', seat: 3 }] })).toThrow('PAYLOAD_INVALID');
  expect(() => cluster.node(1).rehearsal(begun.id)).toThrow('NO_SUCH_REHEARSAL');
  expect(await rehearse(1, [{ ...changes[0], by: { ...by, name: 'thrower' } }])).toMatchObject({ refusal: { code: 'MIGRATION_BROKE', facts: { module: 'thrower', store: 'totals' } } });
  expect(await rehearse(3, changes)).toMatchObject({ entries: 0, refusal: { code: 'MODULE_NOT_AVAILABLE' } });
  expect(await cluster.give(0, 'propose-change', { changes, atHeight: height + 12 })).toBe('accepted');
  const able = () => (ask(0, 'kernel', 'changes') as { able?: number[] }[])[0]?.able ?? [];
  // Nodes with the module say so by themselves; the fourth one does not.
  await cluster.until(() => able().length === 3, 10_000, 'three nodes have the module');
  expect([...able()].sort()).toEqual([0, 1, 2]);
  expect(await cluster.give(1, 'approve-change', { change: 1 }, 0)).toBe('accepted');
  expect(await cluster.give(2, 'approve-change', { change: 1 }, 0)).toBe('accepted');
  expect(await rehearse(0, changes)).toMatchObject({ entries: 800, refusal: null }); // What is approved can still be tried out.
  await cluster.until(() => cluster.fatal.length === 1, 10_000, 'the node without the module stops');
  await cluster.stop(3);
  await cluster.stop(2);
  await cluster.start(2);
  await cluster.expectFinal(add('tally', 'n1', 'late'), 0);
  await cluster.until(() => [0, 1, 2].every((i) => setOn(i) === 1), 15_000, 'the new module is in force');
  await cluster.expectFinal(add('score', 'n1'), 2, 0);
  expect(totals(0, 'score')).toMatchObject({ n1: 21, n799: 10, late: 10, '~made': 1 });
  expect(totals(1, 'tally', 0)).toMatchObject({ n1: 2, late: 1 });
  expect(verifyReceipt(await cluster.receipt(2, first!), cluster.chain.genesis)).toMatchObject({ result: { outcome: { kind: 'accepted' } } });
  expect(await cluster.node(1).answers.stateEvidence('score', 'totals', utf8('n1'))).toMatchObject({ module: 'score~1', value: expect.any(String) as string });
  const agreed = cluster.expectAgreement();
  // Once more through a start: the set in force is read from the state.
  await cluster.stop(1);
  await cluster.start(1);
  await cluster.expectHeight(1, agreed);
  await cluster.expectFinal(add('score', 'n2'), 1, 0);
});
