import type { AuditEntry, CommandsTried, CreatedChain, HostView, NodeView, Operation, OutlookView, Page, Problem, RehearsalReport, RehearsalView } from '@bystack/api';
import { canonicalJson } from '@bystack/chain-core/codec/json';
import { hash } from '@bystack/chain-core/crypto/hash';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { Database } from '../../platform/db';
import { eventually } from '../../testing/eventually';
import { enrol } from '../../testing/enrol';
import { orchardPackage } from '../../testing/orchard-package';
import { committeeTold } from '../../testing/node-answers';
import { TestAgent, type NodeAnswer } from '../../testing/test-agent';
import { TestInstallation } from '../../testing/test-installation';
import { REHEARSAL_LIMITS } from './limits';

const CHANGES = [{ kind: 'swap-module', module: 'open-registration', by: { name: 'company-badges', version: '1.0.0', parameters: {} } }];
const RENEWAL = { from: 'open-registration@1.0.0', to: 'company-badges@1.0.0', carriesOver: true, carriesBack: false };
const SUMS = { validators: 4, quorum: 3, mayFail: 1, scheme: 'ed25519' };
const TRIED: CommandsTried = {
  module: 'company-badges@1.0.0', fromHeight: 1, toHeight: 8, isAll: true, tried: 2, accepted: 1, refused: 0, failed: 1, setAside: 0, kinds: [{ kind: 'add', tried: 2, accepted: 1 }], more: 0,
  refusals: [{ kind: 'add', code: 'WRONG', facts: { name: 'Ann' }, words: { en: '{name} is wrong.', zh: '{name} 不对。' }, place: '/commands/add', rule: null, field: '', failure: { why: 'no-field', detail: 'nmae' }, count: 1, sample: { height: 7, txId: 'ab', payload: { name: 'Ann' } } }],
};
const REPORT: RehearsalReport = {
  modules: [RENEWAL], entries: 300, blocks: 3, refusal: null, commands: [TRIED],
  samples: [{ module: 'company-badges@1.0.0', store: 'names', before: { name: 'Ann' }, after: [{ store: 'members', value: { name: 'Ann', roles: ['person'] } }] }],
};
const problem = (status: number, code: string, facts = {}): NodeAnswer => ({ status, body: { type: '', title: code, status, code, detail: `${code}.`, facts } });

/** The stand-in for a chain: what a rehearsal comes to is tested where it is; here it is about whom is asked what, and what becomes of failures. */
const REST_OF_PROPOSAL = { note: '', proposedBy: 0, proposedAtMs: 1, expiresAtMs: 4_102_444_800_000, approvals: [0], rejections: [], needed: 3, quorum: 0, newcomers: [], confirmed: [] };

