import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyPairFromSeed } from '../crypto/sign';
import { equalBytes, utf8 } from '../primitives/bytes';
import { genesisCommittee } from '../protocol/committee';
import { parseGenesis } from '../protocol/check-genesis';
import { decodeCertificate, decodeHeader } from '../protocol/codec';
import { signTransaction } from '../protocol/sign-transaction';
import { verifyCertificate } from '../protocol/verify-certificate';
import { verifyReceipt } from '../protocol/verify-receipt';
import { decodeStateProof, verifyStateProof } from '../state/proof';
import { fullKey } from '../state/store-key';
import { Cluster } from '../testing/cluster';
import { Coins } from '../testing/coins';
import { counter } from '../testing/counter-module';

jest.setTimeout(60_000);

let cluster: Cluster;
afterEach(() => cluster.close());

const actor = keyPairFromSeed(new Uint8Array(32).fill(6));
const coinsOf = (made: Cluster) => new Coins({ chainId: made.chain.chainId, seed: new Uint8Array(32).fill(5) });

let salt = 0;
function call(command: string, payload: string) {
  const nowMs = Date.now();
  salt += 1;
  const body = { validFromMs: nowMs - 1_000, validUntilMs: nowMs + 60_000, salt, inputs: [], outputs: [], calls: [{ module: 'counter', command, actor: actor.publicKey, payload: utf8(payload) }] };
  return signTransaction(cluster.chain.chainId, body, [actor]);
}
const withCounter = { definitions: [counter], modules: [{ name: 'counter', version: '1.0.0', params: { max: 1000 } }] };

test.each([1, 2, 4])('%i validators finalise transactions, wherever they are submitted', async (validators) => {
  cluster = new Cluster({ validators });
  await cluster.startAll();
  const coins = coinsOf(cluster);
  const issue = coins.issue(10, Date.now());
  await cluster.expectFinal(issue, 0, validators - 1);
  for (let i = 0; i < 10; i += 1) await cluster.expectFinal(coins.transfer(issue.txId, i, Date.now()), i % validators, (i + 1) % validators);
  expect(cluster.expectAgreement()).toBeGreaterThan(1);
});

test('the receipt of every node proves, with the genesis document alone, what became of a transaction', async () => {
  cluster = new Cluster({ validators: 4, ...withCounter });
  await cluster.startAll();
  const transaction = call('add', '{"by":7}');
  await Promise.all([0, 1, 2, 3].map((i) => cluster.expectFinal(transaction, i)));
  for (const node of [0, 1, 2, 3]) {
    const receipt = await cluster.receipt(node, transaction.txId);
    const verified = verifyReceipt(receipt, cluster.chain.genesis);
    expect(verified.result.outcome).toEqual({ kind: 'accepted' });
    expect(equalBytes(verified.transaction.txId, transaction.txId)).toBe(true);
    const certificate = receipt.certificate.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    expect(() => verifyReceipt({ ...receipt, certificate }, cluster.chain.genesis)).toThrow('RECEIPT_INVALID');
  }
});

test('four validators with bls certificates finalise, prove, and go on without one of them, which catches up', async () => {
  cluster = new Cluster({ validators: 4, consensus: { certificates: 'bls' }, ...withCounter });
  await cluster.startAll();
  const first = call('add', '{"by":7}');
  await Promise.all([0, 1, 2, 3].map((i) => cluster.expectFinal(first, i)));
  const { committee, signers } = verifyReceipt((await cluster.node(2).transactions.receipt(first.txId))!, cluster.chain.genesis);
  expect([committee.scheme, signers.length]).toEqual(['bls', 3]);
  await cluster.stop(3);
  const second = call('add', '{"by":1}');
  await cluster.expectFinal(second, 0, 2);
  await cluster.start(3);
  await cluster.expectFinal(second, 3);
  await cluster.expectFinal(call('add', '{"by":2}'), 3, 1);
});

test('with one of four stopped the chain goes on; when it returns it catches up and takes part', async () => {
  cluster = new Cluster({ validators: 4 });
  await cluster.startAll();
  const coins = coinsOf(cluster);
  const issue = coins.issue(40, Date.now());
  await cluster.expectFinal(issue, 0);
  await cluster.stop(2);
  for (let i = 0; i < 20; i += 1) await cluster.expectFinal(coins.transfer(issue.txId, i, Date.now()), i % 2);
  await cluster.start(2);
  await cluster.expectHeight(2, cluster.node(0).status().finalHeight);
  await cluster.stop(3);
  await cluster.expectFinal(coins.transfer(issue.txId, 30, Date.now()), 2, 0);
  cluster.expectAgreement();
});

