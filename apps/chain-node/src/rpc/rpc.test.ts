import { verifyStateEvidence } from '@bystack/chain-core/light';
import { parseGenesis } from '@bystack/chain-core/protocol/check-genesis';
import { trustInGenesis } from '@bystack/chain-core/protocol/verify-certified';
import { connect } from 'node:net';
import type { ChainNode } from '@bystack/chain-core/node';
import { decodeChunk } from '@bystack/chain-core/export/chunk-codec';
import { joinPrefixed } from '@bystack/chain-core/codec/prefixed-list';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { fromHex, toHex, utf8 } from '@bystack/chain-core/primitives/bytes';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import { Coins } from '@bystack/chain-core/testing/coins';
import { makeLocalChain } from '@bystack/chain-core/testing/local-chain';
import type { NodeProcess } from '@bystack/chain-core/testing/node-process';
import type { RpcAnswer } from '@bystack/chain-core/testing/node-process';
import { CHAIN_NODE } from '../limits';
import { serveNode, type ServedNode } from '../testing/served-node';

const chain = makeLocalChain({ validators: 1, modules: [{ name: 'counter', version: '1.0.0', params: { max: 1000 } }] });
const { chainId, genesisBytes } = chain;
const coins = new Coins({ chainId, seed: new Uint8Array(32).fill(3) });
const actor = keyPairFromSeed(new Uint8Array(32).fill(4));
let served: ServedNode;
let node: ChainNode;
let client: NodeProcess;

beforeAll(async () => {
  served = await serveNode(chain);
  ({ node, client } = served);
});
afterAll(async () => {
  await served.close();
  expect(served.fatal).toEqual([]);
});

