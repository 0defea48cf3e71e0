import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Coins } from '../testing/coins';
import { NODE } from './limits';
import { SignaturePool, checkSignatures } from './signature-pool';
import type { SignatureVerifier } from '../ledger/signature-verifier';
import { decodeTransaction } from '../protocol/codec';

/** Threads run the built program: the one beside the compiled sources, or the one beside the bundled node. */
const [program, bundled] = ['libs/chain-core/src/node', 'programs/chain-node'].map((folder) => join(__dirname, '../../../../dist', folder, 'signature-worker.js')) as [string, string];
for (const file of [program, bundled]) if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build`);

const chainId = new Uint8Array(32).fill(1);
const coins = new Coins({ chainId, seed: new Uint8Array(32).fill(2) });
const signed = Array.from({ length: 64 }, () => coins.issue(1, 1_000_000).bytes);
const flipped = signed[5]!.map((byte, i) => (i === signed[5]!.length - 1 ? byte ^ 1 : byte));
const ofAnotherChain = new Coins({ chainId: new Uint8Array(32), seed: new Uint8Array(32).fill(2) }).issue(1, 1_000_000).bytes;

const words: string[] = [];
let pool: SignaturePool;
const start = (options: Partial<ConstructorParameters<typeof SignaturePool>[0]> = {}) => (pool = new SignaturePool({ chainId, workers: 2, program, ...options }, { log: (_level, what) => void words.push(what) }));
afterEach(() => pool.close());

test.each([program, bundled])('says of each transaction whether its signatures hold, and never yes to what it cannot read: %s', async (file) => {
  start({ program: file });
  const list = [...signed, flipped, ofAnotherChain, Uint8Array.of(1, 2, 3), new Uint8Array(0)];
  const verdicts = await pool.check(list, NODE.workerBacklogMin);
  expect([...verdicts!]).toEqual([...signed.map(() => 1), 0, 0, 0, 0]);
  expect(signed[0]!.length).toBeGreaterThan(0); // What was given is still here: a copy was handed over.
});

test('leaves alone what is little, and does not take more than it gets through', async () => {
  start({ workers: 1 });
  expect(await pool.check(signed, 0)).toBeUndefined();
  expect(await pool.check(signed.slice(0, NODE.workerBatchMin - 1), NODE.workerBacklogMin)).toBeUndefined();
  const many = await Promise.all(Array.from({ length: 100 }, () => pool.check(signed, NODE.workerBacklogMin)));
  expect(many.filter((verdicts) => verdicts !== undefined).length).toBe(NODE.workerTransactionsMax / signed.length);
  expect(pool.transactions).toBe(0);
});

test('takes all there is when told that nobody else does it meanwhile', async () => {
  start({ workers: 1, transactionsMax: Infinity });
  const many = await Promise.all(Array.from({ length: 100 }, () => pool.check(signed, NODE.workerBacklogMin)));
  expect(many.every((verdicts) => verdicts?.every((verdict) => verdict === 1))).toBe(true);
});

test('without workers, or with one that fails, everything is left to the caller', async () => {
  expect(await start({ workers: 0 }).check(signed, NODE.workerBacklogMin)).toBeUndefined();
  start({ program: join(__dirname, 'no-such-program.js') });
  expect(await pool.check(signed, NODE.workerBacklogMin)).toBeUndefined();
  expect(words).toEqual(['a thread that verifies signatures has failed']);
  expect(await pool.check(signed, NODE.workerBacklogMin)).toBeUndefined();
});

test('marks the transactions of a block that hold as verified, and no other', async () => {
  start();
  const block = [...signed.map((bytes) => decodeTransaction(bytes)), decodeTransaction(flipped)];
  const verified: unknown[] = [];
  await checkSignatures(block, pool, { markVerified: (transaction: unknown) => verified.push(transaction) } as unknown as SignatureVerifier);
  expect(verified).toEqual(block.slice(0, -1));
});
