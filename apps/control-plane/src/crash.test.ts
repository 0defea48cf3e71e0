import type { AuditEntry, ChainView, CreatedChain, HostView, NodeView, Operation, Page } from '@bystack/api';
import { verifyTrail } from './platform/audit';
import { eventually } from './testing/eventually';
import { enrol, FACTS } from './testing/enrol';
import { KillablePlane } from './testing/killable-plane';
import { TestAgent } from './testing/test-agent';
import type { Answer } from './testing/test-installation';

const ROUNDS = 4;
const CREATES = 4;

/** Kills the real program at odd moments while chains are being created, and lets the client repeat itself, as clients do. */
describe('a control plane killed in the middle of things', () => {
  let plane: KillablePlane;
  let agent: TestAgent;

  beforeAll(async () => {
    plane = await KillablePlane.start();
    agent = new TestAgent(await enrol(plane.ready.localJoinToken, { ...FACTS, nodesMax: 64 }), { nodesMax: 64 });
    await reconnect();
  }, 60_000);
  afterAll(async () => {
    agent?.close();
    await plane?.close();
  });

  async function reconnect(): Promise<void> {
    await agent.connect();
    await eventually(async () => (await get<Page<HostView>>('/hosts')).items[0]?.spareKeys > 0);
  }

  const get = <T>(path: string) => plane.get<T>(path);
  const create = (name: string): Promise<Answer<CreatedChain & { code?: string }>> => plane.post('/chains', { name, template: 'data-confirmation', validators: 1 }, name);

  it('makes each chain once, however often it is killed and asked again', async () => {
    const names: string[] = [];
    const told = new Map<string, string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const mine = Array.from({ length: CREATES }, (_, index) => `r${round}-${index}`);
      names.push(...mine);
      const first = mine.map((name) =>
        create(name).then(
          ({ status, body }) => void (status === 202 && told.set(name, body.chain.chainId)),
          () => undefined,
        ),
      );
      await new Promise((settle) => setTimeout(settle, round * 17));
      await plane.end('SIGKILL');
      await Promise.all(first);
      await plane.start();
      await reconnect();
      for (const name of mine) {
        const { status, body } = await create(name);
        expect([name, status, body.code]).toEqual([name, 202, undefined]);
        // What was answered before the kill is what is answered after it.
        expect(told.get(name) ?? body.chain.chainId).toBe(body.chain.chainId);
        told.set(name, body.chain.chainId);
      }
    }
    const chains = (await get<Page<ChainView>>('/chains')).items;
    expect(chains.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(chains.map(({ chainId }) => chainId).sort()).toEqual([...told.values()].sort());
    await eventually(
      async () => (await get<Page<Operation>>('/operations?limit=200')).items.every(({ state }) => state === 'succeeded'),
      20_000,
    );
    const keys = (await Promise.all(chains.map(async ({ chainId }) => (await get<Page<NodeView>>(`/chains/${chainId}/nodes`)).items)))
      .flat()
      .map(({ nodeKey }) => nodeKey);
    expect(new Set(keys).size).toBe(names.length);
    expect([...agent.nodes.values()].map(({ nodeKey }) => nodeKey).sort()).toEqual(keys.sort());
  }, 120_000);

  it('stops cleanly when it is asked to, whoever is still listening', async () => {
    const stream = drain(await fetch(`${plane.ready.url}/api/v1/events`, { headers: plane.headers() }));
    expect(await plane.end('SIGTERM')).toBe(0);
    await stream;
    await plane.start();
    await reconnect();
  }, 30_000);

  it('leaves an audit trail that holds, with one entry for each chain', async () => {
    const trail: AuditEntry[] = [];
    for (let before = ''; ;) {
      const page: Page<AuditEntry> = await get<Page<AuditEntry>>(`/audit?limit=50${before}`);
      trail.push(...page.items);
      if (page.next === undefined) break;
      before = `&before=${page.next}`;
    }
    expect(verifyTrail(plane.organisationId, trail.reverse())).toBeUndefined();
    expect(trail.filter(({ action }) => action === 'chain.create')).toHaveLength(ROUNDS * CREATES);
  });
});

/** Reads an answer to its end. */
async function drain(response: Response): Promise<void> {
  for await (const _ of response.body as unknown as AsyncIterable<Uint8Array>);
}
