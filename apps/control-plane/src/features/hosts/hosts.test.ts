import { webcrypto } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import type { AgentToControl, ControlToAgent, CreatedChain, HostView, NodeView, Operation, Page } from '@bystack/api';
import { Database } from '../../platform/db';
import { eventually } from '../../testing/eventually';
import { enrol, FACTS, post, renew } from '../../testing/enrol';
import { makeSpare } from '../../testing/make-spare';
import { TestAgent } from '../../testing/test-agent';
import { TestInstallation } from '../../testing/test-installation';

describe('hosts', () => {
  let home: TestInstallation;
  const agents: TestAgent[] = [];
  beforeAll(async () => {
    home = await TestInstallation.start();
  });
  afterEach(() => agents.splice(0).forEach((agent) => agent.close()));
  afterAll(() => home.close());

  const connect = async (agent: TestAgent): Promise<TestAgent> => {
    agents.push(agent);
    return agent.connect();
  };
  const view = async (id: string) => (await home.call<HostView>('GET', `/hosts/${id}`)).body;
  const newAgent = async () => new TestAgent(await enrol(await home.joinToken()));

  it('join with a token that works once, except for the key that used it', async () => {
    const token = await home.joinToken();
    const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const first = await enrol(token, FACTS, keys);
    const again = await enrol(token, FACTS, keys);
    expect(again.hostId).toBe(first.hostId);
    await expect(enrol(token)).rejects.toThrow('403 JOIN_TOKEN_INVALID');
    const certificate = new X509Certificate(first.certificatePem);
    expect(certificate.subject).toBe(`CN=${first.hostId}`);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(certificate.ca).toBe(false);
  });

  it('cannot join with a token that is old, made up or malformed', async () => {
    const token = await home.joinToken();
    await home.plane.app.get(Database).manager.query('UPDATE join_tokens SET expires_at_ms = 1');
    await expect(enrol(token)).rejects.toThrow('403 JOIN_TOKEN_INVALID');
    const { url, caFingerprint: fingerprint } = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as {
      url: string;
      caFingerprint: string;
    };
    for (const body of [
      '',
      '{',
      'null',
      '[]',
      '{"secret":1}',
      JSON.stringify({ secret: 'x', csrPem: 'x', facts: FACTS }),
      `{"secret":"${'x'.repeat(100_000)}"}`,
    ]) {
      const answer = await post(`${url}/agent/v1/enrol`, body, { fingerprint }).catch(() => ({ status: 413 }));
      expect([body.slice(0, 30), answer.status >= 400 && answer.status < 500]).toEqual([body.slice(0, 30), true]);
    }
    expect((await post(`${url}/agent/v1/renew`, { csrPem: 'x' }, { fingerprint })).status).toBe(401);
    expect((await post(`${url}/agent/v1/nothing`, {}, { fingerprint })).status).toBe(404);
  });

  it('speak TLS 1.3 only', async () => {
    await expect(
      new Promise((settle, reject) =>
        request(home.plane.ready.agentUrl, { rejectUnauthorized: false, maxVersion: 'TLSv1.2' }, settle).once('error', reject).end(),
      ),
    ).rejects.toThrow();
  });

  it('show what they are, and when they are gone', async () => {
    const agent = await connect(await newAgent());
    await eventually(async () => (await view(agent.identity.hostId)).spareKeys === 16);
    expect(await view(agent.identity.hostId)).toMatchObject({ name: 'test', state: 'connected', nodes: 0, nodesMax: 16 });
    agent.close();
    await eventually(async () => (await view(agent.identity.hostId)).state === 'offline');
  });

  it('lose their line when they connect a second time', async () => {
    const agent = await connect(await newAgent());
    const twin = await connect(new TestAgent(agent.identity));
    await agent.until(() => agent.closeCode !== undefined);
    expect([agent.closeCode, twin.closeCode]).toEqual([4409, undefined]);
  });

  it('stop counting the moment they are deleted: the open line and the certificate', async () => {
    const agent = await connect(await newAgent());
    expect((await home.call('DELETE', `/hosts/${agent.identity.hostId}`)).status).toBe(204);
    await agent.until(() => agent.closeCode !== undefined);
    expect(agent.closeCode).toBe(4401);
    await agent.connect();
    expect(agent.refusedWith).toBe(401);
    expect((await renew(agent.identity)).status).toBe(401);
  });

  it('renew their certificate; the old one counts until the new one is used', async () => {
    const agent = await connect(await newAgent());
    const { status, identity } = await renew(agent.identity);
    expect([status, identity.hostId]).toEqual([200, agent.identity.hostId]);
    await agent.connect();
    expect(agent.refusedWith).toBeUndefined();
    const renewed = await connect(new TestAgent(identity));
    expect(renewed.refusedWith).toBeUndefined();
    await agent.connect();
    expect(agent.refusedWith).toBe(401);
  });

  it.each([
    ['not JSON', '{'],
    ['null', 'null'],
    ['an unknown kind', '{"kind":"sudo"}'],
    ['a node without a state', '{"kind":"observed","complete":true,"revisionApplied":0,"nodes":[{"nodeId":"x"}]}'],
    ['a NUL in a text', JSON.stringify({ kind: 'facts', facts: { ...FACTS, name: 'a\0b' } })],
    ['a negative revision', '{"kind":"observed","complete":true,"revisionApplied":-1,"nodes":[]}'],
  ])('are cut off for what is no message: %s', async (_name, frame) => {
    const agent = await connect(await newAgent());
    agent.sendRaw(frame);
    await agent.until(() => agent.closeCode !== undefined);
    expect(agent.closeCode).toBe(4400);
    expect((await home.call('GET', '/hosts')).status).toBe(200);
  });

  it('cannot put another’s voting key into a genesis: possession is proved', async () => {
    const agent = await connect(await newAgent());
    await agent.until(() => agent.spares.length > 0);
    const good = makeSpare(30_000);
    const stolen = { ...makeSpare(30_001), votingKey: makeSpare(1).votingKey };
    const halfStolen = { ...makeSpare(30_002), bls: makeSpare(1).bls };
    agent.send({ kind: 'spares', keys: [good, stolen, halfStolen] });
    await eventually(async () => (await view(agent.identity.hostId)).spareKeys === 1);
    const [row] = (await home.plane.app
      .get(Database)
      .manager.query('SELECT node_key, bls_voting_key FROM spare_keys WHERE host_id = $1', [agent.identity.hostId])) as { node_key: string; bls_voting_key: string }[];
    expect(row).toEqual({ node_key: good.nodeKey, bls_voting_key: good.bls!.votingKey });
  });

  it('that cannot start anything are named as the reason, not called full', async () => {
    const agent = await connect(await newAgent());
    agent.send({ kind: 'facts', facts: { ...FACTS, runtimeTrouble: 'Docker does not answer.' } });
    await eventually(async () => (await view(agent.identity.hostId)).trouble === 'Docker does not answer.');
    const answer = await home.call('POST', '/chains', { name: 'nowhere', template: 'data-confirmation', hostIds: [agent.identity.hostId] });
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
      409,
      'RUNTIME_UNAVAILABLE',
      'The host “test” cannot start nodes now: Docker does not answer.',
    ]);
  });

  it('may carry nodes we know nothing of: they are shown and left alone', async () => {
    const agent = new TestAgent(await enrol(await home.joinToken()));
    agent.nodes.set('old-1', {
      nodeId: 'old-1',
      chainId: 'f'.repeat(64),
      state: 'running',
      generation: 7,
      nodeKey: 'e'.repeat(64),
      restarts: 0,
      observedAtMs: 1,
    });
    await connect(agent);
    await eventually(async () => /carries 1 nodes/.test((await view(agent.identity.hostId)).trouble ?? ''));
    expect(agent.nodes.get('old-1')?.state).toBe('running');
    expect(agent.received.flatMap((message) => (message.kind === 'desired' ? message.nodes : []))).toEqual([]);
  });

  it('report for their own nodes only', async () => {
    const victim = await connect(await newAgent());
    await eventually(async () => (await view(victim.identity.hostId)).spareKeys === 16);
    const { chain, operation } = (
      await home.call<CreatedChain>('POST', '/chains', { name: 'mine', template: 'data-confirmation', hostIds: [victim.identity.hostId] })
    ).body;
    await eventually(async () => (await home.call<Operation>('GET', `/operations/${operation.id}`)).body.state === 'succeeded');
    const liar = await connect(await newAgent());
    for (const node of victim.nodes.values())
      liar.nodes.set(node.nodeId, { ...node, state: 'failed', generation: 99, problem: { code: 'LIE', detail: 'a lie' } });
    liar.report(true);
    liar.send({ kind: 'facts', facts: { ...FACTS, name: 'heard' } });
    await eventually(async () => (await view(liar.identity.hostId)).name === 'heard');
    const nodes = (await home.call<Page<NodeView>>('GET', `/chains/${chain.chainId}/nodes`)).body.items;
    expect(nodes.map(({ state, problem }) => [state, problem])).toEqual(Array(4).fill(['running', null]));
  });

  it('cannot be deleted while they carry nodes', async () => {
    const [busy] = (await home.call<Page<HostView>>('GET', '/hosts')).body.items.filter(({ nodes }) => nodes > 0);
    expect(await home.call('DELETE', `/hosts/${busy.id}`)).toMatchObject({
      status: 409,
      body: { code: 'HOST_IN_USE', facts: { nodes: 4 } },
    });
  });

  it('are asked again after a restart, and told nothing new', async () => {
    const agent = await connect(await newAgent());
    await eventually(async () => (await view(agent.identity.hostId)).spareKeys === 16);
    const { operation } = (
      await home.call<CreatedChain>('POST', '/chains', { name: 'lasting', template: 'data-confirmation', hostIds: [agent.identity.hostId] })
    ).body;
    await eventually(async () => (await home.call<Operation>('GET', `/operations/${operation.id}`)).body.state === 'succeeded');
    const { incarnation, revision } = agent;
    // The certificate and the authority survive; ports may not, so the address is the only thing that is looked up again.
    await home.restart();
    const moved = new TestAgent({ ...agent.identity, token: { ...agent.identity.token, url: home.plane.ready.agentUrl } });
    Object.assign(moved, { incarnation, revision });
    for (const [id, node] of agent.nodes) moved.nodes.set(id, node);
    await connect(moved);
    expect([moved.incarnation, moved.revision]).toEqual([incarnation, revision]);
    expect([...moved.nodes.values()].map(({ state }) => state)).toEqual(Array(4).fill('running'));
  });

  it('know better than a database that went back in time: their facts are adopted before anything is commanded', async () => {
    const agent = await connect(await newAgent());
    await eventually(async () => (await view(agent.identity.hostId)).spareKeys === 16);
    const { chain, operation } = (
      await home.call<CreatedChain>('POST', '/chains', {
        name: 'restored',
        template: 'data-confirmation',
        hostIds: [agent.identity.hostId],
      })
    ).body;
    await eventually(async () => (await home.call<Operation>('GET', `/operations/${operation.id}`)).body.state === 'succeeded');
    const before = { incarnation: agent.incarnation, revision: agent.revision };
    // Later, in the life that the backup does not hold: the chain was stopped.
    const { manager } = home.plane.app.get(Database);
    agent.close();
    for (const [id, node] of agent.nodes)
      agent.nodes.set(id, { ...node, generation: node.generation + 3, state: 'stopped', status: undefined });
    Object.assign(agent, { revision: before.revision + 5 });
    agent.received.length = 0;
    await agent.connect().catch(() => undefined);
    if (agent.closeCode !== undefined) await agent.connect();
    await agent.until(() => agent.incarnation !== before.incarnation);
    const [first] = agent.received.filter((message): message is Extract<ControlToAgent, { kind: 'desired' }> => message.kind === 'desired');
    expect(first.incarnation).not.toBe(before.incarnation);
    expect(first.nodes.map(({ wish, generation }) => [wish, generation])).toEqual(Array(4).fill(['stopped', 4]));
    expect((await manager.query('SELECT DISTINCT wish FROM nodes WHERE chain_id = $1', [chain.chainId])) as unknown[]).toEqual([
      { wish: 'stopped' },
    ]);
  });

  it('cannot drop the lines of others again and again with revisions nobody made', async () => {
    const liar = await connect(await newAgent());
    const lie = async () => {
      liar.close();
      Object.assign(liar, { revision: liar.revision + 1000 });
      await liar.connect().catch(() => undefined);
      if (liar.closeCode !== undefined) await liar.connect();
    };
    await lie();
    const other = await connect(await newAgent());
    const { incarnation } = other;
    await lie();
    await lie();
    expect([liar.incarnation, other.closeCode]).toEqual([incarnation, undefined]);
  });

  it('that say hello twice, or out of order, do no harm', async () => {
    const agent = await connect(await newAgent());
    const hello: AgentToControl = { kind: 'hello', protocol: 1, facts: FACTS, incarnationSeen: null, revisionApplied: 0 };
    agent.send(hello);
    agent.send(hello);
    await agent.until(() => agent.received.filter(({ kind }) => kind === 'welcome').length === 3);
    agent.send({ ...hello, protocol: 99 });
    await agent.until(() => agent.closeCode !== undefined);
    expect(agent.closeCode).toBe(4400);
  });
});