const get = (path: string) => client.call('GET', path);
const post = (path: string, body: Uint8Array | string, type?: string) => client.call('POST', path, { body, ...(type !== undefined && { type }) });
function expectProblem(answer: RpcAnswer, status: number, code: string, field?: string): void {
  const problem = answer.json();
  expect({ status: answer.status, code: problem.code, field: problem.field }).toEqual({ status, code, field });
  expect(problem).toMatchObject({ status, title: expect.any(String), detail: expect.stringMatching(/[.。]$/), type: expect.stringMatching(/^urn:bystack:problem:/) });
  expect(problem.detail).not.toMatch(/\{\w+\}/);
}
async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 5) {
    if (waited > 10_000) throw new Error('never happened');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
let salt = 0;
function call(command: string, payload: string) {
  salt += 1;
  const body = { validFromMs: Date.now() - 1_000, validUntilMs: Date.now() + 60_000, salt, inputs: [], outputs: [], calls: [{ module: 'counter', command, actor: actor.publicKey, payload: utf8(payload) }] };
  return signTransaction(chainId, body, [actor]);
}

test('submits, waits, shows the transaction for people, and gives the receipt', async () => {
  const transaction = call('add', '{"by":2}');
  const submitted = await post('/transactions?wait=final', JSON.stringify({ transaction: toHex(transaction.bytes) }), 'application/json');
  expect([submitted.status, submitted.json()]).toEqual([200, { txId: toHex(transaction.txId), state: 'final', height: expect.any(Number), outcome: { kind: 'accepted' } }]);
  const view = (await get(`/transactions/${toHex(transaction.txId)}`)).json();
  expect(view).toMatchObject({
    state: 'final', index: 0, signers: [toHex(actor.publicKey)], calls: [{ module: 'counter', command: 'add', payload: { by: 2 } }],
    outcome: { kind: 'accepted' }, events: [{ module: 'counter', name: 'added', data: { by: 2, total: 2 } }],
  });
  const receipt = (await get(`/receipts/${toHex(transaction.txId)}`)).json();
  expect(receipt).toMatchObject({ format: 'bystack-receipt/1', chainId: toHex(chainId), transaction: toHex(transaction.bytes), index: 0, handOvers: [] });
  expect((await post('/queries/counter/total', '{}', 'application/json')).json()).toMatchObject({ answer: 2 });
  expect((await get(`/state/counter/total/${Buffer.from('total').toString('hex')}`)).json()).toMatchObject({ value: toHex(utf8('2')) });
  expect((await get('/state/counter/total/00')).json()).toMatchObject({ value: null });
  const trust = trustInGenesis(parseGenesis(new Uint8Array((await get('/genesis')).body)));
  const proofAt = async (keyHex: string) => verifyStateEvidence((await get(`/state-proofs/counter/total/${keyHex}`)).json(), trust);
  expect(Buffer.from((await proofAt(toHex(utf8('total')))).value!).toString()).toBe('2');
  expect((await proofAt('00')).value).toBeUndefined();
});

test('says whether a transaction would be let in, and lets nothing in', async () => {
  const transaction = call('add', '{"by":2}');
  const waiting = node.status().mempool.transactions;
  const checked = await post('/transactions/check', transaction.bytes);
  expect([checked.status, checked.json()]).toEqual([200, { txId: toHex(transaction.txId), sizeBytes: transaction.bytes.length }]);
  expectProblem(await get(`/transactions/${toHex(transaction.txId)}`), 404, 'NOT_FOUND');
  expect(node.status().mempool.transactions).toBe(waiting);
  expectProblem(await post('/transactions/check', coins.transfer(transaction.txId, 7, Date.now()).bytes), 409, 'INPUT_MISSING');
  expectProblem(await post('/transactions/check', utf8('rubbish')), 400, 'MALFORMED');
  const forged = transaction.bytes.map((byte, at) => (at === transaction.bytes.length - 1 ? byte ^ 1 : byte));
  expectProblem(await post('/transactions/check', forged), 422, 'SIGNATURE_INVALID');
  expect((await post('/queries/counter/total', '{}', 'application/json')).json()).toMatchObject({ answer: 2 });
});

test('a refused record is recorded as refused, with words', async () => {
  const answer = (await post('/transactions?wait=final', call('add-and-refuse', '{}').bytes)).json();
  expect(answer).toMatchObject({ state: 'final', outcome: { kind: 'refused', code: 'CHANGED_ITS_MIND', detail: expect.any(String) } });
});

test('a batch is answered one by one, and what cannot be admitted says why', async () => {
  const issue = coins.issue(2, Date.now());
  await post('/transactions?wait=final', issue.bytes);
  const good = [coins.transfer(issue.txId, 0, Date.now()), coins.transfer(issue.txId, 1, Date.now())];
  const bad = coins.transfer(issue.txId, 7, Date.now());
  const parts = [good[0]!.bytes, bad.bytes, utf8('rubbish'), good[1]!.bytes];
  const { results } = (await post('/transactions/batch', joinPrefixed(parts))).json();
  expect(results.map((result: { state?: string; problem?: { code: string } }) => result.state ?? result.problem!.code)).toEqual(['pending', 'INPUT_MISSING', 'MALFORMED', 'pending']);
  await node.transactions.wait(good[1]!.txId, 'final', 10_000);
  const spent = await post('/transactions?wait=final', coins.transfer(issue.txId, 0, Date.now()).bytes);
  expectProblem(spent, 409, 'INPUT_MISSING');
  const view = (await get(`/transactions/${toHex(good[0]!.txId)}`)).json();
  expect(view.outputs[0]).toMatchObject({ amount: '1', lock: { kind: 'keys', threshold: 1 } });
  const kinds = ({ moved }: { moved: { moves: { who: { kind: string }; gives: string; gets: string; back: string }[]; unknown: number } }) => [moved.moves.map(({ who, gives, gets, back }) => [who.kind, gives, gets, back]), moved.unknown];
  expect(kinds(view)).toEqual([[['keys', '0', '0', '1']], 0]); // It comes back to whom it came from.
  expect(kinds((await get(`/transactions/${toHex(issue.txId)}`)).json())).toEqual([[['issue', '2', '0', '0'], ['keys', '0', '2', '0']], 0]);
  expect((await get(`/blocks/${view.height}`)).json()).toMatchObject({ events: [], effects: [] });
});

test('blocks, status, genesis, health and metrics', async () => {
  const blocks = (await get('/blocks?limit=2')).json();
  expect(blocks).toHaveLength(2);
  expect(blocks[0].height).toBe(blocks[1].height + 1);
  expect((await get(`/blocks?before=${blocks[0].height}&limit=1`)).json()[0]).toEqual(blocks[1]);
  const block = (await get(`/blocks/${blocks[1].blockId}`)).json();
  expect(block).toMatchObject({ ...blocks[1], certificate: { signers: [0] } });
  expect((await get(`/blocks/${blocks[1].height}`)).json()).toEqual(block);
  expect((await get('/blocks/0')).json()).toMatchObject({ height: 0, transactions: [] });
  expect((await get('/genesis')).body).toEqual(Buffer.from(genesisBytes));
  expect((await get('/health')).status).toBe(200);
  expect((await get('/status')).json()).toMatchObject({ chainId: toHex(chainId), seat: 0, softwareVersion: '1.2.3', startedAtMs: 5, mempool: { transactions: 0, bytes: 0 }, syncing: false, peers: [] });
  expect((await get('/metrics')).body.toString()).toMatch(/bystack_final_height\{.*\} [1-9]/);
});

test('hands out final blocks as pages of an export', async () => {
  const finalHeight = (await get('/blocks?limit=1')).json()[0].height;
  const page = decodeChunk(new Uint8Array((await get('/export?from=1')).body));
  expect(page).toMatchObject({ firstHeight: 1, entries: { length: finalHeight } });
  expect(decodeChunk(new Uint8Array((await get('/export')).body))).toEqual(page);
  expect(decodeChunk(new Uint8Array((await get(`/export?from=${finalHeight + 1}`)).body)).entries).toEqual([]);
});

test('says who decides, gives commands as its seat, and proves each change of the committee', async () => {
  const { label } = chain.nodes[0]!.seat;
  expect((await get('/committee')).json()).toMatchObject({ epoch: 0, scheme: 'ed25519', quorum: 1, mayFail: 0, seats: [{ place: 0, seat: 0, label }], changes: [], equivocations: [] });
  expect((await get('/hand-overs')).json()).toEqual([]);
  const given = await post('/committee/propose-change', JSON.stringify({ changes: [{ kind: 'set-consensus', parameters: { viewTimerMs: 350 } }] }));
  expect(given.status).toBe(202);
  await node.transactions.wait(fromHex(given.json().txId, 32)!, 'final', 10_000);
  // One validator decides alone; the last block of its epoch follows by itself.
  await until(() => node.status().epoch === 1);
  const [handOver] = (await get('/hand-overs?from=0')).json();
  expect(Object.keys(handOver)).toEqual(['header', 'certificate', 'committee']);
  expect((await get('/committee')).json()).toMatchObject({ epoch: 1, changes: [] });
  expect((await get('/status')).json()).toMatchObject({ epoch: 1, seat: 0 });
  const last = (await get('/blocks?limit=1')).json()[0];
  expect(last).toMatchObject({ proposerLabel: label });
  const { transaction } = (await post('/committee/propose-change/signed', JSON.stringify({ changes: [{ kind: 'set-consensus', parameters: { viewTimerMs: 360 } }] }))).json();
  for (const _ of ['once', 'and again']) await post('/transactions?wait=final', JSON.stringify({ transaction }), 'application/json');
  await until(() => node.status().epoch === 2);
  expectProblem(await post('/committee/approve-change', '{"change":99}'), 404, 'NO_SUCH_CHANGE');
  expectProblem(await post('/committee/overthrow', '{}'), 422, 'UNKNOWN_COMMAND');
  expectProblem(await post('/committee/propose-change', '{"changes":[]}'), 422, 'PAYLOAD_INVALID', '/changes');
  expectProblem(await get('/hand-overs?from=x'), 400, 'INVALID_REQUEST', '/from');
});

test('the event stream tells the past and goes on with the present', async () => {
  const received = await new Promise<string>((resolve, reject) => {
    const socket = connect(client.folder.rpcPort, '127.0.0.1', () => socket.write(`GET /events?from=1 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${client.folder.rpcToken}\r\n\r\n`));
    let text = '';
    let submitted = false;
    socket.on('error', reject).on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!submitted && text.includes('"total":2')) {
        submitted = true;
        node.transactions.submit(call('add', '{"by":40}').bytes);
      }
      if (!text.includes('"total":42')) return;
      socket.destroy();
      resolve(text);
    });
  });
  expect(received).toMatch(/event: final\nid: 1\n/);
  expect(received).toMatch(/event: event\nid: \d+\ndata: \{"height":\d+,"txId":"[0-9a-f]{64}","module":"counter","name":"added"/);
});

