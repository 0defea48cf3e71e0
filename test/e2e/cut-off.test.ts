import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntry, CreatedChain, NodeStatus, NodeView, Page, SplitView, SubmissionView } from '@bystack/api';
import type { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { appears, isThere, nodeByHand } from '../support/by-hand';
import { Person, until } from '../support/person';
import { Road } from '../support/road';
import { startStack, type Stack } from '../support/stack';
import { chainNodePids, killHard } from './faults/processes';

const SLOW = 240_000;
const KEEP_BLOCKS = 1_000;
const FINAL_DEPTH = 30;
/** Longer than the span of time of which one block's state is offered. */
const PULSE_MS = 10_000;
const PULSES_MAX = 8;
/** More than one message of headers holds. */
const APART_BLOCKS = 520;
/** Blocks cost nearly nothing, and come as quickly as nodes make them: what is apart takes more than one message of headers. */
const CONSENSUS = { params: { targetSpacingMs: 1_000, finalDepth: FINAL_DEPTH, retargetBlocks: 10_000, initialWork: 1, leastWork: 1 } };
const [EARLY, ALONE] = ['ab'.repeat(32), 'cd'.repeat(32)];

let stack: Stack;
let owner: Person;
let home: string;
let chainId: string;
let road: Road | undefined;
let newcomer: NodeProcess | undefined;

beforeAll(async () => {
  stack = await startStack();
  home = mkdtempSync(join(tmpdir(), 'bystack-cut-off-'));
  owner = new Person(stack, (await stack.owner()).apiKey, home);
}, SLOW);
afterAll(async () => {
  await newcomer?.kill().catch(() => undefined);
  await road?.close();
  await stack?.stop();
  rmSync(home, { recursive: true, force: true });
}, SLOW);

describe('a pruned chain of open competition', () => {
  test('forgets its first blocks', async () => {
    const { status, body } = await owner.ask<CreatedChain>('POST', '/chains', { name: 'Pasture', template: 'open-ledger', validators: 1, keepBlocks: KEEP_BLOCKS, slots: { consensus: CONSENSUS } });
    expect(status).toBe(202);
    ({ chainId } = body.chain);
    await until('it runs', first, ({ state, finalHeight }) => state === 'running' && finalHeight !== null);
    await record(EARLY, 'Minutes');
    await until('the first block is forgotten', () => owner.ask('GET', `/chains/${chainId}/blocks/1`), ({ status: answered }) => answered === 410);
    await mine(0);
  }, SLOW);

  test('is joined by a node that takes its state, though it is killed while that is put in place', async () => {
    const { nodeKey, address } = await first();
    road = await Road.to(address!);
    newcomer = nodeByHand({ dir: join(home, 'newcomer'), genesis: await genesis(), peers: [{ nodeKey, address: road.address }], keepBlocks: KEEP_BLOCKS });
    await newcomer.start();
    const killed = appears(join(newcomer.folder.dir, 'data'), ['snapshot/complete', 'state.new']).then(() => newcomer!.kill('SIGKILL'));
    await givesState(mine, async () => (await first()).headHeight!, join(newcomer.folder.dir, 'data'));
    expect(await killed).toBe('SIGKILL');
    await newcomer.start();
    const { finalHeight } = await first();
    const joined = await until('it is level', hers, (status) => status.finalHeight >= finalHeight!);
    expect((await newcomer.call('GET', '/blocks/1')).status).toBe(410);
    expect(titles(await document(EARLY))).toEqual(['Minutes']);
    expect(await herDocument(EARLY)).toEqual(await document(EARLY));
    expect(joined).toMatchObject({ syncing: false, competition: { threads: 0 } });
    await expectSameBlock(joined.finalHeight);
  }, SLOW);

  test('goes apart while its nodes do not hear each other, and says so when they do', async () => {
    road!.cut();
    const { headHeight: shared } = await hers();
    const txId = await submit(ALONE, 'Alone');
    await mine(1);
    await until('it is final here', () => owner.ask<{ state?: string }>('GET', `/chains/${chainId}/transactions/${txId}`), ({ body }) => body.state === 'final');
    await until('it has more blocks than a message has headers', first, ({ headHeight }) => headHeight! > shared + APART_BLOCKS);
    await mine(0);
    const stoppedMs = Date.now();
    const alone = await until('it rests', first, ({ observedAtMs, competition }) => observedAtMs! > stoppedMs && competition?.threads === 0);
    await herMining(1);
    await until('hers has more work', hers, ({ headHeight }) => headHeight > alone.headHeight! + 50);
    await herMining(0);
    road!.mend();
    const { split, trouble } = await until('it is seen', told, (seen) => seen.split !== undefined);
    expect(split).toMatchObject({ blocks: (await first()).finalHeight! - split!.forkHeight, transactions: 1 });
    expect(split!.blocks).toBeGreaterThan(0);
    expect(trouble).toContain(`after block ${split!.forkHeight}`);
    expect(titles(await document(ALONE))).toEqual(['Alone']);
  }, SLOW);

  test('comes together when somebody says so, though the node is killed on the way', async () => {
    const { forkHeight, blocks } = (await told()).split!;
    const wrong = await owner.ask<{ code: string }>('POST', `/chains/${chainId}/nodes/${(await first()).nodeId}/rejoin`, { forkHeight: forkHeight + 1 });
    expect([wrong.status, wrong.body.code]).toEqual([409, 'SPLIT_CHANGED']);
    expect(await owner.bystack('nodes', 'rejoin', 'Pasture', '1')).toContain(`--after ${forkHeight}`);
    const [asked] = await Promise.all([owner.tries('nodes', 'rejoin', 'Pasture', '1', '--after', String(forkHeight)), killFirstWhenItForgets()]);
    // Killed before it had answered, perhaps: what was asked for is on its disk.
    expect(asked.exit === 0 ? asked.out : asked.err).not.toBe('');
    await givesState(herMining, async () => (await hers()).headHeight, await firstDataDir());
    const ours = (await newcomer!.call('GET', `/blocks/${forkHeight + 1}`)).json() as { blockId: string };
    const height = (await hers()).finalHeight;
    await until('it follows the others', async () => {
      const { status, body } = await owner.ask<{ blockId: string }>('GET', `/chains/${chainId}/blocks/${forkHeight + 1}`);
      if (status === 200) expect(body.blockId).toBe(ours.blockId);
      return first();
    }, ({ state, finalHeight, competition }) => state === 'running' && finalHeight !== null && finalHeight >= height && competition?.split === undefined);
    await expectSameBlock(height);
    expect([titles(await document(EARLY)), titles(await document(ALONE))]).toEqual([['Minutes'], []]);
    const { items } = await owner.get<Page<AuditEntry>>('/audit?limit=20');
    expect(items.filter(({ action }) => action === 'node.rejoin').map(({ details }) => details)).toContainEqual({ forkHeight, blocks, transactions: 1 });
  }, SLOW);
});

async function first(): Promise<NodeView> {
  return (await owner.get<Page<NodeView>>(`/chains/${chainId}/nodes`)).items[0]!;
}

async function told(): Promise<{ readonly split: SplitView | undefined; readonly trouble: string | undefined }> {
  const { competition, problem } = await first();
  return { split: competition?.split, trouble: problem?.detail };
}

async function hers(): Promise<NodeStatus> {
  return (await newcomer!.call('GET', '/status')).json() as NodeStatus;
}

async function genesis(): Promise<Uint8Array> {
  const { key, url } = { key: (await stack.owner()).apiKey, url: stack.url };
  return new Uint8Array(await (await fetch(`${url}/api/v1/chains/${chainId}/genesis`, { headers: { authorization: `Bearer ${key}` } })).arrayBuffer());
}

/** Waits for nothing: a node that does not mine yet keeps it. */
async function submit(hash: string, title: string): Promise<string> {
  const { status, body } = await owner.ask<SubmissionView>('POST', `/chains/${chainId}/submissions`, { module: 'rule-book', command: 'act', payload: { command: 'record', data: { hash, title } }, wait: 'none' });
  expect(status).toBeLessThan(300);
  return body.txId;
}

async function record(hash: string, title: string): Promise<string> {
  const { body } = await owner.ask<SubmissionView>('POST', `/chains/${chainId}/submissions`, { module: 'rule-book', command: 'act', payload: { command: 'record', data: { hash, title } }, wait: 'head' });
  expect(body).toMatchObject({ outcome: { kind: 'accepted' } });
  return body.txId;
}

function mine(threads: number): Promise<unknown> {
  return first().then(({ nodeId }) => owner.ask('POST', `/chains/${chainId}/nodes/${nodeId}/mining`, { threads }));
}

function herMining(threads: number): Promise<unknown> {
  return newcomer!.call('POST', '/mining', { body: JSON.stringify({ threads }), type: 'application/json' });
}

const asking = (hash: string) => ({ query: 'document', args: { hash } });

interface Documents {
  readonly records: readonly { readonly data: { readonly title: string } }[];
}
const titles = ({ records }: Documents) => records.map(({ data }) => data.title);

async function document(hash: string): Promise<Documents> {
  return (await owner.ask<{ answer: Documents }>('POST', `/chains/${chainId}/queries/rule-book/ask`, asking(hash))).body.answer;
}

async function herDocument(hash: string): Promise<Documents> {
  return ((await newcomer!.call('POST', '/queries/rule-book/ask', { body: JSON.stringify(asking(hash)), type: 'application/json' })).json() as { answer: Documents }).answer;
}

async function expectSameBlock(height: number): Promise<void> {
  const [ours, theirs] = [await owner.get<{ blockId: string }>(`/chains/${chainId}/blocks/${height}`), (await newcomer!.call('GET', `/blocks/${height}`)).json() as { blockId: string }];
  expect(ours.blockId).toBe(theirs.blockId);
}

async function firstDataDir(): Promise<string> {
  return join(stack.dataDir, 'agent/nodes', (await first()).nodeId, 'volume/data');
}

async function killFirstWhenItForgets(): Promise<void> {
  const [pid] = chainNodePids(stack.dataDir);
  await appears(await firstDataDir(), ['forget-chain']);
  killHard(pid!);
}

/** Blocks must come for a state to be offered: some at once, then a while in which it can be fetched, until somebody has begun to put it in its folder. */
async function givesState(mining: (threads: number) => Promise<unknown>, headHeight: () => Promise<number>, takersDataDir: string): Promise<void> {
  for (let pulse = 0; !isThere(takersDataDir, ['snapshot/head', 'state.new']); pulse += 1) {
    if (pulse === PULSES_MAX) throw new Error('nobody takes the state');
    const before = await headHeight();
    await mining(1);
    await until('blocks come', headHeight, (height) => height > before + 2 * FINAL_DEPTH);
    await mining(0);
    await appears(takersDataDir, ['snapshot/head', 'state.new'], PULSE_MS).catch(() => undefined);
  }
}
