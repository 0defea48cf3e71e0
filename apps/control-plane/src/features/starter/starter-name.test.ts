import type { AuditEntry, HostView, Page } from '@bystack/api';
import { parseCanonicalJson } from '@bystack/chain-core/codec/json';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { decodeTransaction } from '@bystack/chain-core/protocol/codec';
import { enrol } from '../../testing/enrol';
import { eventually } from '../../testing/eventually';
import { TestAgent, type NodeAnswer } from '../../testing/test-agent';
import { TestInstallation } from '../../testing/test-installation';
import { DONE, Jobs } from '../../platform/queue';
import { Organisations, UNNAMED } from '../organisations';
import { StarterName } from './starter-name';

describe('the name of the starter chain’s member', () => {
  let home: TestInstallation;
  let agent: TestAgent;
  /** As the chain has it. */
  let member: { name: string } | null = { name: UNNAMED };
  let refusing: NodeAnswer | undefined;
  const sent: { command: string; payload: unknown }[] = [];

  function answer(_nodeId: string, _method: string, path: string, body: Buffer): NodeAnswer {
    if (path === '/queries/open-registration/whoIs') return { status: 200, body: { height: 9, answer: member } };
    if (!path.startsWith('/transactions?')) return { status: 404, body: { code: 'NOT_FOUND', detail: 'no' } };
    const { txId, body: { calls: [call] } } = decodeTransaction(body);
    const payload = parseCanonicalJson(call!.payload) as { name: string };
    sent.push({ command: call!.command, payload });
    if (refusing !== undefined) return refusing;
    if (call!.command === 'rename') member = { name: payload.name };
    return { status: 200, body: { txId: toHex(txId), state: 'final', height: 9, outcome: { kind: 'accepted' } } };
  }

  beforeAll(async () => {
    home = await TestInstallation.start({ BYSTACK_STARTER: 'data-confirmation' });
    agent = await new TestAgent(await enrol(await home.joinToken()), { answer }).connect();
    await eventually(async () => (await home.call<Page<HostView>>('GET', '/hosts')).body.items[0].spareKeys === 16);
    await call(UNNAMED); // As before the setup: the job that looks by itself finds nothing to do yet.
    await home.plane.runStarter(() => undefined);
    sent.length = 0;
  });
  afterAll(async () => {
    agent.close();
    await home.close();
  });

  const look = () => home.plane.app.get(StarterName).look();
  const call = (name: string) => home.plane.app.get(Organisations).rename(home.me.organisationId, name);

  it('becomes the organisation’s, once that is named and the chain takes it', async () => {
    await look();
    expect(sent).toEqual([]);
    refusing = { status: 503, body: { code: 'MEMPOOL_FULL', detail: 'later' } };
    await call('North Orchard Ltd');
    await look();
    refusing = undefined;
    await eventually(async () => (await look(), member!.name === 'North Orchard Ltd'));
    const told = sent.length;
    expect(await look()).toBe(DONE);
    expect([sent.at(-1), sent.length]).toEqual([{ command: 'rename', payload: { name: 'North Orchard Ltd' } }, told]);
    const { items } = (await home.call<Page<AuditEntry>>('GET', '/audit')).body;
    expect(items.filter(({ details }) => details?.command === 'rename')).toHaveLength(1);
  });

  it('is looked after no more then, while other work goes on', async () => {
    const { runs } = home.plane.app.get(Jobs);
    const ranOf = (name: string) => runs.get(name) ?? 0;
    const goOn = async (turns: number) => {
      const before = ranOf('watch-operations');
      await eventually(() => ranOf('watch-operations') >= before + turns);
    };
    await goOn(2); // It has come once more at the latest, and has heard that it is done.
    const ran = ranOf('name-starter');
    await goOn(2);
    expect(ranOf('name-starter')).toBe(ran);
  });
});