test('bad input is a problem with a code, and nothing else happens', async () => {
  const id = 'a'.repeat(64);
  const asJson = (body: string) => post('/transactions', body, 'application/json');
  expectProblem(await client.call('GET', '/status', { token: 'cd'.repeat(16) }), 401, 'NOT_SIGNED_IN');
  expectProblem(await client.call('GET', '/status', { token: '' }), 401, 'NOT_SIGNED_IN');
  expectProblem(await get('/nothing'), 404, 'NOT_FOUND');
  expectProblem(await get('/%ff'), 400, 'INVALID_REQUEST');
  expectProblem(await client.call('DELETE', '/status'), 405, 'METHOD_NOT_ALLOWED');
  expectProblem(await get(`/transactions/${id}`), 404, 'NOT_FOUND');
  expectProblem(await get('/transactions/xyz'), 400, 'INVALID_REQUEST', '/txId');
  expectProblem(await get(`/receipts/${id}`), 404, 'NOT_FOUND');
  expectProblem(await get(`/blocks/${id}`), 404, 'NOT_FOUND');
  expectProblem(await get('/blocks/999999999'), 404, 'NOT_FOUND');
  expectProblem(await get('/blocks?limit=0'), 400, 'INVALID_REQUEST', '/limit');
  const nobody = 'ab'.repeat(32);
  expectProblem(await get('/assets?limit=501'), 400, 'INVALID_REQUEST', '/limit');
  expectProblem(await get('/assets/xyz'), 400, 'INVALID_REQUEST', '/assetId');
  expectProblem(await get(`/assets/${nobody}`), 404, 'NOT_FOUND');
  expectProblem(await get('/holdings/xyz'), 400, 'INVALID_REQUEST', '/key');
  expectProblem(await get(`/holdings/${nobody}?after=${nobody}0`), 400, 'INVALID_REQUEST', '/after');
  expectProblem(await get(`/holdings/${nobody}/${nobody}?after=${nobody}`), 400, 'INVALID_REQUEST', '/after');
  expect((await get(`/holdings/${nobody}`)).json()).toMatchObject({ holdings: [] });
  expect((await get(`/blocks?before=${Number.MAX_SAFE_INTEGER}`)).status).toBe(200);
  expectProblem(await get(`/blocks?before=${Number.MAX_SAFE_INTEGER + 1}`), 400, 'INVALID_REQUEST', '/before');
  expectProblem(await get('/blocks?before=-1'), 400, 'INVALID_REQUEST', '/before');
  expectProblem(await get('/export?from=0'), 400, 'INVALID_REQUEST', '/from');
  expectProblem(await get('/events?from=x'), 400, 'INVALID_REQUEST', '/from');
  expectProblem(await post('/transactions?wait=soon', call('add', '{"by":1}').bytes), 400, 'INVALID_REQUEST', '/wait');
  expectProblem(await asJson('{'), 400, 'MALFORMED_JSON');
  expectProblem(await asJson('null'), 400, 'INVALID_REQUEST', '/');
  expectProblem(await asJson('{"transaction":5}'), 400, 'INVALID_REQUEST', '/transaction');
  expectProblem(await asJson('{"__proto__":{"transaction":"00"}}'), 400, 'MALFORMED_JSON', '');
  expectProblem(await asJson('{"transaction":"00","more":1}'), 400, 'INVALID_REQUEST', '/more');
  expectProblem(await asJson(`{"transaction":"${'00'.repeat(100)}"}`), 400, 'MALFORMED');
  expectProblem(await post('/transactions', Buffer.alloc(CHAIN_NODE.bodyBytesMax + 1)), 413, 'BODY_TOO_LARGE');
  expectProblem(await post('/transactions/batch', '[]', 'application/json'), 415, 'UNSUPPORTED_MEDIA_TYPE');
  expectProblem(await post('/transactions/batch', Uint8Array.of(0, 0, 0, 9, 1)), 400, 'MALFORMED');
  expectProblem(await post('/queries/counter/nothing', '{}'), 404, 'UNKNOWN_QUERY');
  expectProblem(await post('/queries/__proto__/total', '{}'), 422, 'UNKNOWN_MODULE');
  expectProblem(await post('/queries/counter/total', '{"a":1}'), 400, 'ARGS_INVALID', '/a');
  expectProblem(await post('/queries/counter/total', '{"a":9007199254740993}'), 400, 'MALFORMED_JSON');
  expectProblem(await get('/state/counter/constructor/00'), 404, 'UNKNOWN_STORE');
  expectProblem(await get('/state-proofs/counter/constructor/00'), 404, 'UNKNOWN_STORE');
  expectProblem(await get('/state-proofs/counter/total/0'), 400, 'INVALID_REQUEST', '/keyHex');
  expectProblem(await get('/state/counter/total/0'), 400, 'INVALID_REQUEST', '/keyHex');
  expectProblem(await post('/transactions', call('nothing', '{}').bytes), 422, 'UNKNOWN_COMMAND');
  expectProblem(await post('/transactions', call('add', '{"by":"x"}').bytes), 422, 'PAYLOAD_INVALID', '/by');
});

test('a request that breaks off leaves the node well', async () => {
  await new Promise<void>((resolve) => {
    const socket = connect(client.folder.rpcPort, '127.0.0.1', () => {
      socket.write(`POST /transactions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${client.folder.rpcToken}\r\ncontent-length: 100\r\n\r\nabc`);
      setImmediate(() => socket.destroy());
    });
    socket.once('close', () => resolve());
  });
  expect((await get('/health')).status).toBe(200);
});
