import { toHex } from '@bystack/chain-core/primitives/bytes';
import { verifyWorkReceipt } from '@bystack/chain-core/protocol/verify-receipt';
import { trustWorkFrom } from '@bystack/chain-core/protocol/pow/chain-of-work';
import { Coins } from '@bystack/chain-core/testing/coins';
import { makeLocalChain, type LocalChain } from '@bystack/chain-core/testing/local-chain';
import type { NodeProcess, RpcAnswer } from '@bystack/chain-core/testing/node-process';
import { serveNode } from '../testing/served-node';

jest.setTimeout(60_000);
const pow = { targetSpacingMs: 200, initialWork: 20_000, leastWork: 2_000, futureMsMax: 2_000, finalDepth: 3 };
const limits = { blockBytesMax: 256 * 1024, transactionBytesMax: 64 * 1024 };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** One node of a chain, spoken to over its RPC. */
async function serve(chain: LocalChain): Promise<NodeProcess> {
  const served = await serveNode(chain, []);
  closing.push(async () => {
    await served.close();
    expect(served.fatal).toEqual([]);
  });
  return served.client;
}

const mine = (client: NodeProcess, body: string): Promise<RpcAnswer> => client.call('POST', '/mining', { body, type: 'application/json' });
const problemOf = (answer: RpcAnswer) => {
  const { code, field, detail } = answer.json();
  expect(detail).not.toMatch(/\{\w+\}/);
  return { status: answer.status, code, field };
};

test('mining is shown, stopped and started; receipts of work come out of the same node', async () => {
  const chain = makeLocalChain({ validators: 0, observers: 1, pow, limits });
  const client = await serve(chain);
  const status = async () => (await client.call('GET', '/status')).json();
  expect((await status()).competition).toMatchObject({ threads: 1, finalDepth: 3, work: expect.stringMatching(/^\d+$/) });

  const issue = new Coins({ chainId: chain.chainId, seed: new Uint8Array(32).fill(3) }).issue(1, Date.now());
  const submitted = await client.call('POST', '/transactions?wait=final&timeoutMs=30000', { body: issue.bytes, type: 'application/octet-stream' });
  expect(submitted.json()).toMatchObject({ state: 'final' });
  const receipt = (await client.call('GET', `/receipts/${toHex(issue.txId)}`)).json();
  const { depth, anchorHeight } = verifyWorkReceipt(receipt, trustWorkFrom(chain.genesis));
  expect([depth >= 3, anchorHeight]).toEqual([true, 0]); // Mining goes on meanwhile.
  const { headers, finalHeight } = (await client.call('GET', '/headers?from=1&limit=5')).json();
  expect(headers).toHaveLength(5);
  expect(finalHeight).toBeGreaterThanOrEqual(1);
  expect(problemOf(await client.call('GET', `/receipts/${toHex(issue.txId)}?from=1000000`))).toMatchObject({ status: 422, code: 'ANCHOR_OUT_OF_RANGE' });
  expect(problemOf(await client.call('GET', '/headers?limit=0'))).toMatchObject({ status: 400, code: 'INVALID_REQUEST', field: '/limit' });

  expect((await mine(client, '{"threads":0}')).json().competition.threads).toBe(0);
  const stoppedAt = (await status()).headHeight;
  expect((await mine(client, '{"threads":1}')).json().competition.threads).toBe(1);
  const endMs = Date.now() + 30_000;
  while ((await status()).headHeight <= stoppedAt && Date.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await status()).headHeight).toBeGreaterThan(stoppedAt);
});

test('what cannot be mined with is refused with a code, a sentence and the field', async () => {
  const client = await serve(makeLocalChain({ validators: 0, observers: 1, pow, limits }));
  const rejoin = (body: string) => client.call('POST', '/rejoin', { body, type: 'application/json' });
  expect(problemOf(await rejoin('{"forkHeight":0}'))).toMatchObject({ status: 409, code: 'NOT_SPLIT' });
  for (const body of ['null', '{}', '{"forkHeight":"1"}']) expect(problemOf(await rejoin(body))).toMatchObject({ code: 'INVALID_PARAMETER', field: '/forkHeight' });
  for (const body of ['{"threads":-1}', '{"threads":0.5}', '{"threads":1000000}']) expect(problemOf(await mine(client, body))).toMatchObject({ status: 422, code: 'THREADS_OUT_OF_RANGE' });
  for (const body of ['{}', '{"threads":"1"}', 'null', '[]']) expect(problemOf(await mine(client, body))).toMatchObject({ code: 'INVALID_PARAMETER', field: '/threads' });
  expect((await mine(client, '{')).status).toBe(400);
  expect((await client.call('GET', '/status')).json().competition.threads).toBe(1);
  expect(problemOf(await client.call('POST', '/committee/propose-change', { body: '{}', type: 'application/json' }))).toMatchObject({ status: 409, code: 'NO_SEAT_HERE' });
});

test('nobody mines where a committee decides', async () => {
  const client = await serve(makeLocalChain({ validators: 1 }));
  expect(problemOf(await mine(client, '{"threads":1}'))).toMatchObject({ status: 409, code: 'NOT_MINED_HERE' });
  expect((await client.call('GET', '/status')).json().competition).toBeUndefined();
});
