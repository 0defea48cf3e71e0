import { canonicalJson } from '@bystack/chain-core/codec/json';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import type { AnyModule } from '@bystack/chain-core/module/active-module';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { assetId } from '@bystack/chain-core/protocol/ids';
import { moduleLock } from '@bystack/chain-core/protocol/module-lock';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import type { Lock, Output, SealedTransaction, TransactionBody } from '@bystack/chain-core/protocol/transaction';
import { Cluster } from '@bystack/chain-core/testing/cluster';
import { openRegistration } from '@bystack/modules-identity';
import { fee2, quota2 } from '@bystack/modules-transactions';

jest.setTimeout(60_000);

const keysOf = (byte: number) => keyPairFromSeed(new Uint8Array(32).fill(byte));
const [mint, ann, treasury] = [keysOf(7), keysOf(8), keysOf(9)];
const definition = { issuer: { kind: 'keys', threshold: 1, keys: [mint.publicKey] }, document: canonicalJson({ name: 'coin' }) } as const;
const COIN = assetId(definition);
const params = { asset: toHex(COIN), treasury: toHex(treasury.publicKey), perTransaction: 5, handOverFrom: 5 };
const cluster = new Cluster({
  validators: 1,
  definitions: [openRegistration, fee2, quota2] as unknown as readonly AnyModule[],
  modules: [{ name: 'open-registration', version: '1.0.0', params: {} }, { name: 'fee', version: '2.0.0', params }],
  consensus: { heartbeatMs: 400 },
});
beforeAll(() => cluster.startAll());
afterAll(() => cluster.close());

let salt = 0;
const signed = (parts: Pick<TransactionBody, 'inputs' | 'outputs'>, by: typeof ann): SealedTransaction => {
  salt += 1;
  return signTransaction(cluster.chain.chainId, { validFromMs: Date.now() - 5_000, validUntilMs: Date.now() + 60_000, salt, calls: [], ...parts }, [by]);
};
const output = (amount: bigint, lock: Lock): Output => ({ assetId: COIN, value: { kind: 'amount', amount }, lock });
const own: Lock = { kind: 'keys', threshold: 1, keys: [ann.publicKey] };
/** On the disk, so that it is counted. */
const recorded = async (transaction: SealedTransaction): Promise<void> => {
  await cluster.expectFinal(transaction, 0);
  const { reader } = cluster.node(0);
  await cluster.until(() => reader.finalHeight >= reader.find(transaction.txId)!.block.header.height, 10_000, 'it is on the disk');
};
const alone = async ({ publicKey }: typeof ann) => (await cluster.node(0).holdings.balances(publicKey, 10)).items.map((held) => held.alone);

test('what a node offers of an owner after fees are given up, it takes: also what the end of a block had put back', async () => {
  const paid = signed({ inputs: [{ kind: 'issue', definition, amount: 60n }], outputs: [output(50n, moduleLock('fee', { lock: 'account', owner: ann.publicKey, data: {} })), output(10n, own)] }, mint);
  await recorded(paid);
  // Her transfer costs 5 of the 50, which the treasury gets at once; 45 are locked again, at no transaction's id.
  const transfer = signed({ inputs: [{ kind: 'spend', outPoint: { txId: paid.txId, index: 1 } }], outputs: [output(10n, own)] }, ann);
  await recorded(transfer);
  expect([await alone(ann), await alone(treasury)]).toEqual([[10n], [5n]]);
  const changes = [{ kind: 'swap-module', module: 'fee', by: { name: 'quota', version: '2.0.0', parameters: {} } }];
  expect(await cluster.give(0, 'propose-change', { changes })).toBe('accepted');
  const ask = (query: string) => cluster.node(0).answers.query('kernel', query, {}).answer;
  await cluster.give(0, 'confirm-modules', { change: 1 }); // Unless the node has said so by itself.
  expect(await cluster.give(0, 'approve-change', { change: 1 })).toBe('accepted');
  await cluster.until(() => (ask('history') as unknown as { set: number }).set === 1, 20_000, 'quotas are in force');
  expect(await alone(ann)).toEqual([55n]);
  const { items } = await cluster.node(0).holdings.outputs(ann.publicKey, COIN, 10);
  const all = signed({ inputs: items.map((outPoint) => ({ kind: 'spend', outPoint })), outputs: [output(55n, { kind: 'keys', threshold: 1, keys: [mint.publicKey] })] }, ann);
  await recorded(all);
  expect([await alone(ann), await alone(mint)]).toEqual([[], [55n]]);
});
