import type { AuditEntry, ChainRecoveryView, ChainView, CreatedChain, HostView, NodeView, ObservedNode, Operation, Page, Problem } from '@bystack/api';
import { eventually } from '../../testing/eventually';
import { enrol } from '../../testing/enrol';
import { TestAgent, type NodeAnswer } from '../../testing/test-agent';
import { TestInstallation } from '../../testing/test-installation';

/** The chain's own rules are tested where they are, and all of it together in test/e2e; here it is about who is asked for what, and when. */
describe('starting a chain again over HTTP', () => {
  let home: TestInstallation;
  let agent: TestAgent;
  let chainId: string;
  let nodes: readonly NodeView[];
  const asked: string[] = [];
  const refusing = new Set<string>();

  function answer(nodeId: string, method: string, path: string): NodeAnswer {
    asked.push(`${nodeId} ${method} ${path}`);
    if (refusing.has(path)) return { status: 409, body: { type: '', title: '', status: 409, code: 'RECOVERY_BEHIND', detail: 'behind' } };
    return { status: 200, body: {} };
  }
  const seenBefore = { epoch: 0, height: 20, timeMs: 20_000 };
  const says = (place: number, status: Partial<NonNullable<ObservedNode['status']>>) => {
    const { nodeId } = nodes[place];
    const before = agent.nodes.get(nodeId)!;
    agent.set(nodeId, { status: { ...before.status!, committee: { epoch: 0, seats: 4, place }, ...status } });
  };
  const all = (status: Partial<NonNullable<ObservedNode['status']>>) => nodes.forEach((_, i) => says(i, status));
  const see = async () => (await home.call<ChainRecoveryView>('GET', `/chains/${chainId}/recovery`)).body;
  const seen = (state: ChainRecoveryView['state']) => eventually(async () => (await see()).state === state);
  const start = <T = Operation>(body: object, key = home.key) => home.call<T>('POST', `/chains/${chainId}/recovery`, body, { authorization: `Bearer ${key}` });
  const refused = async (body: object) => (await start<Problem>(body)).body.code;
  const timesAsked = (path: string) => asked.filter((one) => one.endsWith(path)).length;

  beforeAll(async () => {
    home = await TestInstallation.start();
    agent = await new TestAgent(await enrol(await home.joinToken()), { answer }).connect();
    await eventually(async () => (await home.call<Page<HostView>>('GET', '/hosts')).body.items[0].spareKeys === 16);
    const made = (await home.call<CreatedChain>('POST', '/chains', { name: 'board', template: 'data-confirmation' })).body;
    chainId = made.chain.chainId;
    await eventually(async () => (await home.call<Operation>('GET', `/operations/${made.operation.id}`)).body.state === 'succeeded');
    nodes = (await home.call<Page<NodeView>>('GET', `/chains/${chainId}/nodes`)).body.items;
  });
  afterAll(async () => {
    agent.close();
    await home.close();
  });

  it('is not to be had while somebody remembers, and says why', async () => {
    all({ finalHeight: 20 });
    await seen('none');
    expect(await refused({ confirmName: 'board', fromHeight: 20 })).toBe('RECOVERY_NOT_NEEDED');
    nodes.slice(1).forEach((_, i) => says(i + 1, { finalHeight: 10, finalTimeMs: 10_000, recovery: { isPrepared: false, needed: 3, seenBefore } }));
    await seen('waits');
    expect(await refused({ confirmName: 'board', fromHeight: 10 })).toBe('VALIDATOR_REMEMBERS');
    expect(timesAsked('/recovery/prepare')).toBe(0);
  });

  it('shows how much each validator has left, and what is lost', async () => {
    says(0, { finalHeight: 12, finalTimeMs: 12_000, recovery: { isPrepared: false, needed: 3, seenBefore } });
    await seen('possible');
    expect(await see()).toMatchObject({
      ...{ epoch: 0, needed: 3, fromHeight: 12, operationId: null, past: [], lost: { firstHeight: 13, lastHeight: 20, sinceMs: 12_000, untilMs: 20_000 } },
      validators: [{ seat: 0, height: 12, seenBefore, isHeard: true, isPrepared: false }, { height: 10 }, { height: 10 }, { height: 10 }],
    });
    expect((await home.call<ChainView>('GET', `/chains/${chainId}`)).body).toMatchObject({ state: 'stalled', validatorsForgot: 4 });
  });

  it('takes the word of an owner only, with the name, about what was shown', async () => {
    const operator = (await home.call<{ key: string }>('POST', '/api-keys', { name: 'operator', role: 'operator' })).body.key;
    expect((await start<Problem>({ confirmName: 'board', fromHeight: 12 }, operator)).body).toMatchObject({ code: 'NOT_ALLOWED', facts: { permission: 'chains:recover' } });
    expect(await refused({ confirmName: 'Board', fromHeight: 12 })).toBe('CONFIRMATION_MISMATCH');
    expect(await refused({ confirmName: 'board', fromHeight: 10 })).toBe('RECOVERY_CHANGED');
    for (const body of [null, {}, { confirmName: 'board' }, { confirmName: 'board', fromHeight: '12' }, { confirmName: 'board', fromHeight: -1 }, { confirmName: 'board', fromHeight: 12, more: 1 }])
      expect([body, (await start(body as object)).status]).toEqual([body, 400]);
    expect(timesAsked('/recovery/prepare')).toBe(0);
  });

  it('prepares everybody, waits until all are level, and tells one alone to start, again and again', async () => {
    const { status, body: operation } = await start({ confirmName: 'board', fromHeight: 12 });
    expect([status, operation.kind, operation.steps.map(({ name }) => name)]).toEqual([202, 'chain.recover', ['nodes-prepared', 'nodes-level', 'nodes-over', 'final-again']]);
    expect(await refused({ confirmName: 'board', fromHeight: 12 })).toBe('RECOVERY_RUNS');
    await eventually(() => nodes.every(({ nodeId }) => asked.includes(`${nodeId} POST /recovery/prepare`)));
    refusing.add('/recovery/start');
    nodes.forEach((_, i) => says(i, { finalHeight: i === 0 ? 12 : 10, recovery: { isPrepared: true, needed: 3, seenBefore } }));
    await eventually(async () => (await home.call<Operation>('GET', `/operations/${operation.id}`)).body.steps[1].state === 'running');
    expect(timesAsked('/recovery/start')).toBe(0);
    all({ finalHeight: 12, recovery: { isPrepared: true, needed: 3, seenBefore } });
    await eventually(() => timesAsked('/recovery/start') >= 2);
    expect(new Set(asked.filter((one) => one.endsWith('/recovery/start'))).size).toBe(1);
    all({ finalHeight: 14, committee: { epoch: 1, seats: 4, place: 0 }, recovery: undefined });
    await seen('running');
    all({ finalHeight: 15, committee: { epoch: 1, seats: 4, place: 0 }, recovery: undefined });
    await eventually(async () => (await home.call<Operation>('GET', `/operations/${operation.id}`)).body.state === 'succeeded');
    expect(await see()).toMatchObject({ state: 'none', past: [{ operationId: operation.id, epoch: 0, fromHeight: 12, lost: { firstHeight: 13, lastHeight: 20 } }] });
    const { items } = (await home.call<Page<AuditEntry>>('GET', '/audit')).body;
    expect(items.filter(({ action }) => action === 'chain.recover')).toMatchObject([{ subject: { type: 'chain', id: chainId }, details: { name: 'board', fromHeight: 12, lostUpTo: 20 } }]);
  });
});