test('without a quorum nothing is final; when it is back, what waited becomes final within seconds', async () => {
  cluster = new Cluster({ validators: 4, consensus: { viewTimerMs: 100, viewTimerMsMax: 400 } });
  await cluster.startAll();
  const coins = coinsOf(cluster);
  const issue = coins.issue(4, Date.now());
  await cluster.expectFinal(issue, 0);
  await Promise.all([cluster.stop(2), cluster.stop(3)]);
  const waiting = coins.transfer(issue.txId, 0, Date.now());
  cluster.node(0).transactions.submit(waiting.bytes);
  await cluster.node(0).transactions.wait(waiting.txId, 'final', 2_000);
  expect(cluster.node(0).transactions.standing(waiting.txId).state).not.toBe('final');
  await cluster.start(2);
  await cluster.expectFinal(waiting, 0, 2);
  await cluster.start(3);
  await cluster.expectFinal(coins.transfer(issue.txId, 1, Date.now()), 3, 1);
  cluster.expectAgreement();
});

test('all stop and all return: everything is as it was, and goes on', async () => {
  cluster = new Cluster({ validators: 4 });
  await cluster.startAll();
  const coins = coinsOf(cluster);
  const issue = coins.issue(4, Date.now());
  await cluster.expectFinal(issue, 0);
  const transfer = coins.transfer(issue.txId, 0, Date.now());
  await cluster.expectFinal(transfer, 1);
  const height = cluster.node(1).status().finalHeight;
  await Promise.all([0, 1, 2, 3].map((i) => cluster.stop(i)));
  await cluster.startAll();
  expect(cluster.node(1).status().finalHeight).toBeGreaterThanOrEqual(height);
  expect(cluster.node(1).transactions.standing(transfer.txId).state).toBe('final');
  await cluster.expectFinal(coins.transfer(issue.txId, 1, Date.now()), 2, 3);
  cluster.expectAgreement();
});

test('a validator whose volume was rolled back contradicts none of its votes, catches up and votes again', async () => {
  const words: string[] = [];
  cluster = new Cluster({ validators: 4, log: () => (_level, what) => void words.push(what) });
  await cluster.startAll();
  const coins = coinsOf(cluster);
  const issue = coins.issue(40, Date.now());
  await cluster.expectFinal(issue, 0, 2);
  await cluster.stop(2);
  const copy = `${cluster.dataDir(2)}-copy`;
  cpSync(cluster.dataDir(2), copy, { recursive: true });
  await cluster.start(2);
  for (let i = 0; i < 10; i += 1) await cluster.expectFinal(coins.transfer(issue.txId, i, Date.now()), i % 4, 2);
  await cluster.stop(2);
  rmSync(cluster.dataDir(2), { recursive: true });
  cpSync(copy, cluster.dataDir(2), { recursive: true });
  await cluster.start(2);
  await cluster.expectHeight(2, cluster.node(0).status().finalHeight);
  await cluster.until(() => words.includes('others are ahead of the vote log of this node: it casts no vote up to this view'), 10_000, 'a quorum of answers, which may take longer than catching up');
  await cluster.stop(3);
  await cluster.expectFinal(coins.transfer(issue.txId, 30, Date.now()), 2, 0);
  expect(words.filter((what) => what.includes('ALARM'))).toEqual([]);
  cluster.expectAgreement();
});

test('an observer follows, proves what it says, and passes transactions on', async () => {
  cluster = new Cluster({ validators: 3, observers: 1, ...withCounter });
  await cluster.startAll();
  await cluster.expectFinal(call('add', '{"by":7}'), 0, 3);
  await cluster.expectFinal(call('add', '{"by":5}'), 3, 3);
  expect(cluster.node(3).answers.query('counter', 'total', {}).answer).toBe(12);
  const { header, certificate, proof, value } = cluster.node(3).answers.stateAt('counter', 'total', utf8('total'));
  const committee = genesisCommittee(cluster.chain.genesis);
  const decoded = decodeCertificate(certificate);
  expect(verifyCertificate(decoded, committee, cluster.chain.chainId)).toBe(true);
  expect(equalBytes(decoded.blockId, cluster.node(3).reader.block(decodeHeader(header).height)!.id)).toBe(true);
  const key = Buffer.from(fullKey('counter', 1, utf8('total')), 'latin1');
  expect(verifyStateProof(decodeHeader(header).stateRoot, key, value, decodeStateProof(proof))).toBe(true);
  expect(Buffer.from(value!).toString()).toBe('12');
});

