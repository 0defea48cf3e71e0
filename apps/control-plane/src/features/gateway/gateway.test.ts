import type { AuditEntry, ChainView, CreatedChain, HostView, Json, ModuleCard, NodeView, Operation, Page, Problem, QueryAnswer, SubmissionOutlook, SubmissionView } from '@bystack/api';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { keyPairFromSeed, verify } from '@bystack/chain-core/crypto/sign';
import { decodeTransaction } from '@bystack/chain-core/protocol/codec';
import { transactionSigningBytes } from '@bystack/chain-core/protocol/ids';
import { fromHex } from '@bystack/chain-core/primitives/bytes';
import { Database } from '../../platform/db';
import { eventually } from '../../testing/eventually';
import { enrol } from '../../testing/enrol';
import { blockTold, HISTORY, statusTold } from '../../testing/node-answers';
import { TestAgent, type NodeAnswer } from '../../testing/test-agent';
import { TestInstallation } from '../../testing/test-installation';
import { signCall } from './sign-call';

const CLAIM = { module: 'rule-book', command: 'act', payload: { command: 'claim', data: { constructor: 1, list: [1, { deep: null }] } } };

const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) });
const blocksBelow = (before: number, count: number) => Array.from({ length: count }, (_, index) => blockTold(before - 1 - index));
const COMPETITION = { threads: 0, threadsMax: 1, hashesPerSecond: 0, work: '1', bestHeight: 9, finalDepth: 3 };

const INVALID = { status: 502, body: { code: 'NODE_ANSWER_INVALID', facts: { node: expect.any(String) } } };

