import { canonicalJson } from '@bystack/chain-core/codec/json';
import { keyPairFromSeed, type KeyPair } from '@bystack/chain-core/crypto/sign';
import type { AnyModule, ModuleInForce } from '@bystack/chain-core/module/active-module';
import { toHex, type Hash } from '@bystack/chain-core/primitives/bytes';
import { assetId } from '@bystack/chain-core/protocol/ids';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import type { AssetDefinition, SealedTransaction, TransactionBody } from '@bystack/chain-core/protocol/transaction';
import { Cluster } from '@bystack/chain-core/testing/cluster';
import { market } from '@bystack/chain-core/testing/market-module';
import { buildCall, buildIssue, buildTrade, lockTo, spaceName, verifyOffline, readTrust, whatWasProved, type Proved, type Spendable } from '@bystack/sdk';

jest.setTimeout(90_000);
const [bank, ann, bob, eve] = [1, 2, 3, 4].map((byte) => keyPairFromSeed(new Uint8Array(32).fill(byte))) as [KeyPair, KeyPair, KeyPair, KeyPair];
const definition = (name: string): AssetDefinition => ({ issuer: lockTo(bank.publicKey) as never, document: canonicalJson({ name }) });
const [gold, grain] = [assetId(definition('Gold')), assetId(definition('Grain'))];
const definitions = [market, { ...market, version: '2.0.0' }] as unknown as readonly AnyModule[];
const cluster = new Cluster({ validators: 4, definitions, modules: [{ name: 'market', version: '1.0.0', params: {} }] });
beforeAll(() => cluster.startAll());
afterAll(() => cluster.close());

const signed = (body: TransactionBody, ...keys: KeyPair[]): SealedTransaction => signTransaction(cluster.chain.chainId, body, keys);
const asset = (of: Hash) => toHex(of);
const space = (): string => spaceName((cluster.node(0).answers.query('kernel', 'modules', {}).answer as unknown as { modules: ModuleInForce[] }).modules.find(({ name }) => name === 'market')!);

/** Puts so much of both assets on the market. */
async function fund(...amounts: readonly bigint[]): Promise<void> {
  for (const [i, name] of ['Gold', 'Grain'].entries()) {
    const body = buildCall({ module: 'market', command: 'fund', payload: { asset: asset([gold, grain][i]!), amount: String(amounts[i]) }, actor: bank.publicKey });
    await cluster.expectFinal(signed({ ...body, inputs: [{ kind: 'issue', definition: definition(name), amount: amounts[i]! }] }, bank), i);
  }
}
async function coinOf(owner: KeyPair, amount: bigint): Promise<Spendable> {
  const issue = signed(buildIssue(definition('Gold'), amount, lockTo(owner.publicKey)), bank);
  await cluster.expectFinal(issue, 0);
  return { outPoint: { txId: issue.txId, index: 0 }, assetId: gold, amount };
}
/** 60 gold of 100, for at least so much grain. */
function trade(who: KeyPair, coin: Spendable, atLeast: bigint, of = space()): SealedTransaction {
  const to = lockTo(who.publicKey);
  const gets = [{ module: of, lock: 'stock', assetId: grain, atLeast, atMost: 1_000n, to }];
  return signed(buildTrade({ module: 'market', command: 'trade', payload: { give: asset(gold), amount: '60', take: asset(grain) }, actor: who.publicKey }, { spendables: [coin], gives: [{ assetId: gold, amount: 60n }], gets, changeLock: to }), who);
}
/** Takes all of an asset off the market. */
function draw(of: Hash, amount: bigint): SealedTransaction {
  const gets = [{ module: 'market', lock: 'stock', assetId: of, atLeast: amount, atMost: amount, to: lockTo(bank.publicKey) }];
  return signed(buildTrade({ module: 'market', command: 'now', payload: { way: 'draw', asset: asset(of), amount: String(amount) }, actor: bank.publicKey }, { spendables: [], gives: [], gets, changeLock: lockTo(bank.publicKey) }), bank);
}
async function proved(node: number, { txId }: SealedTransaction): Promise<Proved> {
  const trust = readTrust(cluster.chain.genesisBytes);
  return whatWasProved(verifyOffline(JSON.stringify(await cluster.receipt(node, txId)), trust), trust);
}

test('on running nodes two who signed the same limits are both served, the third keeps what they have; receipts show it offline; a module that takes the market’s place takes nothing of what was signed before', async () => {
  await fund(1_000n, 1_000n);
  const traders = [ann, bob, eve];
  const coins = await Promise.all(traders.map((who) => coinOf(who, 100n)));
  const trades = traders.map((who, i) => trade(who, coins[i]!, 50n));
  await Promise.all(trades.map((transaction, i) => cluster.expectFinal(transaction, i, 3)));
  const results = await Promise.all(trades.map((transaction) => proved(3, transaction)));
  expect(results.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'accepted', 'refused']);
  expect(results.flatMap(({ openInputs }) => openInputs.map(({ came, isAsSigned }) => [came, isAsSigned])).sort()).toEqual([['50', true], ['56', true]]);
  expect(results.find(({ outcome }) => outcome === 'refused')!.refusal).toMatchObject({ code: 'OPEN_INPUT_OUTSIDE_LIMITS', facts: { came: '45', atLeast: '50', atMost: '1000', input: 1 } });

  // Whoever was refused signs again with what holds now, for the market that is there; then that market makes way.
  const refused = results.findIndex(({ outcome }) => outcome === 'refused');
  const again = trade(traders[refused]!, coins[refused]!, 45n);
  await cluster.expectFinal(draw(grain, 894n), 0);
  await cluster.expectFinal(draw(gold, 1_120n), 1);
  const changes = [{ kind: 'swap-module', module: 'market', by: { name: 'market', version: '2.0.0', parameters: {} } }];
  expect(await cluster.give(0, 'propose-change', { changes, atHeight: 0 })).toBe('accepted');
  const able = () => (cluster.node(0).answers.query('kernel', 'changes', {}).answer as { able?: number[] }[])[0]?.able ?? [];
  await cluster.until(() => able().length === 4, 15_000, 'all nodes have the module');
  for (const seat of [1, 2]) expect(await cluster.give(seat, 'approve-change', { change: 1 }, 0)).toBe('accepted');
  await cluster.until(() => space() === 'market~1', 15_000, 'the next market is in force');
  await fund(1_000n, 1_000n);
  expect(() => cluster.node(0).transactions.submit(again.bytes)).toThrow('OPEN_INPUT_NOT_ACCEPTED');
  const anew = trade(traders[refused]!, coins[refused]!, 45n);
  await cluster.expectFinal(anew, 2, 0);
  expect((await proved(0, anew)).openInputs).toMatchObject([{ module: 'market~1', came: '56', isAsSigned: true }]);
  expect(cluster.expectAgreement()).toBeGreaterThan(1);
});