test('a node that prunes says what it no longer has, proves what it has, and leaves new nodes to those that keep everything', async () => {
  cluster = new Cluster({ validators: 2, observers: 1, keepBlocks: (node) => (node === 0 ? 3 : undefined) });
  await Promise.all([cluster.start(0), cluster.start(1)]);
  const coins = coinsOf(cluster);
  const issue = coins.issue(12, Date.now());
  await cluster.expectFinal(issue, 0, 1);
  const transfers = Array.from({ length: 12 }, (_, i) => coins.transfer(issue.txId, i, Date.now()));
  for (const transfer of transfers) await cluster.expectFinal(transfer, 1, 0);
  const { reader } = cluster.node(0);
  await cluster.until(() => reader.keptFrom >= reader.finalHeight - 2, 5_000, 'pruned');
  await expect(cluster.node(0).transactions.receipt(issue.txId)).rejects.toMatchObject({ code: 'BLOCK_PRUNED', facts: { keptFrom: reader.keptFrom } });
  expect(() => reader.block(1)).toThrow('BLOCK_PRUNED');
  expect(reader.header(1)!.bytes).toEqual(cluster.node(1).reader.header(1)!.bytes);
  expect(reader.block(0)!.header.height).toBe(0);
  expect((await cluster.node(0).transactions.submit(issue.bytes)).txId).toEqual(issue.txId); // Known to be recorded, not recorded again.
  verifyReceipt((await cluster.node(0).transactions.receipt(transfers.at(-1)!.txId))!, cluster.chain.genesis);
  verifyReceipt((await cluster.node(1).transactions.receipt(issue.txId))!, cluster.chain.genesis);
  await cluster.stop(0);
  await cluster.start(0);
  expect(cluster.node(0).reader.keptFrom).toBeGreaterThan(1);
  await cluster.stop(1);
  await cluster.start(2);
  await cluster.until(() => cluster.node(2).status().trouble?.startsWith('No connected node has block 1') === true, 5_000, 'the observer says why it cannot follow');
  await cluster.start(1);
  await cluster.expectHeight(2, cluster.node(1).status().finalHeight);
  expect(cluster.node(2).reader.keptFrom).toBe(1);
});

test('a page of the state that was damaged while the node runs stops it, and is not blamed on the transaction that met it', async () => {
  cluster = new Cluster({ validators: 1 });
  await cluster.start(0);
  const coins = coinsOf(cluster);
  const issue = coins.issue(2, Date.now());
  await cluster.expectFinal(issue, 0);
  await cluster.stop(0);
  await cluster.start(0); // From a checkpoint: no page has been read yet.
  const folder = join(cluster.dataDir(0), 'state');
  for (const name of readdirSync(folder).filter((each) => each.startsWith('pages-'))) {
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path).map((byte) => byte ^ 1));
  }
  const spend = coins.transfer(issue.txId, 0, Date.now());
  expect(() => cluster.node(0).transactions.submit(spend.bytes)).toThrow(expect.objectContaining({ name: 'StorageFailed', kind: 'corrupt' }));
  expect(cluster.node(0).transactions.standing(spend.txId).state).toBe('unknown');
});

test('a transaction that makes a module throw is taken out, and the chain goes on', async () => {
  const alarms: string[] = [];
  cluster = new Cluster({ validators: 4, ...withCounter, log: () => (level, words) => void (level === 'error' && alarms.push(words)) });
  await cluster.startAll();
  const bad = call('break', '{}');
  cluster.node(0).transactions.submit(bad.bytes);
  await cluster.node(0).transactions.wait(bad.txId, 'final', 5_000);
  expect(cluster.node(0).transactions.standing(bad.txId).state).toBe('unknown');
  expect(alarms[0]).toMatch(/ALARM/);
  expect(() => cluster.node(0).transactions.submit(bad.bytes)).toThrow('EXECUTION_FAULT');
  await cluster.expectFinal(call('add', '{"by":1}'), 0, 3);
  expect(cluster.fatal).toEqual([]);
});

test('the same transaction submitted to every node, twice, is recorded once', async () => {
  cluster = new Cluster({ validators: 4, ...withCounter });
  await cluster.startAll();
  const transaction = call('add', '{"by":3}');
  for (let round = 0; round < 2; round += 1) for (let i = 0; i < 4; i += 1) cluster.node(i).transactions.submit(transaction.bytes);
  await cluster.expectFinal(transaction, 0, 3);
  cluster.node(2).transactions.submit(transaction.bytes);
  await cluster.expectFinal(call('add', '{"by":1}'), 1, 2);
  expect(cluster.node(2).answers.query('counter', 'total', {}).answer).toBe(4);
});

test('a node refuses a genesis it cannot run, and a voting key that is not its seat\'s', async () => {
  cluster = new Cluster({ validators: 1 });
  expect(() => parseGenesis(utf8('{"format":"bystack-genesis/1"}'))).toThrow('GENESIS_INVALID');
  (cluster.chain.nodes[0] as { votingSeed: Uint8Array }).votingSeed = new Uint8Array(32).fill(1);
  await expect(cluster.start(0)).rejects.toMatchObject({ code: 'WRONG_KEY' });
});