describe('the gateway', () => {
  let home: TestInstallation;
  let agent: TestAgent;
  let chainId: string;
  let nodes: readonly NodeView[];
  const asked: { nodeId: string; method: string; path: string; body: Buffer }[] = [];
  /** What the kernel says of the chain's modules. */
  let inForce: (path: string) => Json;
  let answer: (nodeId: string, path: string, body: Buffer) => NodeAnswer | Promise<NodeAnswer>;
  const final = (body: Buffer): NodeAnswer => ({
    status: 200,
    body: { txId: toHex(decodeTransaction(body).txId), state: 'final', height: 7, outcome: { kind: 'accepted' } },
  });

  beforeAll(async () => {
    home = await TestInstallation.start();
    agent = await new TestAgent(await enrol(await home.joinToken()), {
      answer: (nodeId, method, path, body) => {
        if (path.startsWith('/queries/kernel/')) return { status: 200, body: { height: 7, answer: inForce(path) } };
        asked.push({ nodeId, method, path, body });
        return answer(nodeId, path, body);
      },
    }).connect();
    await eventually(async () => (await home.call<Page<HostView>>('GET', '/hosts')).body.items[0].spareKeys === 16);
    const made = (await home.call<CreatedChain>('POST', '/chains', { name: 'gate', template: 'data-confirmation' })).body;
    chainId = made.chain.chainId;
    await eventually(async () => (await home.call<Operation>('GET', `/operations/${made.operation.id}`)).body.state === 'succeeded');
    nodes = (await home.call<Page<NodeView>>('GET', `/chains/${chainId}/nodes`)).body.items;
  });
  beforeEach(() => {
    asked.length = 0;
    inForce = () => HISTORY as unknown as Json;
    answer = (_node, _path, body) => final(body);
  });
  afterAll(async () => {
    agent.close();
    await home.close();
  });

  const submit = <T = SubmissionView>(body: unknown, key?: string) =>
    home.call<T>('POST', `/chains/${chainId}/submissions`, body, {
      authorization: `Bearer ${home.key}`,
      ...(key ? { 'idempotency-key': key } : {}),
    });

  it('signs with the organisation’s key exactly what was sent', async () => {
    const { status, body } = await submit(CLAIM);
    expect([status, body.state, body.height]).toEqual([200, 'final', 7]);
    const { body: signed, signatures, txId } = decodeTransaction(asked[0].body);
    expect(JSON.parse(Buffer.from(signed.calls[0].payload).toString('utf8'))).toEqual(CLAIM.payload);
    expect(toHex(signatures[0].publicKey)).toBe(body.signer);
    expect(
      verify(signatures[0].signature, transactionSigningBytes(fromHex(chainId, 32) ?? new Uint8Array(), txId), signatures[0].publicKey),
    ).toBe(true);
    expect(signed.validUntilMs - signed.validFromMs).toBe(120_000);
  });

  it('lets a node wait for no longer than it is asked to', async () => {
    expect((await submit({ ...CLAIM, waitMs: 1_500 })).status).toBe(200);
    expect(asked.at(-1)?.path).toBe('/transactions?wait=final&timeoutMs=1500');
    answer = (_node, _path, body) => ({ status: 202, body: { txId: toHex(decodeTransaction(body).txId), state: 'pending' } });
    expect(await submit<Problem>({ ...CLAIM, waitMs: 1_500 })).toMatchObject({ status: 504, body: { code: 'NOT_FINAL_IN_TIME', facts: { waitedMs: 1_500 } } });
    for (const waitMs of [0, 30_001, 1.5, '5']) expect(await submit<Problem>({ ...CLAIM, waitMs })).toMatchObject({ status: 400, body: { field: '/waitMs' } });
  });

  it('falls over to another node with the very same bytes', async () => {
    const dead = new Set(nodes.slice(0, 3).map(({ nodeId }) => nodeId));
    answer = (nodeId, _path, body) =>
      dead.has(nodeId) ? { status: 503, body: { code: 'NODE_UNREACHABLE', detail: 'not now' } } : final(body);
    for (let i = 0; i < 4; i += 1) expect((await submit(CLAIM)).status).toBe(200);
    const bytes = new Map<string, Set<string>>();
    for (const { nodeId, body } of asked) bytes.set(body.toString('hex'), (bytes.get(body.toString('hex')) ?? new Set()).add(nodeId));
    expect(bytes.size).toBe(4);
    // Who comes first changes with every question, and on a slow machine others are asked in between: how many dead ones one record meets is not told beforehand.
    expect(Math.max(...[...bytes.values()].map((set) => set.size))).toBeGreaterThan(1);
  });

  it('says so when no node answers', async () => {
    answer = () => ({ status: 503, body: { code: 'NODE_UNREACHABLE', detail: 'not now' } });
    expect(await submit<Problem>(CLAIM)).toMatchObject({ status: 503, body: { code: 'NODE_UNREACHABLE' } });
  });

  it.each([
    [
      { kind: 'refused', code: 'DATA_INVALID', detail: '', facts: { path: '/list/0', reason: 'must be a text' } },
      422,
      'DATA_INVALID',
      '/payload/data/list/0',
    ],
    [{ kind: 'refused', code: 'COMMAND_UNKNOWN', detail: '', facts: { path: '/command', command: 'clam' } }, 404, 'COMMAND_UNKNOWN', '/payload/command'],
    [{ kind: 'refused', code: 'PAYLOAD_INVALID', detail: '', facts: { path: '/more', rule: 'additionalProperties' } }, 422, 'PAYLOAD_INVALID', '/payload/more'],
    [{ kind: 'refused', code: 'RECORD_EXISTS', detail: '', facts: { type: 'document', key: 'x' } }, 409, 'RECORD_EXISTS', undefined],
    [{ kind: 'refused', code: 'SOMETHING_NEW', detail: 'It is new.', facts: {} }, 422, 'SOMETHING_NEW', undefined],
  ])('answers a refusal of the chain’s rules in the module’s words: %j', async (outcome, status, code, field) => {
    answer = (_node, _path, body) => ({
      status: 200,
      body: { txId: toHex(decodeTransaction(body).txId), state: 'final', height: 3, outcome },
    });
    const refused = await submit<Problem>(CLAIM);
    expect([refused.status, refused.body.code, refused.body.field]).toEqual([status, code, field]);
    expect(refused.body.facts).toHaveProperty('txId');
    expect(refused.body.detail).not.toMatch(/[{}]/);
  });

  it('answers a refusal at the node’s door the same way', async () => {
    answer = () => ({
      status: 422,
      body: { type: '', title: '', status: 422, code: 'DATA_INVALID', detail: 'no', facts: { path: '/hash', reason: 'must be a text' } },
    });
    expect(await submit<Problem>(CLAIM)).toMatchObject({
      status: 422,
      body: { code: 'DATA_INVALID', field: '/payload/data/hash', detail: 'The data does not fit at /hash: it must be a text.' },
    });
  });

  it.each([
    ['en', 'The payload cannot be used at /hash: it must be 64 hexadecimal digits (0-9, a-f).'],
    ['zh', '载荷在 /hash 处不可用：须为 64 位十六进制数字（0-9、a-f）。'],
  ])('tells why something does not fit in words of the language, not of schemas: %s', async (language, detail) => {
    answer = () => ({ status: 422, body: { type: '', title: '', status: 422, code: 'PAYLOAD_INVALID', detail: 'no', facts: { path: '/hash', rule: 'pattern', reason: 'must match pattern "^[0-9a-f]{64}$"' } } });
    const headers = { authorization: `Bearer ${home.key}`, 'accept-language': language };
    expect(await home.call<Problem>('POST', `/chains/${chainId}/submissions`, CLAIM, headers)).toMatchObject({ status: 422, body: { field: '/payload/hash', detail } });
  });

  it('puts what a node says of the chain into words of the language, where it says all that belongs to them', async () => {
    const headers = { authorization: `Bearer ${home.key}`, 'accept-language': 'zh' };
    const ask = async (body: object, status = 422) => {
      answer = () => ({ status, body: { detail: 'As the node says.', ...body } });
      return (await home.call<Problem>('GET', `/chains/${chainId}/blocks`, undefined, headers)).body.detail;
    };
    expect(await ask({ code: 'BLOCK_PRUNED', facts: { height: 3, keptFrom: 9 } }, 410)).toBe('该节点已不再保存区块 3 的交易：它保存自区块 9 起的交易。请询问保存全部数据的节点。');
    expect(await ask({ code: 'BLOCK_PRUNED', facts: { height: 3 } }, 410)).toBe('As the node says.');
    expect(await ask({ code: 'SOMETHING_NEW' })).toBe('As the node says.');
    expect(await ask({ code: 'constructor' })).toBe('As the node says.');
  });

  it('says what is unknown on a chain, and which id a chain has that is given by its name', async () => {
    const [txId, stranger] = ['cd'.repeat(32), 'ef'.repeat(32)];
    answer = () => ({ status: 404, body: { code: 'NOT_FOUND', detail: 'nothing' } });
    const get = async (path: string) => {
      const { status, body } = await home.call<Problem>('GET', path);
      return [status, body.code, body.detail];
    };
    for (const what of ['transactions', 'receipts']) {
      expect(await get(`/chains/${chainId}/${what}/${txId}`)).toEqual([404, 'TRANSACTION_UNKNOWN', expect.stringContaining(txId)]);
      expect(await get(`/chains/${chainId}/${what}/claim`)).toEqual([404, 'TRANSACTION_ID_INVALID', expect.stringContaining('“claim”')]);
      expect((await get(`/chains/${stranger}/${what}/${txId}`))[1]).toBe('NOT_FOUND');
      expect((await get(`/chains/${stranger}/${what}/claim`))[1]).toBe('NOT_FOUND');
    }
    expect(await get(`/chains/${chainId}/blocks/99`)).toEqual([404, 'BLOCK_UNKNOWN', expect.stringContaining('99')]);
    const { name } = (await home.call<{ name: string }>('GET', `/chains/${chainId}`)).body;
    for (const path of ['', '/genesis', '/nodes', `/transactions/${txId}`]) expect(await get(`/chains/${encodeURIComponent(name)}${path}`)).toEqual([404, 'CHAIN_ID_WANTED', expect.stringContaining(chainId)]);
    expect((await get('/chains/nobody'))[1]).toBe('NOT_FOUND');
  });

  it('says what a submission would be refused for, and sends nothing that could be recorded', async () => {
    const outlook = <T = Problem>(path: string, body: object) => home.call<T>('POST', `/chains/${chainId}/${path}/outlook`, body);
    const notes = async () => (await home.call<Page<AuditEntry>>('GET', '/audit')).body.items[0];
    const before = await notes();
    answer = (_node, _path, body) => ({ status: 200, body: { txId: toHex(decodeTransaction(body).txId), sizeBytes: body.length } });
    const seen = await outlook<SubmissionOutlook>('submissions', CLAIM);
    expect([seen.status, seen.body.sizeBytes, seen.body.signer]).toEqual([200, asked.at(-1)!.body.length, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect((await outlook('transactions', { transaction: asked.at(-1)!.body.toString('hex') })).status).toBe(200);
    answer = () => ({ status: 422, body: { type: '', title: '', status: 422, code: 'DATA_INVALID', detail: 'no', facts: { path: '/hash', reason: 'must be a text' } } });
    expect(await outlook('submissions', CLAIM)).toMatchObject({ status: 422, body: { code: 'DATA_INVALID', field: '/payload/data/hash' } });
    expect(await outlook('submissions', { ...CLAIM, command: 'nothing' })).toMatchObject({ body: { code: 'UNKNOWN_COMMAND', field: '/command' } });
    expect(await outlook('transactions', { transaction: '00' })).toMatchObject({ status: 400, body: { code: 'MALFORMED', field: '/transaction' } });
    expect([asked.map(({ path }) => path).filter((path) => path !== '/transactions/check'), await notes()]).toEqual([[], before]);
  });

  it('sends the kept bytes again after a crash between sending and answering, and signs only once', async () => {
    answer = () => ({ status: 503, body: { code: 'NODE_UNREACHABLE', detail: 'died' } });
    expect((await submit<Problem>(CLAIM, 'crash')).status).toBe(503);
    const [first] = asked.splice(0);
    answer = (_node, _path, body) => final(body);
    const again = await submit(CLAIM, 'crash');
    expect([again.status, asked.length, asked[0].body.equals(first.body)]).toEqual([200, 1, true]);
    const { items } = (await home.call<Page<AuditEntry>>('GET', '/audit')).body;
    expect(items.filter(({ action, details }) => action === 'record.submit' && details.txId === again.body.txId)).toMatchObject([
      { actor: { name: 'tests' }, subject: { type: 'chain', id: chainId }, details: { module: 'rule-book', command: 'act' } },
    ]);
    const third = await submit(CLAIM, 'crash');
    expect([third.body, asked.length]).toEqual([again.body, 1]);
    expect(await submit<Problem>({ ...CLAIM, payload: {} }, 'crash')).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('signs anew only when the kept bytes can never count any more', async () => {
    answer = () => ({ status: 503, body: { code: 'NODE_UNREACHABLE', detail: 'died' } });
    await submit<Problem>(CLAIM, 'late');
    const [first] = asked.splice(0);
    const old = signCall({ chainId, ...CLAIM }, keyPairFromSeed(new Uint8Array(32).fill(1)), Date.now() - 300_000);
    const { Seal } = await import('../../platform/config');
    await home.plane.app
      .get(Database)
      .manager.query(`UPDATE idempotency_keys SET work_sealed = $1 WHERE key = 'late'`, [home.plane.app.get(Seal).close(old.bytes)]);
    answer = (_node, path, body) =>
      path.startsWith('/transactions/') ? { status: 200, body: { txId: toHex(old.txId), state: 'final' } } : final(body);
    await submit(CLAIM, 'late');
    expect(asked.at(-1)?.body.equals(Buffer.from(old.bytes))).toBe(true);
    await home.plane.app.get(Database).manager.query(`UPDATE idempotency_keys SET answer_sealed = NULL WHERE key = 'late'`);
    answer = (_node, path, body) =>
      path.startsWith('/transactions/') ? { status: 200, body: { txId: toHex(old.txId), state: 'unknown' } } : final(body);
    await submit(CLAIM, 'late');
    expect(asked.at(-1)?.body.equals(Buffer.from(old.bytes))).toBe(false);
    expect(asked.at(-1)?.body.equals(first.body)).toBe(false);
  });

  it('lets a second request with the same key wait', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((settle) => (release = settle));
    answer = async (_node, _path, body) => held.then(() => final(body));
    const first = submit(CLAIM, 'twice');
    await eventually(() => asked.length === 1);
    expect(await submit<Problem>(CLAIM, 'twice')).toMatchObject({ status: 409, body: { code: 'IN_PROGRESS' } });
    release();
    expect((await first).status).toBe(200);
  });

  it('tells of a correction that newer rules refuse what can be done, and of nothing else', async () => {
    const event = { type: 'ObjectEvent', quantityList: [{ quantity: -3 }] };
    const of = (one: object) => ({ module: 'rule-book', command: 'act', payload: { command: 'capture', data: { epcisBody: { eventList: [one] } } } });
    const refused = { code: 'DATA_INVALID', detail: 'no', facts: { path: '/epcisBody/eventList/0/quantityList/0/quantity', reason: 'must be more than 0' } };
    answer = () => ({ status: 422, body: refused });
    for (const path of ['submissions', 'submissions/outlook']) {
      const told = await home.call<Problem>('POST', `/chains/${chainId}/${path}`, of({ ...event, errorDeclaration: { reason: 'incorrect_data' } }));
      expect(told).toMatchObject({ status: 422, body: { code: 'DATA_INVALID', field: `/payload/data${refused.facts.path}`, facts: { corrects: 'errorDeclaration' } } });
      expect(told.body.detail).toMatch(/: it must be more than 0\. It repeats a record of before in order to correct it \(errorDeclaration\).* Leave that record out/);
      expect((await home.call<Problem>('POST', `/chains/${chainId}/${path}`, of(event))).body.detail).toMatch(/must be more than 0\.$/);
    }
    answer = () => ({ status: 409, body: { code: 'WRONG_STATE', detail: 'no', facts: { type: 'event', state: 'declaredInError', needs: 'recorded' } } });
    expect((await submit<Problem>(of({ ...event, errorDeclaration: {} }))).body.detail).not.toContain('Leave that record out');
  });

  it.each<[string, object, string]>([
    ['submissions', { module: 'company-badges', command: 'leave', payload: {} }, 'UNKNOWN_COMMAND'],
    ['queries/company-badges/members', {}, 'UNKNOWN_QUERY'],
  ])('%s about members who hold badges are refused with what keeps members there', async (path, body, code) => {
    const refused = await home.call<Problem>('POST', `/chains/${chainId}/${path}`, body);
    expect(refused.body).toMatchObject({ code, facts: { module: 'company-badges', inItsPlace: 'open-registration' } });
    expect(refused.body.detail).toMatch(/ What that module is for is done by “open-registration” on this chain/);
    const chinese = await home.call<Problem>('POST', `/chains/${chainId}/${path}`, body, { authorization: `Bearer ${home.key}`, 'accept-language': 'zh' });
    expect(chinese.body.detail).toContain('该模块的职能在本链由“open-registration”承担');
    expect(asked).toHaveLength(0);
  });

  it.each([
    ['POST', 'submissions', { ...CLAIM, module: 'nobody' }, 422, 'UNKNOWN_COMMAND', '/module'],
    ['POST', 'submissions', { ...CLAIM, command: 'nothing' }, 422, 'UNKNOWN_COMMAND', '/command'],
    ['POST', 'submissions', { module: 'rule-book', command: 'act' }, 400, 'INVALID_REQUEST', '/payload'],
    ['POST', 'submissions', { ...CLAIM, wait: 'forever' }, 400, 'INVALID_REQUEST', '/wait'],
    ['POST', 'submissions', { ...CLAIM, payload: nested(40) }, 400, 'MALFORMED_JSON', `/payload${'/a'.repeat(32)}`],
    ['POST', 'queries/rule-book/nothing', {}, 404, 'UNKNOWN_QUERY', undefined],
    ['POST', 'transactions', { transaction: 'zz' }, 400, 'INVALID_REQUEST', '/transaction'],
    ['POST', 'transactions', { transaction: '00' }, 400, 'MALFORMED', '/transaction'],
    ['GET', 'blocks/zero', undefined, 404, 'BLOCK_UNKNOWN', undefined],
    ['GET', 'blocks?limit=0', undefined, 400, 'INVALID_REQUEST', '/limit'],
    ['GET', 'events?from=1e20', undefined, 400, 'INVALID_REQUEST', '/from'],
    ['GET', 'transactions/..%2f..%2fstatus', undefined, 404, 'TRANSACTION_ID_INVALID', undefined],
    ['GET', 'receipts/abc', undefined, 404, 'TRANSACTION_ID_INVALID', undefined],
    ['GET', 'nodes/nobody/logs', undefined, 404, 'NOT_FOUND', undefined],
  ])('%s %s %j is refused', async (method, path, body, status, code, field) => {
    const refused = await home.call('' + method, `/chains/${chainId}/${path}`, body);
    expect([refused.status, refused.body.code, refused.body.field]).toEqual([status, code, field]);
    expect(asked).toHaveLength(0);
  });

  it('passes a transaction that the caller signed on as it is', async () => {
    const transaction = signCall({ chainId, ...CLAIM }, keyPairFromSeed(new Uint8Array(32).fill(9)), Date.now());
    const { status, body } = await home.call<SubmissionView>('POST', `/chains/${chainId}/transactions`, {
      transaction: toHex(transaction.bytes),
    });
    expect([status, body.txId, asked[0].body.equals(Buffer.from(transaction.bytes))]).toEqual([200, toHex(transaction.txId), true]);
    expect(body.signer).toBe(toHex(transaction.signatures[0].publicKey));
  });

  it('hands on no more of a node’s problem than problems have, and nothing that breaks the answer', async () => {
    const odd = { code: 'QUOTA_EXCEEDED', detail: 'No.', shown: { account: 'plenty' }, errors: 'all', requestId: 'mine', facts: { retryAfterSeconds: 'a\nb', list: [1] } };
    answer = () => ({ status: 429, body: odd });
    for (const { status, body } of [await submit<Problem>(CLAIM), await home.call<Problem>('GET', `/chains/${chainId}/blocks`)]) {
      expect([status, body.code, body.facts, body.shown, body.errors, body.requestId === 'mine']).toEqual([429, 'QUOTA_EXCEEDED', { retryAfterSeconds: 'a\nb' }, undefined, undefined, false]);
    }
    answer = () => ({ status: 302, body: odd });
    expect(await home.call<Problem>('GET', `/chains/${chainId}/blocks`)).toMatchObject(INVALID);
  });

  it('says by what to look up what is late, until when it can count, and that the chain stands still', async () => {
    let state = 'pending';
    answer = (_node, _path, body) => ({ status: 202, body: { txId: toHex(decodeTransaction(body).txId), state, ...(state === 'head' && { height: 8 }) } });
    const running = await submit<Problem>(CLAIM);
    const { txId, body } = decodeTransaction(asked.at(-1)!.body);
    const recordUntil = new Date(body.validUntilMs).toISOString().replace(/\.\d+Z/, 'Z');
    expect(running.body.facts).toEqual({ waitedMs: 30_000, txId: toHex(txId), recordUntil });
    expect(running.body.detail).toBe(`Submitted, but not final within 30000 ms. It is transaction ${toHex(txId)} and counts only if a block before ${recordUntil} takes it in: look it up before you send it anew; repeated with the same idempotency key it counts once.`);
    state = 'head';
    for (const { nodeId } of nodes.slice(0, 2)) agent.set(nodeId, { state: 'failed' });
    await eventually(async () => (await home.call<ChainView>('GET', `/chains/${chainId}`)).body.state === 'stalled');
    const { facts, detail } = (await submit<Problem>(CLAIM)).body;
    for (const { nodeId } of nodes.slice(0, 2)) agent.set(nodeId, { state: 'running' });
    await eventually(async () => (await home.call<ChainView>('GET', `/chains/${chainId}`)).body.state !== 'stalled');
    expect(facts).toEqual({ waitedMs: 30_000, txId: expect.any(String), inBlock: '8', standsStill: '2/4' });
    expect(detail).toContain('in a block at height 8, and final once that block is. The chain stands still now (2/4 run): what waits becomes final if it goes on in time, and may be lost if nodes are stopped before.');
  });

  it('says when something was submitted but is not final in time, or was let go', async () => {
    answer = (_node, _path, body) => ({ status: 202, body: { txId: toHex(decodeTransaction(body).txId), state: 'pending' } });
    expect(await submit<Problem>(CLAIM)).toMatchObject({ status: 504, body: { code: 'NOT_FINAL_IN_TIME' } });
    expect((await submit({ ...CLAIM, wait: 'none' })).body.state).toBe('pending');
    answer = (_node, _path, body) => ({ status: 200, body: { txId: toHex(decodeTransaction(body).txId), state: 'dropped' } });
    expect(await submit<Problem>(CLAIM)).toMatchObject({ status: 409, body: { code: 'TRANSACTION_DROPPED' } });
    const reason = { code: 'QUOTA_EXCEEDED', status: 429, detail: 'Too much.', facts: { retryAfterSeconds: 2 } };
    answer = (_node, _path, body) => ({ status: 200, body: { txId: toHex(decodeTransaction(body).txId), state: 'dropped', reason } });
    expect(await submit<Problem>(CLAIM)).toMatchObject({ status: 429, body: { code: 'QUOTA_EXCEEDED', facts: { retryAfterSeconds: 2, txId: expect.any(String) } } });
  });

  it.each<[string, Json, Json, number]>([
    ...([null, 'x', { code: 7 }, { detail: {} }, { code: 'INTERNAL' }] as Json[]).map((reason): [string, Json, Json, number] => ['TRANSACTION_DROPPED', { state: 'dropped', reason }, null, 409]),
    ['INTERNAL', { state: 'dropped', reason: { code: 'INTERNAL', detail: 'It says.' } }, null, 422],
    ['SOMETHING', { state: 'dropped', reason: { code: 'SOMETHING', detail: 'It says.', facts: null } }, null, 422],
    ['NODE_ANSWER_INVALID', { state: 'final', outcome: { kind: 'refused', code: 7, detail: null, facts: null } }, null, 502],
    ['NODE_ANSWER_INVALID', { state: 'final', outcome: { kind: 'refused', code: 'X', detail: 'x', facts: null } }, null, 502],
  ])('answers %s when a node says %j', async (code, said, reason, status) => {
    answer = (_node, _path, body) => ({ status: 200, body: { txId: toHex(decodeTransaction(body).txId), height: 3, ...(said as object) } });
    const { status: got, body } = await submit<Problem>(CLAIM);
    expect([got, body.code, body.facts?.reason ?? null]).toEqual([status, code, reason]);
  });

  it('asks another node when one is only starting', async () => {
    const starting = new Set(nodes.slice(0, 3).map(({ nodeId }) => nodeId));
    answer = (nodeId, _path, body) => (starting.has(nodeId) ? { status: 503, body: { code: 'NODE_OPENING', detail: 'not yet' } } : final(body));
    for (let i = 0; i < 4; i += 1) expect((await submit(CLAIM)).status).toBe(200);
    answer = () => ({ status: 503, body: { code: 'NODE_OPENING', detail: 'not yet' } });
    expect(await submit<Problem>(CLAIM)).toMatchObject({ status: 503, body: { code: 'NODE_OPENING' } });
  });

  it('says of what lies deeper and deeper how deep that is, and asks again when it is asked again', async () => {
    const burial = { depth: 3, finalDepth: 30, blocksLeft: 27, estimateMs: 27_000 };
    answer = (_node, _path, body) => ({ status: 202, body: { txId: toHex(decodeTransaction(body).txId), state: 'head', height: 7, outcome: { kind: 'accepted' }, burial } });
    const again = { authorization: `Bearer ${home.key}`, 'idempotency-key': 'deeper' };
    const submitOnce = () => home.call<SubmissionView>('POST', `/chains/${chainId}/submissions`, CLAIM, again);
    const first = await submitOnce();
    expect(first).toMatchObject({ status: 200, body: { state: 'head', height: 7, burial } });
    answer = (_node, _path, body) => ({ status: 200, body: { txId: toHex(decodeTransaction(body).txId), state: 'final', height: 7, outcome: { kind: 'accepted' } } });
    expect(await submitOnce()).toMatchObject({ status: 200, body: { txId: first.body.txId, state: 'final' } });
    answer = (_node, _path, body) => ({ status: 202, body: { txId: toHex(decodeTransaction(body).txId), state: 'pending', burial: { ...burial, depth: null } } });
    expect(await submitOnce()).toMatchObject({ status: 200, body: { state: 'final' } });
    expect(await submit({ ...CLAIM, wait: 'final' })).toMatchObject({ status: 200, body: { state: 'pending', burial: { depth: null } } });
  });

  it('takes an answer that is none for no answer', async () => {
    for (const nonsense of [
      { status: 200, body: 'not JSON' },
      { status: 200, body: 'null' },
      { status: 500, body: 'at Object.<anonymous> (main.js:1)' },
    ]) {
      answer = () => nonsense;
      expect(await submit<Problem>(CLAIM)).toMatchObject(INVALID);
    }
  });

  it('shows as many blocks as a node does at once, and where they go on', async () => {
    answer = (_node, path) => {
      const limit = Number(/limit=(\d+)/.exec(path)?.[1]);
      return limit > 100 ? { status: 400, body: { code: 'INVALID_REQUEST', detail: '' } } : { status: 200, body: blocksBelow(500, limit) };
    };
    const { status, body } = await home.call<Page<{ height: number }>>('GET', `/chains/${chainId}/blocks?limit=200`);
    expect([status, body.items.length, body.next]).toEqual([200, 100, '400']);
  });

  it('goes by the modules that the chain has now, and by those it had when it no longer says', async () => {
    const { body: founding } = await home.call<Page<ModuleCard>>('GET', `/chains/${chainId}/commands`);
    const rules = founding.items.find(({ name }) => name === 'rule-book')!;
    const offered = async () => (await home.call<Page<ModuleCard>>('GET', `/chains/${chainId}/commands`)).body.items.map(({ name, version }) => `${name}@${version}`);
    const changed = [{ name: 'quota', version: '1.0.0', params: {} }, { name: 'of the future', version: '9.0.0', params: {} }];
    inForce = (path) => (path.endsWith('/modules') ? { set: 1, modules: changed } : { ...HISTORY, set: 1 }) as unknown as Json;
    await eventually(async () => (await offered()).length === 1);
    expect(await offered()).toEqual(['quota@1.0.0']);
    expect((await submit<Problem>(CLAIM)).body.code).toBe('UNKNOWN_COMMAND');
    const past = async (set: number | string) => home.call<Page<ModuleCard> & Problem>('GET', `/chains/${chainId}/commands?set=${set}`);
    expect((await past(0)).body.items.map(({ name }) => name)).toEqual(founding.items.map(({ name }) => name));
    expect((await past(1)).body.items.map(({ name }) => name)).toEqual(['quota']);
    expect(await past(4294967296)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    answer = (_node, path) => ({ status: 200, body: { height: 1, answer: path } });
    const question = async (set: string) => home.call<QueryAnswer & Problem>('POST', `/chains/${chainId}/queries/rule-book/record${set}`, {});
    expect((await question('')).body.code).toBe('UNKNOWN_QUERY');
    expect((await question('?set=0')).body.answer).toBe('/queries/rule-book/record?set=0');
    expect((await question('?set=1')).body.code).toBe('UNKNOWN_QUERY');
    const ruleBook = { name: rules.name, version: rules.version };
    for (const said of ['nonsense', { set: 3, modules: [] }, ...[null, 7, { name: 'quota' }, { ...ruleBook, params: null }].map((module) => ({ set: 2, modules: [module] }))]) {
      inForce = () => said as Json;
      expect(await past(2)).toMatchObject(INVALID);
    }
    inForce = () => ({ set: 2, modules: [] });
    expect((await past(2)).body.items).toEqual([]);
    inForce = () => ({ set: 2, modules: changed });
    expect((await past(2)).body.items.map(({ name }) => name)).toEqual(['quota']);
    inForce = () => 'nonsense';
    expect(await past(3)).toMatchObject(INVALID);
    expect(await offered()).toEqual(['quota@1.0.0']);
    inForce = () => HISTORY as unknown as Json;
    await eventually(async () => (await offered()).includes(`${rules.name}@${rules.version}`));
  });

  it.each<[string, NodeAnswer, number]>([
    ['with how it stood', { status: 202, body: { competition: { ...COMPETITION, split: { forkHeight: 4, blocks: 9, transactions: 2 } } } }, 202],
    ['with nothing, for it is gone already', { status: 503, body: { code: 'NODE_UNREACHABLE', detail: 'gone' } }, 503],
    ['that branches part elsewhere by now', { status: 409, body: { code: 'SPLIT_CHANGED', detail: '', facts: { forkHeight: 5 } } }, 409],
  ])('writes down who lets a node forget its chain before the node is asked, also when it answers %s', async (_, told, status) => {
    const nodeId = nodes[0].nodeId;
    answer = (_node, path) => (path === '/rejoin' ? told : { status: 200, body: statusTold({ competition: { ...COMPETITION, split: { forkHeight: 4, blocks: 7, transactions: 1 } } }) });
    const entries = async () => (await home.call<Page<AuditEntry>>('GET', '/audit')).body.items.filter(({ action }) => action === 'node.rejoin');
    const before = (await entries()).length;
    expect((await home.call('POST', `/chains/${chainId}/nodes/${nodeId}/rejoin`, { forkHeight: 4 })).status).toBe(status);
    expect(JSON.parse(asked.find(({ path }) => path === '/rejoin')!.body.toString('utf8'))).toEqual({ forkHeight: 4 });
    const now = await entries();
    expect([now.length - before, now[0]]).toMatchObject([1, { subject: { id: nodeId }, details: { forkHeight: 4, blocks: 7, transactions: 1 } }]);
  });

  it('waits for a receipt that is on its way, not for one that is nowhere', async () => {
    const path = `/chains/${chainId}/receipts/${'a'.repeat(64)}`;
    answer = () => ({ status: 404, body: { code: 'NOT_FOUND', detail: '' } });
    expect(await home.call('GET', path)).toMatchObject({ status: 404, body: { code: 'TRANSACTION_UNKNOWN' } });
    expect(asked.filter(({ path: sent }) => sent.includes('wait'))).toEqual([]);
    answer = (_node, sent) =>
      sent.includes('wait=final') ? { status: 200, body: { made: true } } : { status: 504, body: { code: 'NOT_FINAL_IN_TIME', detail: '' } };
    expect(await home.call('GET', path)).toMatchObject({ status: 200, body: { made: true } });
  });

  it('streams a node’s events and logs', async () => {
    answer = (_node, path) =>
      path.startsWith('/events')
        ? { status: 200, body: 'event: final\ndata: {"height":1}\n\n' }
        : { status: 200, body: 'first line\nsecond lïne\n' };
    const read = async (path: string) =>
      (await fetch(`${home.plane.ready.url}/api/v1/chains/${chainId}${path}`, { headers: { authorization: `Bearer ${home.key}` } })).text();
    expect(await read('/events')).toBe('event: final\ndata: {"height":1}\n\n');
    expect(await read(`/nodes/${nodes[0].nodeId}/logs?tail=2&follow=1`)).toBe(
      'event: line\ndata: "first line"\n\nevent: line\ndata: "second lïne"\n\n',
    );
    answer = () => ({ status: 200, body: '' });
    expect(await read(`/nodes/${nodes[0].nodeId}/logs?tail=2`)).toBe('');
  });

  it('tells a stopped chain from an unreachable one', async () => {
    const { body } = await home.call<Operation>('POST', `/chains/${chainId}/stop`);
    await eventually(async () => (await home.call<Operation>('GET', `/operations/${body.id}`)).body.state === 'succeeded');
    expect(await submit<Problem>(CLAIM)).toMatchObject({ status: 409, body: { code: 'CHAIN_NOT_RUNNING' } });
  });
});
