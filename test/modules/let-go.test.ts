import { canonicalJson } from '@bystack/chain-core/codec/json';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import { Cluster } from '@bystack/chain-core/testing/cluster';
import { openRegistration } from '@bystack/modules-identity';
import { quota } from '@bystack/modules-transactions';

/** Longer than anything takes here, and no longer than a person would wait. */
const PATIENCE_MS = 30_000;
jest.setTimeout(60_000);

const ann = keyPairFromSeed(new Uint8Array(32).fill(7));
const chosen = (name: string, params: object) => ({ name, version: '1.0.0', params: params as never });
const cluster = new Cluster({
  validators: 4,
  definitions: [openRegistration as never, quota as never],
  modules: [chosen('open-registration', { members: [{ key: toHex(ann.publicKey), name: 'Ann' }] }), chosen('quota', { perMember: { perMinute: 1, burst: 1 } })],
});
beforeAll(() => cluster.startAll());
afterAll(() => cluster.close());

const rename = (name: string, salt: number) =>
  signTransaction(cluster.chain.chainId, {
    validFromMs: Date.now() - 5_000, validUntilMs: Date.now() + 100_000, salt, inputs: [], outputs: [],
    calls: [{ module: 'open-registration', command: 'rename', actor: ann.publicKey, payload: canonicalJson({ name }) }],
  }, [ann]);

test('of two that were let in at two nodes and have quota for one, the other is let go on an idle chain, and whoever waits hears why', async () => {
  await cluster.until(() => [0, 1, 2, 3].every((i) => cluster.node(i).status().peers.every(({ connected }) => connected)), 15_000, 'all are connected');
  const [one, other] = [rename('Anna', 1), rename('Anne', 2)];
  cluster.node(0).transactions.submit(one.bytes);
  cluster.node(1).transactions.submit(other.bytes);
  await Promise.all([cluster.node(0).transactions.wait(one.txId, 'final', PATIENCE_MS), cluster.node(1).transactions.wait(other.txId, 'final', PATIENCE_MS)]);
  const standings = [cluster.node(0).transactions.standing(one.txId).state, cluster.node(1).transactions.standing(other.txId).state];
  expect([...standings].sort()).toEqual(['final', 'unknown']);
  const [at, txId] = standings[0] === 'unknown' ? [0, one.txId] : [1, other.txId];
  expect(cluster.node(at).transactions.whyLetGo(txId)).toMatchObject({ code: 'QUOTA_EXCEEDED' });
  // No node keeps it for later: what whoever waited was told stays true.
  expect(cluster.nodes.map((node) => [node!.transactions.standing(txId).state, node!.status().mempool.transactions])).toEqual(Array(4).fill(['unknown', 0]));
});
