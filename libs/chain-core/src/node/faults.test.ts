import { keyPairFromSeed } from '../crypto/sign';
import type { AnyModule } from '../module/active-module';
import { utf8 } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import { signTransaction } from '../protocol/sign-transaction';
import type { SealedTransaction } from '../protocol/transaction';
import { Cluster } from '../testing/cluster';
import { counter } from '../testing/counter-module';

jest.setTimeout(120_000);

let cluster: Cluster;
beforeEach(async () => {
  cluster = new Cluster({ validators: 4, definitions: [counter as unknown as AnyModule], modules: [{ name: 'counter', version: '1.0.0', params: { max: 1_000 } }] });
  await cluster.startAll();
});
afterEach(() => cluster.close());

let salt = 0;
function call(signer: number, command: string): SealedTransaction {
  salt += 1;
  const keys = keyPairFromSeed(new Uint8Array(32).fill(0).fill(signer >> 8, 0, 1).fill(signer & 255, 1, 2));
  const calls = [{ module: 'counter', command, actor: keys.publicKey, payload: utf8(command === 'add' ? '{"by":1}' : '{}') }];
  return signTransaction(cluster.chain.chainId, { validFromMs: Date.now() - 5_000, validUntilMs: Date.now() + 60_000, salt, inputs: [], outputs: [], calls }, [keys]);
}

/** How often each code was the answer. */
async function answersTo(node: number, transactions: readonly SealedTransaction[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const answer of await cluster.node(node).transactions.submitBatch('client', transactions.map(({ bytes }) => bytes))) {
    const code = answer instanceof Refusal ? answer.code : 'let in';
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}
const many = (count: number, make: (i: number) => SealedTransaction) => Array.from({ length: count }, (_, i) => make(i));
const waiting = (): number => [0, 1, 2, 3].reduce((sum, i) => sum + cluster.node(i).status().mempool.transactions, 0);

/** Each proposer meets what was let in, leaves it out, and knows. */
async function untilItKnows(node: number): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    const answers = await answersTo(node, many(100, () => call(1, 'break')));
    await cluster.until(() => waiting() === 0, 30_000, 'nobody holds any of them');
    if (answers['let in'] === undefined) return;
  }
  throw new Error(`node ${node} does not learn`);
}

test('nodes that met what breaks a module let in no more of it, whoever sends it; other commands go on', async () => {
  for (const i of [0, 1, 2, 3]) {
    await untilItKnows(i);
    const { EXECUTION_FAULT: met = 0, TOO_MANY_FAULTS: turnedAway = 0, ...others } = await answersTo(i, many(200, () => call(1, 'break')));
    expect({ ...others, sum: met + turnedAway }).toEqual({ sum: 200 });
    expect(turnedAway).toBeGreaterThan(0);
    expect(await answersTo(i, many(20, (n) => call(2 + n, 'break')))).not.toHaveProperty('let in');
  }
  expect(waiting()).toBe(0);
  // A command that works, or refuses, is no suspect.
  for (const command of ['add', 'add-and-refuse']) expect(await answersTo(1, many(20, (n) => call(100 + n, command)))).toEqual({ 'let in': 20 });
  await cluster.until(() => waiting() === 0, 30_000, 'all of them are final');
  expect(cluster.node(2).answers.query('counter', 'total', {}).answer).toBe(20);
  expect(cluster.fatal).toEqual([]);
});
