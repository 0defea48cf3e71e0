import type { AuditEntry, ChainOutlook, ChainView, CreatedChain, HostView, NodeView, Operation, Page, Problem, SpareKeys } from '@bystack/api';
import { createHash } from 'node:crypto';
import { parseGenesis } from '@bystack/chain-core/protocol/check-genesis';
import { eventually } from '../../testing/eventually';
import { enrol } from '../../testing/enrol';
import { makeSpare } from '../../testing/make-spare';
import { TestAgent, type TestAgentOptions } from '../../testing/test-agent';
import { TestInstallation } from '../../testing/test-installation';
import { verifyTrail } from '../../platform/audit';
import { Database } from '../../platform/db';

const TEMPLATE = 'data-confirmation';
const withoutBls = ({ bls: _, ...keys }: SpareKeys): SpareKeys => keys;

describe('chains', () => {
  let home: TestInstallation;
  const agents: TestAgent[] = [];

  beforeAll(async () => {
    home = await TestInstallation.start({ OPERATION_IDLE_SECONDS: '3' });
  });
  afterEach(() => agents.splice(0).forEach((agent) => agent.close()));
  afterAll(() => home.close());

  async function host(options: TestAgentOptions = {}): Promise<TestAgent> {
    const agent = await new TestAgent(await enrol(await home.joinToken()), options).connect();
    agents.push(agent);
    await agent.until(() => agent.spares.length > 0 || agent.facts.nodesMax === 0);
    await eventually(
      async () => (await home.call<HostView>('GET', `/hosts/${agent.identity.hostId}`)).body.spareKeys === agent.spares.length,
    );
    return agent;
  }
  const create = (name: string, more: object = {}) => home.call<CreatedChain>('POST', '/chains', { name, template: TEMPLATE, ...more });
  const ended = async (id: string) => {
    await eventually(async () => (await home.call<Operation>('GET', `/operations/${id}`)).body.state !== 'running');
    return (await home.call<Operation>('GET', `/operations/${id}`)).body;
  };
  const nodesOf = async (chainId: string) => (await home.call<Page<NodeView>>('GET', `/chains/${chainId}/nodes`)).body.items;

  it('may have bls certificates: its validators get BLS keys, and hosts that deposited none are passed over', async () => {
    const old = await host({ spare: (port) => withoutBls(makeSpare(port)) });
    expect(await create('joined', { slots: { consensus: { params: { certificates: 'bls' } } } })).toMatchObject({ status: 409, body: { code: 'NO_HOST_WITH_ROOM' } });
    expect((await create('single', { slots: { consensus: { params: { certificates: 'rsa' } } } })).body).toMatchObject({ code: 'INVALID_PARAMETER', field: '/slots/consensus/params/certificates' });
    const agent = await host();
    const deposited = new Set(agent.spares.map(({ bls }) => bls!.votingKey));
    const { body } = await create('joined', { slots: { consensus: { params: { certificates: 'bls' } } } });
    expect(await ended(body.operation.id)).toMatchObject({ state: 'succeeded' });
    const wished = agent.received.flatMap((message) => (message.kind === 'desired' ? message.nodes : []));
    const genesis = parseGenesis(Buffer.from(wished.find((node) => node.genesis !== '')!.genesis, 'base64'));
    expect(genesis.consensus).toMatchObject({ certificates: 'bls' });
    expect(new Set(genesis.seats.map(({ votingKey }) => votingKey))).toEqual(new Set(wished.map(({ votingKey }) => votingKey)));
    expect(genesis.seats.map(({ votingKey }) => deposited.has(votingKey!))).toEqual([true, true, true, true]);
    old.close();
  });

  it('is judged before it is made, each part as soon as it is chosen, and nothing is left of that', async () => {
    const outlook = <T = Problem>(body: object) => home.call<T>('POST', '/chains/outlook', { template: TEMPLATE, ...body });
    const quota = (params: object) => ({ slots: { transactions: { module: 'quota', version: '2.0.0', params } } });
    expect((await outlook({})).body).toMatchObject({ code: 'NO_HOST_WITH_ROOM' });
    const agent = await host();
    const before = (await home.call<Page<AuditEntry>>('GET', '/audit')).body.items[0];
    const { status, body } = await outlook<ChainOutlook>({ validators: 5, ...quota({ perMember: { perMinute: 7, burst: 1 } }) });
    expect([status, body.blueprint.slots.transactions.params, body.blueprint.validators, body.warnings.map(({ code }) => code)]).toEqual([200, expect.objectContaining({ perMember: { perMinute: 7, burst: 1 }, others: expect.anything() }), 5, ['NOT_3F_PLUS_1', 'PARAMETERS_UNWISE']]);
    expect((await outlook(quota({ perMember: 'many' }))).body).toMatchObject({ code: 'INVALID_PARAMETER', field: '/slots/transactions/params/perMember' });
    expect((await outlook({ slots: { identity: { params: { members: [{ key: 'ab'.repeat(32), name: ' ' }] } } } })).body).toMatchObject({ code: 'NAME_INVALID', field: '/slots/identity/params/members/0/name' });
    expect((await outlook({ slots: { transactions: { module: 'fee', params: { asset: 'ab'.repeat(32), treasury: 'cd'.repeat(32) } } } })).body).toMatchObject({ code: 'NO_ASSET_YET', field: '/slots/transactions/module' });
    expect((await outlook({ name: 'x'.repeat(100) })).body).toMatchObject({ code: 'INVALID_REQUEST', field: '/name' });
    expect([(await home.call<Page<AuditEntry>>('GET', '/audit')).body.items[0], (await home.call<Page<ChainView>>('GET', '/chains')).body.items.filter(({ name }) => name === '')]).toEqual([before, []]);
    expect((await home.call<HostView>('GET', `/hosts/${agent.identity.hostId}`)).body.spareKeys).toBe(agent.spares.length);
  });

  it.each(['judged', 'made'])('is %s while others go on, however many there are at once', async (done) => {
    const agent = await host();
    const { body: one } = await home.call<HostView>('GET', `/hosts/${agent.identity.hostId}`);
    const ask = (n: number) => (done === 'judged' ? home.call('POST', '/chains/outlook', { template: TEMPLATE }) : create(`one of many ${n}`, { validators: 1 }));
    let asked: Promise<readonly { readonly status: number; readonly headers: Headers }[]> = Promise.resolve([]);
    const database = home.plane.app.get(Database);
    await database.transaction(async () => {
      await database.manager.query('SELECT id FROM hosts FOR UPDATE');
      asked = database.outside(() => Promise.all(Array.from({ length: 60 }, (_, n) => ask(n))));
      expect((await database.outside(() => home.call<HostView>('GET', `/hosts/${agent.identity.hostId}`))).body).toMatchObject({ id: one.id, spareKeys: one.spareKeys });
    });
    const answers = await asked;
    const told = (status: number) => answers.filter((answer) => answer.status === status);
    expect(new Set(told(429).map(({ headers }) => headers.get('retry-after')))).toEqual(new Set(['5'])); // There are some, and they know when to come back.
    expect(answers.every(({ status }) => [done === 'judged' ? 200 : 202, 409, 429].includes(status))).toBe(true); // A host has room for so many.
    expect(told(done === 'judged' ? 200 : 202).length).toBeGreaterThan(0);
  });

  it('is made, stopped, started and removed, every step observed', async () => {
    const agent = await host();
    const { status, body } = await create('spices');
    expect(status).toBe(202);
    expect(body.chain).toMatchObject({
      name: 'spices',
      state: 'creating',
      validators: 4,
      faultsTolerated: 1,
      operationId: body.operation.id,
    });
    expect(body.warnings).toEqual([]);
    const made = await ended(body.operation.id);
    expect(made).toMatchObject({ state: 'succeeded', problem: null });
    expect(made.steps.map(({ name, state }) => [name, state])).toEqual([
      ['keys-taken', 'done'],
      ['nodes-started', 'done'],
      ['nodes-connected', 'done'],
      ['first-final', 'done'],
    ]);
    const { chainId } = body.chain;
    expect((await home.call<ChainView>('GET', `/chains/${chainId}`)).body).toMatchObject({
      state: 'running',
      nodesRunning: 4,
      finalHeight: 1,
      operationId: null,
    });

    const genesis = await fetch(`${home.plane.ready.url}/api/v1/chains/${chainId}/genesis`, {
      headers: { authorization: `Bearer ${home.key}` },
    });
    expect(
      createHash('sha256')
        .update(Buffer.from(await genesis.arrayBuffer()))
        .digest('hex'),
    ).toBe(chainId);
    const wished = agent.received.flatMap((message) => (message.kind === 'desired' ? message.nodes : []));
    expect(wished.filter(({ genesis: carried }) => carried !== '')).toHaveLength(1);

    expect((await ended((await home.call<Operation>('POST', `/chains/${chainId}/stop`)).body.id)).state).toBe('succeeded');
    expect((await ended((await home.call<Operation>('POST', `/chains/${chainId}/stop`)).body.id)).state).toBe('succeeded'); // already stopped
    expect((await home.call<ChainView>('GET', `/chains/${chainId}`)).body).toMatchObject({
      state: 'stopped',
      nodesRunning: 0,
      finalHeight: 1,
    });
    expect((await ended((await home.call<Operation>('POST', `/chains/${chainId}/start`)).body.id)).state).toBe('succeeded');

    expect(await home.call('DELETE', `/chains/${chainId}`, { confirmName: 'Spices' })).toMatchObject({
      status: 422,
      body: { code: 'CONFIRMATION_MISMATCH', field: '/confirmName' },
    });
    expect((await ended((await home.call<Operation>('DELETE', `/chains/${chainId}`, { confirmName: 'spices' })).body.id)).state).toBe(
      'succeeded',
    );
    expect((await home.call('GET', `/chains/${chainId}`)).status).toBe(404);
    const removal = agent.received.flatMap((message) =>
      message.kind === 'desired' ? message.nodes.filter(({ wish }) => wish === 'absent') : [],
    );
    expect(removal.every(({ removeVolume }) => removeVolume)).toBe(true);
    await eventually(async () => (await home.call<HostView>('GET', `/hosts/${agent.identity.hostId}`)).body.nodes === 0);
  });

  it('never promises a place or a key twice, however many ask at once', async () => {
    const agent = await host({ nodesMax: 8 });
    const only = { validators: 4, hostIds: [agent.identity.hostId] };
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => create(`crowd-${index}`, only)));
    const made = answers.filter(({ status }) => status === 202);
    expect(made).toHaveLength(2);
    for (const { status, body } of answers.filter((answer) => answer.status !== 202))
      expect({ 409: 'NO_HOST_WITH_ROOM', 429: 'TOO_MANY_REQUESTS' }[status]).toBe((body as unknown as { code: string }).code);
    const keys = (await Promise.all(made.map(({ body }) => nodesOf(body.chain.chainId)))).flat().map(({ nodeKey }) => nodeKey);
    expect(new Set(keys).size).toBe(8);
    for (const { body } of made)
      await ended((await home.call<Operation>('DELETE', `/chains/${body.chain.chainId}`, { confirmName: body.chain.name })).body.id);
  });

  it('lets one of two requests with one name through', async () => {
    await host();
    const answers = await Promise.all([create('twin'), create('twin'), create('twin')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => (body as unknown as { code: string }).code)).toEqual([
      'NAME_TAKEN',
      'NAME_TAKEN',
    ]);
  });

  it.each(['data-confirmation', 'open-ledger'])('tells agents and people how many blocks the pruned nodes of a chain from %s keep', async (template) => {
    const agent = await host();
    const { body } = await create(`pruned ${template}`, { template, validators: 4, hostIds: [agent.identity.hostId], keepBlocks: 5_000 });
    await ended(body.operation.id);
    const wished = agent.received.flatMap((message) => (message.kind === 'desired' ? message.nodes : [])).filter(({ chainId }) => chainId === body.chain.chainId);
    expect(new Set(wished.map(({ keepBlocks }) => keepBlocks))).toEqual(new Set([5_000]));
    expect((await nodesOf(body.chain.chainId)).map(({ keepBlocks }) => keepBlocks)).toEqual([5_000, 5_000, 5_000, 5_000]);
  });

  it('removes what it made when creation fails, and says why', async () => {
    const agent = await host({
      become: (node) =>
        node.wish === 'running'
          ? { state: 'failed', problem: { code: 'UNKNOWN_SOFTWARE', detail: 'This host has no such version.' }, status: undefined }
          : {},
    });
    const { body } = await create('doomed', { hostIds: [agent.identity.hostId] });
    const operation = await ended(body.operation.id);
    expect(operation).toMatchObject({ state: 'failed', problem: { code: 'UNKNOWN_SOFTWARE' } });
    await eventually(async () => (await home.call('GET', `/chains/${body.chain.chainId}`)).status === 404);
    expect((await home.call<HostView>('GET', `/hosts/${agent.identity.hostId}`)).body.nodes).toBe(0);
  });

  it('gives up a creation that makes no progress', async () => {
    const agent = await host({ become: (node) => (node.wish === 'running' ? { state: 'starting', status: undefined } : {}) });
    const { body } = await create('slow', { hostIds: [agent.identity.hostId] });
    expect(await ended(body.operation.id)).toMatchObject({
      state: 'failed',
      problem: { code: 'NO_PROGRESS', detail: expect.stringContaining('0 of 4') as string },
    });
  });

  it('keeps a chain that is being removed until its offline host is back', async () => {
    const agent = await host();
    const { body } = await create('patient', { hostIds: [agent.identity.hostId] });
    await ended(body.operation.id);
    agent.close();
    await eventually(async () => (await home.call<HostView>('GET', `/hosts/${agent.identity.hostId}`)).body.state === 'offline');
    const removal = (await home.call<Operation>('DELETE', `/chains/${body.chain.chainId}`, { confirmName: 'patient' })).body;
    const waiting = (await home.call<ChainView>('GET', `/chains/${body.chain.chainId}`)).body;
    expect([waiting.state, waiting.stateReason.en]).toEqual([
      'deleting',
      '4 of 4 nodes are on hosts that are offline; they are removed when their host is back.',
    ]);
    await agent.connect();
    expect((await ended(removal.id)).state).toBe('succeeded');
  });

  it('refuses to stop a node without which the chain cannot go on, with the arithmetic', async () => {
    const agent = await host();
    const { body } = await create('quorum', { hostIds: [agent.identity.hostId] });
    await ended(body.operation.id);
    const [first, second] = await nodesOf(body.chain.chainId);
    const stop = (nodeId: string, more?: object) =>
      home.call<Operation>('POST', `/chains/${body.chain.chainId}/nodes/${nodeId}/stop`, more);
    expect((await ended((await stop(first.nodeId)).body.id)).state).toBe('succeeded');
    expect((await home.call<ChainView>('GET', `/chains/${body.chain.chainId}`)).body.state).toBe('degraded');
    expect(await stop(second.nodeId)).toMatchObject({
      status: 409,
      body: {
        code: 'WOULD_LOSE_QUORUM',
        detail: 'Validators that would still run: 2 of 4; needed to go on: 3.',
        facts: { remaining: 2, total: 4, quorum: 3 },
      },
    });
    expect((await ended((await stop(second.nodeId, { force: true })).body.id)).state).toBe('succeeded');
    expect((await home.call<ChainView>('GET', `/chains/${body.chain.chainId}`)).body.state).toBe('stalled');
    expect(
      (await ended((await home.call<Operation>('POST', `/chains/${body.chain.chainId}/nodes/${first.nodeId}/start`)).body.id)).state,
    ).toBe('succeeded');
  });

  it.each([
    [{ template: 'nothing' }, 422, 'UNKNOWN_TEMPLATE', '/template'],
    [{ validators: 0 }, 400, 'INVALID_REQUEST', '/validators'],
    [{ validators: 1.5 }, 400, 'INVALID_REQUEST', '/validators'],
    [{ keepBlocks: 999 }, 400, 'INVALID_REQUEST', '/keepBlocks'],
    [{ keepBlocks: 'all' }, 400, 'INVALID_REQUEST', '/keepBlocks'],
    [{ slots: { identity: { module: 'nobody' } } }, 422, 'UNKNOWN_MODULE', '/slots/identity/module'],
    [{ slots: { identity: { module: 'quota' } } }, 422, 'UNKNOWN_MODULE', '/slots/identity/module'],
    [{ slots: { consensus: { params: { heartbeatMs: 1 } } } }, 422, 'INVALID_PARAMETER', '/slots/consensus/params/heartbeatMs'],
    [
      { slots: { transactions: { module: 'quota', version: '2.0.0', params: { perRole: ['clerk', 'clerk'].map((role) => ({ role, perMinute: 1, burst: 1 })) } } } },
      422, 'INVALID_PARAMETER', '/slots/transactions/params/perRole/1/role',
    ],
    [{ slots: { magic: {} } }, 400, 'INVALID_REQUEST', '/slots/magic'],
    [{ slots: { consensus: { params: [] } } }, 400, 'INVALID_REQUEST', '/slots/consensus/params'],
    [{ hostIds: ['nobody'] }, 409, 'NO_HOST_WITH_ROOM', undefined],
    [{ name: 'a\u0007b' }, 400, 'INVALID_REQUEST', '/name'],
  ])('refuses %j', async (change, status, code, field) => {
    const answer = await home.call('POST', '/chains', { name: 'wrong', template: TEMPLATE, ...change });
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([status, code, field]);
    expect((await home.call<Page<ChainView>>('GET', '/chains')).body.items.some(({ name }) => name === 'wrong')).toBe(false);
  });

  it('warns, but obeys, when the number of validators is odd', async () => {
    await host();
    const { body } = await create('three', { validators: 3 });
    expect(body.warnings[0].code).toBe('NOT_3F_PLUS_1');
    await ended(body.operation.id);
  });

  it('answers a repeated request with what became of the first, and makes one chain', async () => {
    await host();
    const once = () =>
      home.call<CreatedChain>(
        'POST',
        '/chains',
        { name: 'once', template: TEMPLATE },
        { authorization: `Bearer ${home.key}`, 'idempotency-key': 'once' },
      );
    const answers = await Promise.all([once(), once(), once()]);
    const kinds = answers.map(({ status, body }) => (status === 202 ? 'made' : (body as unknown as { code: string }).code));
    expect(kinds.filter((kind) => kind === 'made').length).toBeGreaterThan(0);
    expect(kinds.every((kind) => kind === 'made' || kind === 'IN_PROGRESS')).toBe(true);
    const again = await once();
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([202, 'true']);
    expect((await home.call<Page<ChainView>>('GET', '/chains')).body.items.filter(({ name }) => name === 'once')).toHaveLength(1);
    await ended(again.body.operation.id);
  });

  it('leaves an audit trail that holds', async () => {
    const items: AuditEntry[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const page: Page<AuditEntry> = (await home.call<Page<AuditEntry>>('GET', `/audit?limit=7${next === '' ? '' : `&before=${next}`}`))
        .body;
      items.push(...page.items);
      next = page.next;
    }
    const trail = items.reverse();
    const actions = new Set(trail.map(({ action }) => action));
    const expected = [
      'setup.complete',
      'session.begin',
      'api-key.create',
      'host.join-token',
      'host.enrol',
      'chain.create',
      'chain.create-failed',
      'chain.stop',
      'chain.start',
      'chain.delete',
      'node.stop',
      'node.start',
    ];
    expect(expected.filter((action) => !actions.has(action))).toEqual([]);
    expect(verifyTrail(home.me.organisationId, trail, trail.at(-1))).toBeUndefined();
    expect(verifyTrail(home.me.organisationId, trail.slice(0, -1), trail.at(-1))).toEqual({ brokenAt: trail.length });
  });
});
