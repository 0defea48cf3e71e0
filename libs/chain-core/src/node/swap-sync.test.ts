import { canonicalJson } from '../codec/json';
import { keyPairFromSeed } from '../crypto/sign';
import { verifyStateEvidence } from '../light';
import { utf8 } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { signTransaction } from '../protocol/sign-transaction';
import type { SealedTransaction } from '../protocol/transaction';
import { trustInGenesis } from '../protocol/verify-certified';
import { verifyReceipt } from '../protocol/verify-receipt';
import { SNAPSHOT } from '../sync';
import { Cluster } from '../testing/cluster';
import { TALLIES } from '../testing/tally-modules';
import { systemClock } from './clock';

jest.setTimeout(90_000);

const ann = keyPairFromSeed(new Uint8Array(32).fill(7));
/** States are offered by the times of blocks. */
let aheadMs = 0;
const clock = { ...systemClock, nowMs: () => Date.now() + aheadMs };
let cluster: Cluster;
let salt = 0;
afterEach(() => cluster.close());

function add(module: string, ...names: string[]): SealedTransaction {
  salt += 1;
  const nowMs = clock.nowMs();
  const calls = [{ module, command: 'add', actor: ann.publicKey, payload: canonicalJson({ names }) }];
  return signTransaction(cluster.chain.chainId, { validFromMs: nowMs - 5_000, validUntilMs: nowMs + 60_000, salt, inputs: [], outputs: [], calls }, [ann]);
}
const history = (i: number) => cluster.node(i).answers.query('kernel', 'history', {}).answer as { set: number; due: object | null; migrating: { isDone: boolean } | null };
const totals = (i: number, module: string): Record<string, number> => Object.fromEntries(cluster.node(i).answers.query(module, 'all', {}).answer as [string, number][]);

/** A call to whichever module is in force every now and then, until it holds. */
async function goOnUntil(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i += 1) {
    if (i === 300) throw new Error('300 calls later it does not hold');
    const call = add(history(0).set === 0 ? 'tally' : 'score', 'busy');
    try {
      cluster.node(0).transactions.submit(call.bytes);
    } catch (error) {
      expect(error).toMatchObject({ code: 'UNKNOWN_MODULE' }); // Just switched.
    }
    await cluster.until(() => cluster.node(0).transactions.standing(call.txId).state !== 'pending', 10_000, 'the call is decided');
    aheadMs += i % 10 === 9 ? SNAPSHOT.spanMs : 0;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
const isLevel = (i: number) => cluster.nodes[i]?.status().finalHeight === cluster.node(0).status().finalHeight;

test('nodes that take a state during a change of modules, or after it, come to the same, although nobody has the first blocks any more', async () => {
  aheadMs = 0;
  cluster = new Cluster({
    validators: 4, observers: 2, definitions: TALLIES, modules: [{ name: 'tally', version: '1.0.0', params: { step: 1 } }],
    createdAtMs: Date.now() - 600_000, clock, keepBlocks: (node) => (node < 4 ? 3 : undefined),
  });
  for (const i of [0, 1, 2, 3]) await cluster.start(i);
  await cluster.expectFinal(add('tally', ...Array.from({ length: 400 }, (_, n) => `n${n}`)), 0);
  const before = add('tally', 'n1');
  await cluster.expectFinal(before, 0);
  const evidence = await cluster.receipt(0, before.txId);
  const by = { name: 'score', version: '1.0.0', parameters: {} };
  const last = cluster.node(0).status().finalHeight + 100;
  expect(await cluster.give(0, 'propose-change', { changes: [{ kind: 'swap-module', module: 'tally', by }], atHeight: last } as unknown as Json)).toBe('accepted');
  const able = () => ((cluster.node(0).answers.query('kernel', 'changes', {}).answer as { able?: number[] }[])[0]?.able ?? []).length;
  await cluster.until(() => able() >= 3, 10_000, 'nodes have the module');
  for (const i of [1, 2]) await cluster.give(i, 'approve-change', { change: 1 }, 0);
  await goOnUntil(() => history(0).migrating?.isDone === true && cluster.node(0).reader.keptFrom > 5);
  // The first newcomer takes a state in which every record is carried over and the old module still works.
  await cluster.start(4);
  await goOnUntil(() => isLevel(4));
  expect(cluster.node(4).reader.keptFrom).toBeGreaterThan(5);
  expect(history(4)).toMatchObject({ set: 0, due: { change: 1, lastHeight: last } });
  await goOnUntil(() => [0, 1, 2, 3, 4].every((i) => history(i).set === 1));
  // The second one comes after the switch; whoever has the state has the modules.
  await cluster.start(5);
  await goOnUntil(() => isLevel(5) && history(5).set === 1);
  expect(cluster.node(5).reader.keptFrom).toBeGreaterThan(5);
  await cluster.expectFinal(add('score', 'n1'), 5, 4);
  await cluster.until(() => [4, 5].every((i) => isLevel(i)), 10_000, 'newcomers have it all');
  for (const i of [4, 5]) expect(totals(i, 'score')).toEqual(totals(0, 'score'));
  expect(totals(5, 'score')).toMatchObject({ n1: 21, n2: 10, '~made': 1 });
  expect(verifyReceipt(evidence, cluster.chain.genesis)).toMatchObject({ result: { outcome: { kind: 'accepted' } } });
  const proved = verifyStateEvidence(await cluster.node(5).answers.stateEvidence('score', 'totals', utf8('n1')), trustInGenesis(cluster.chain.genesis));
  expect(JSON.stringify(proved)).toContain('score~1');
  cluster.expectAgreementFrom(Math.max(...[0, 1, 2, 3, 4, 5].map((i) => cluster.node(i).reader.keptFrom)));
});