describe('rehearsals over HTTP', () => {
  let home: TestInstallation;
  let agent: TestAgent;
  let chainId: string;
  let nodes: readonly NodeView[];
  let outlook: object;
  /** What waits on the chain. */
  let proposed: readonly object[];
  /** Nodes without the module, nodes that are busy, nodes that forget what they began. */
  let lacking: string[];
  let busy: string[];
  let forgetful: string[];
  /** A package that was kept on the chain by an earlier vote. */
  let kept: object | undefined;
  const begun: string[] = [];
  let looks = 0;
  let turnedAway = 0;

  function answer(nodeId: string, method: string, path: string): NodeAnswer {
    const run = (done: number, report: RehearsalReport | null) => ({ id: `8-${nodeId}`, height: 8, done, of: 300, tookMs: 40 * done, report });
    if (path === '/committee') {
      const chainSeats = nodes.map(({ nodeKey, seat }) => ({ seat, organisation: 'Mills', label: `validator ${seat + 1}`, nodeKey, role: 'validator' as const, registered: [], protocols: { min: 1, max: 1 } }));
      return { status: 200, body: committeeTold({ chainSeats, changes: proposed.map((one) => ({ ...REST_OF_PROPOSAL, ...one })) as never }) };
    }
    if (path === '/queries/kernel/package') return kept === undefined ? problem(404, 'NO_SUCH_PACKAGE') : { status: 200, body: { height: 8, answer: kept } };
    if (path === '/queries/kernel/content') return { status: 200, body: { height: 8, answer: CHANGES[0]!.by.parameters } };
    if (path === '/queries/kernel/outlook') return { status: 200, body: { height: 8, answer: lacking.includes(nodeId) ? { now: SUMS, refusal: { code: 'MODULE_NOT_AVAILABLE', facts: {} } } : outlook } };
    if (method === 'POST' && path === '/rehearsals') {
      if (busy.includes(nodeId)) turnedAway += 1;
      if (busy.includes(nodeId)) return problem(409, 'REHEARSAL_RUNS');
      begun.push(nodeId);
      return { status: 202, body: run(0, null) };
    }
    if (path === `/rehearsals/8-${nodeId}`) {
      looks += 1;
      return forgetful.includes(nodeId) ? problem(404, 'NO_SUCH_REHEARSAL') : { status: 200, body: looks === 1 ? run(150, null) : run(300, REPORT) };
    }
    return problem(404, 'NOT_FOUND');
  }

  beforeAll(async () => {
    home = await TestInstallation.start();
    agent = await new TestAgent(await enrol(await home.joinToken()), { answer: (nodeId, method, path) => answer(nodeId, method, path) }).connect();
    await eventually(async () => (await home.call<Page<HostView>>('GET', '/hosts')).body.items[0].spareKeys === 16);
    const made = (await home.call<CreatedChain>('POST', '/chains', { name: 'guild', template: 'data-confirmation' })).body;
    chainId = made.chain.chainId;
    await ended(made.operation.id);
    nodes = (await home.call<Page<NodeView>>('GET', `/chains/${chainId}/nodes`)).body.items;
  });
  beforeEach(() => {
    outlook = { now: SUMS, then: SUMS, modules: [RENEWAL] };
    [lacking, busy, forgetful, proposed, kept] = [[], [], [], [], undefined];
    begun.length = 0;
    looks = 0;
    turnedAway = 0;
  });
  afterAll(async () => {
    agent.close();
    await home.close();
  });

  const rehearse = <T = Operation>(changes: unknown = CHANGES, key?: string) =>
    home.call<T>('POST', `/chains/${chainId}/rehearsals`, { changes }, { authorization: `Bearer ${home.key}`, ...(key ? { 'idempotency-key': key } : {}) });
  const database = () => home.plane.app.get(Database).manager;
  const shown = async (id: string) => (await home.call<RehearsalView>('GET', `/chains/${chainId}/rehearsals/${id}`)).body;
  async function ended(id: string): Promise<Operation> {
    let seen!: Operation;
    await eventually(async () => (seen = (await home.call<Operation>('GET', `/operations/${id}`)).body).state !== 'running');
    return seen;
  }

  it('are of a proposal by its number, with what lies beside it on the chain', async () => {
    const { parameters, ...by } = CHANGES[0]!.by;
    const swap = { ...CHANGES[0]!, by, hash: toHex(hash(canonicalJson(parameters))), bytes: 2 };
    proposed = [{ id: 3, changes: [swap], lastHeight: 0 }, { id: 4, changes: [swap], lastHeight: 12 }, { id: 5, changes: [{ ...swap, hash: 'ab'.repeat(32) }], lastHeight: 0 }];
    const of = <T = Operation>(body: object) => home.call<T>('POST', `/chains/${chainId}/rehearsals`, body, { authorization: `Bearer ${home.key}` });
    const { status, body } = await of({ proposal: 3 });
    expect(status).toBe(202);
    await ended(body.id);
    expect(await shown(body.id)).toMatchObject({ state: 'succeeded', changes: CHANGES, proposal: 3 });
    const approved = await of({ proposal: 4 }); // It has not taken effect yet.
    expect(approved.status).toBe(202);
    await ended(approved.body.id);
    expect(await of<Problem>({ proposal: 5 })).toMatchObject({ status: 503, body: { code: 'NODE_UNREACHABLE' } });
    expect(await of<Problem>({ proposal: 6 })).toMatchObject({ status: 404, body: { code: 'NO_SUCH_CHANGE' } });
    expect(await of<Problem>({ proposal: 3, changes: CHANGES })).toMatchObject({ status: 400, body: { field: '/proposal' } });
    for (const proposal of [0, 1.5, '3', 2 ** 33]) expect(await of<Problem>({ proposal })).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    for (const bad of [{}, { changes: null }]) expect(await of<Problem>(bad)).toMatchObject({ status: 400, body: { field: '/changes' } });
  });

  it('are operations that end with a report: what changes, what cannot be undone, which nodes lack the module, records before and after', async () => {
    lacking = [nodes[1].nodeId];
    const { status, body } = await rehearse();
    expect({ status, kind: body.kind, steps: body.steps.map(({ name, state }) => [name, state]) }).toEqual({ status: 202, kind: 'chain.rehearse', steps: [['begun', 'running'], ['carried', 'waiting'], ['reported', 'waiting']] });
    expect(await ended(body.id)).toMatchObject({ state: 'succeeded', problem: null, steps: [{ state: 'done' }, { state: 'done', progress: { done: 300, of: 300 } }, { state: 'done' }] });
    expect(begun).toHaveLength(1);
    expect(begun).not.toContain(nodes[1].nodeId);
    const view = await shown(body.id);
    expect(view).toMatchObject({ state: 'succeeded', changes: CHANGES, words: [{ en: '“Open registration” is replaced by “Company badges” (company-badges 1.0.0).' }], report: { height: 8, tookMs: 12_000, entries: 300, blocks: 3, samples: REPORT.samples, refusal: null } });
    const { refusals: [{ facts: _, words: __, ...refusal }], ...counts } = TRIED as CommandsTried & { refusals: [CommandsTried['refusals'][number]] };
    expect(view.report!.commands).toEqual([{ ...counts, words: { en: expect.stringContaining('1 refused because a rule fails'), zh: expect.any(String) }, refusals: [{ ...refusal, words: { en: expect.stringMatching(/“nmae”.*WRONG, “Ann is wrong\.”/), zh: expect.stringContaining('“Ann 不对。”') } }] }]);
    expect(view.report!.software.map(({ standing }) => standing)).toEqual(['able', 'lacks', 'able', 'able']);
    expect(view.report!.plan.map(({ isWarning, words }) => [isWarning, words.en.slice(0, 22)])).toEqual([[false, 'The records of “Open r'], [true, 'No way back is declare'], [true, 'No organisation and no']]);
    const { items } = (await home.call<Page<RehearsalView>>('GET', `/chains/${chainId}/rehearsals`)).body;
    expect(items[0]).toMatchObject({ id: body.id, changes: [] });
    const audit = (await home.call<Page<AuditEntry>>('GET', '/audit')).body.items;
    expect(audit.find(({ action }) => action === 'chain.rehearse')).toMatchObject({ subject: { type: 'chain', id: chainId }, details: { operationId: body.id, kinds: ['swap-module'] } });
  });

  it('warn of what whoever proposes the same is warned of, and keep it', async () => {
    const book = { name: 'diary', version: '1.1.0', commands: { write: { data: { required: ['text'] } } }, forms: [{ name: 'write', module: 'rule-book', command: 'act', payload: { command: 'write', data: {} } }] };
    const published = [{ kind: 'publish-package', module: 'rule-book', content: book }];
    const changes = [...published, { kind: 'swap-package', module: 'rule-book', package: 'diary@1.1.0' }, { kind: 'swap-module', module: 'quota', by: { name: 'quota', version: '2.0.0', parameters: { perMember: { perMinute: 5, burst: 5 }, others: { perMinute: 50, burst: 5 } } } }];
    const warned = (plan: OutlookView['plan'] = []) => plan.filter(({ isWarning, words }) => isWarning && words.en.startsWith('Strangers may write')).map(({ words }) => words);
    const { body } = await home.call<OutlookView>('POST', `/chains/${chainId}/proposals/outlook`, { changes });
    expect(warned(body.plan)).toEqual([{ en: expect.stringContaining('up to 50 a minute'), zh: expect.stringContaining('50') }]);
    const begun = await rehearse(changes);
    await ended(begun.body.id);
    const { report } = await shown(begun.body.id);
    expect(warned(report?.plan)).toEqual(warned(body.plan));
    const ofForms = (plan: OutlookView['plan'] = []) => plan.filter(({ words }) => words.en.startsWith('The form “write” has no field for “text”')).length;
    expect([ofForms(body.plan), ofForms(report?.plan)]).toEqual([1, 1]);
    const kept = await rehearse(published); // It is not put in force.
    await ended(kept.body.id);
    expect(ofForms((await shown(kept.body.id)).report?.plan)).toBe(0);
  });

  it('warn of rules that will fail, kept on the chain or put in force, once', async () => {
    const swap = { kind: 'swap-package', module: 'rule-book', package: 'orchard@1.1.0' };
    const of = async (...changes: object[]) => (await home.call<OutlookView>('POST', `/chains/${chainId}/proposals/outlook`, { changes })).body.plan.filter(({ isWarning, words }) => isWarning && words.en.startsWith('The rule ')).map(({ words }) => words.en);
    const published = { kind: 'publish-package', module: 'rule-book', content: orchardPackage('1.1.0', 'size(data.baskt) > 0') };
    const said = [expect.stringMatching(/^The rule BASKET_WRONG of the command “weigh” .* reads data\.baskt, of which no schema tells/)];
    expect([await of(published), await of(published, swap)]).toEqual([said, said]);
    kept = orchardPackage('1.1.0', 'size(data.baskt) > 0'); // By an earlier vote.
    expect(await of(swap)).toEqual(said);
    kept = orchardPackage('1.1.0');
    expect([await of(swap), await of({ ...published, content: kept })]).toEqual([[], []]);
    const begun = await rehearse([published, swap]);
    await ended(begun.body.id);
    expect((await shown(begun.body.id)).report!.plan.filter(({ words }) => words.en.startsWith('The rule BASKET_WRONG'))).toHaveLength(1);
  });

  it('take effect once for one key', async () => {
    const [first, second] = [await rehearse(CHANGES, 'once'), await rehearse(CHANGES, 'once')];
    expect(second.body.id).toBe(first.body.id);
    await ended(first.body.id);
    expect(begun).toHaveLength(1);
  });

  it('go on with another node when one was started again, or is busy', async () => {
    busy = [nodes[0].nodeId, nodes[2].nodeId];
    forgetful = [nodes[1].nodeId];
    const { id } = (await rehearse()).body;
    expect(await ended(id)).toMatchObject({ state: 'succeeded' });
    expect(begun.at(-1)).toBe(nodes[3].nodeId);
  });

  it('wait for their turn while every node tries another one out', async () => {
    busy = nodes.map(({ nodeId }) => nodeId);
    const { id } = (await rehearse()).body;
    await eventually(() => Promise.resolve(turnedAway >= 2 * nodes.length));
    expect(await shown(id)).toMatchObject({ state: 'running', problem: null });
    busy = [];
    expect(await ended(id)).toMatchObject({ state: 'succeeded' });
  });

  it('are no more than a few at once, however many are asked for in one moment', async () => {
    busy = nodes.map(({ nodeId }) => nodeId);
    const answers = await Promise.all(Array.from({ length: 6 }, () => rehearse<Operation & Problem>()));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 202, 429, 429]);
    expect(answers.find(({ status }) => status === 429)!.body).toMatchObject({ code: 'REHEARSALS_FULL', detail: expect.stringMatching(/^4 changes are being tried out/) as string });
    busy = [];
    for (const { status, body } of answers) if (status === 202) expect(await ended(body.id)).toMatchObject({ state: 'succeeded' });
  });

  it('are forgotten when many newer ones are there, unless they still run', async () => {
    const over = (await rehearse()).body.id;
    await ended(over);
    busy = nodes.map(({ nodeId }) => nodeId);
    const { id } = (await rehearse()).body;
    await database().query(`INSERT INTO rehearsals SELECT 'later' || n, organisation_id, chain_id, asked_at_ms + n, changes, node_id, run_id, tries, software, height, took_ms, report FROM rehearsals, generate_series(1, 20) n WHERE id = $1`, [id]);
    const newest = (await rehearse()).body.id;
    const kept = async () => (await database().query<{ id: string }[]>('SELECT id FROM rehearsals WHERE id = ANY($1) ORDER BY asked_at_ms', [[over, id, newest]])).map((row) => row.id);
    expect((await kept()).sort()).toEqual([id, newest].sort());
    busy = [];
    expect(await ended(id)).toMatchObject({ state: 'succeeded' });
    await ended(newest);
    await database().query(`DELETE FROM rehearsals WHERE id LIKE 'later%'`);
  });

  it('end with a sentence when no node brings them to an end, or all are busy for long', async () => {
    forgetful = nodes.map(({ nodeId }) => nodeId);
    expect(await ended((await rehearse()).body.id)).toMatchObject({ state: 'failed', problem: { code: 'REHEARSAL_LOST', detail: expect.stringMatching(/stopped before they were done, 3 times/) as string } });
    busy = nodes.map(({ nodeId }) => nodeId);
    const { id } = (await rehearse()).body;
    await database().query('UPDATE rehearsals SET asked_at_ms = asked_at_ms - $2 WHERE id = $1', [id, REHEARSAL_LIMITS.busyMsMax]);
    expect(await ended(id)).toMatchObject({ state: 'failed', problem: { code: 'REHEARSAL_RUNS', detail: expect.stringMatching(/trying one out already/) as string } });
    expect(await shown(id)).toMatchObject({ state: 'failed', report: null, problem: { code: 'REHEARSAL_RUNS' } });
  });

  it('are refused at once for changes that cannot be, or of seats', async () => {
    outlook = { now: SUMS, refusal: { code: 'NO_SUCH_MODULE', facts: { module: 'nobody', runs: 'quota' } } };
    expect(await rehearse<Problem>()).toMatchObject({ status: 404, body: { code: 'NO_SUCH_MODULE', field: '/changes', detail: 'No module nobody runs on the chain; these do: quota. How validators agree is none of them: change it with set-consensus.' } });
    expect(await rehearse<Problem>([{ kind: 'remove-seat', seat: 1 }])).toMatchObject({ status: 422, body: { code: 'NOTHING_TO_REHEARSE' } });
    expect(await rehearse<Problem>([])).toMatchObject({ status: 400, body: { field: '/changes' } });
  });

  it('leave the chain as it is: it can be stopped meanwhile', async () => {
    forgetful = nodes.map(({ nodeId }) => nodeId);
    const { id } = (await rehearse()).body;
    expect((await home.call<{ operationId: string | null }>('GET', `/chains/${chainId}`)).body.operationId).toBeNull();
    expect((await ended(id)).state).toBe('failed');
    expect((await home.call<{ state: string }>('GET', `/chains/${chainId}`)).body.state).toBe('running');
  });
});
