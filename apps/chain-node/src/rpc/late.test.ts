import type { Problem } from '@bystack/api';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { toHex, utf8 } from '@bystack/chain-core/primitives/bytes';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import { makeLocalChain } from '@bystack/chain-core/testing/local-chain';
import { serveNode, type ServedNode } from '../testing/served-node';

/** One of four: nothing becomes final. */
const chain = makeLocalChain({ validators: 4, modules: [{ name: 'counter', version: '1.0.0', params: { max: 1000 } }] });
let served: ServedNode;

beforeAll(async () => {
  served = await serveNode(chain);
});
afterAll(async () => {
  await served.close();
  expect(served.fatal).toEqual([]);
});

test('whoever asks too early for a receipt is told what to look up, and until when the transaction can count', async () => {
  const actor = keyPairFromSeed(new Uint8Array(32).fill(4));
  const validUntilMs = 1_000 * Math.floor(Date.now() / 1_000 + 60);
  const body = { validFromMs: validUntilMs - 60_000, validUntilMs, salt: 1, inputs: [], outputs: [], calls: [{ module: 'counter', command: 'add', actor: actor.publicKey, payload: utf8('{"by":2}') }] };
  const transaction = signTransaction(chain.chainId, body, [actor]);
  const txId = toHex(transaction.txId);
  expect((await served.client.call('POST', '/transactions', { body: transaction.bytes })).status).toBe(202);
  const recordUntil = new Date(validUntilMs).toISOString().replace('.000', '');
  for (const [path, waitedMs] of [[`/receipts/${txId}`, 0], [`/receipts/${txId}?wait=final&timeoutMs=1`, 1]] as const) {
    const { status, json } = await served.client.call('GET', path);
    const problem = json() as Problem;
    expect([status, problem.code, problem.facts]).toEqual([504, 'NOT_FINAL_IN_TIME', { waitedMs, txId, recordUntil }]);
    expect(problem.detail).toBe(`Submitted, but not final within ${waitedMs} ms. It is transaction ${txId} and counts only if a block before ${recordUntil} takes it in: look it up before you send it anew; repeated with the same idempotency key it counts once.`);
  }
});
