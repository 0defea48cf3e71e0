import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChainView, CompetitionStatus, CreatedChain, NodeView, Operation, Page, SubmissionView, TransactionView } from '@bystack/api';
import { readTrust, verifyOffline, whatWasProved } from '@bystack/sdk';
import { Person, until } from '../support/person';
import { OWNER, startStack, type Stack } from '../support/stack';
import { CHROMIUM, Visitor } from './console/browser';
import { barriers } from './console/judge';

const SLOW = 240_000;
/** Quick enough for a test, and as deep as that asks for. */
const CONSENSUS = { params: { targetSpacingMs: 1_000, finalDepth: 30, retargetBlocks: 60, initialWork: 20_000, leastWork: 20_000 } };
const HASH = 'ab'.repeat(32);

let stack: Stack;
let key: string;
let owner: Person;
let home: string;
let chainId: string;
let txId: string;

beforeAll(async () => {
  stack = await startStack();
  ({ apiKey: key } = await stack.owner());
  home = mkdtempSync(join(tmpdir(), 'bystack-competition-'));
  owner = new Person(stack, key, home);
}, SLOW);
afterAll(async () => {
  await stack?.stop();
  rmSync(home, { recursive: true, force: true });
}, SLOW);

describe('a chain of open competition', () => {
  test.each<[object, string, string]>([
    [{ targetSpacingMs: 1_000, finalDepth: 12 }, 'finalDepth', 'PARAMETER_RANGE'],
    [{ targetSpacingMs: 10 }, 'targetSpacingMs', 'INVALID_PARAMETER'],
    [{ initialWork: 1, leastWork: 2 }, 'initialWork', 'PARAMETER_RANGE'],
    [{ reward: 'much' }, 'reward', 'INVALID_PARAMETER'],
  ])('is refused with %j, naming the field', async (params, parameter, code) => {
    const { status, body } = await owner.ask<{ code: string; field: string }>('POST', '/chains', { name: 'Never', template: 'open-ledger', slots: { consensus: { params } } });
    expect({ status, code: body.code, field: body.field }).toEqual({ status: 422, code, field: `/slots/consensus/params/${parameter}` });
  });

  test('is founded from its template, mines, and is shown as what it is', async () => {
    const { status, body } = await owner.ask<CreatedChain>('POST', '/chains', { name: 'Commons', template: 'open-ledger', validators: 2, slots: { consensus: CONSENSUS } });
    expect({ status, warnings: body.warnings }).toMatchObject({ status: 202, warnings: [{ code: 'PARAMETERS_UNWISE', field: '/slots/consensus/params' }] }); // So little work that the first blocks are final at once.
    chainId = body.chain.chainId;
    await until('the creation is done', () => owner.get<Operation>(`/operations/${body.operation.id}`), ({ state }) => state !== 'running');
    const chain = await until('it runs', () => owner.get<ChainView>(`/chains/${chainId}`), ({ state, competition }) => state === 'running' && competition!.hashesPerSecond > 0);
    expect(chain).toMatchObject({ validators: 2, faultsTolerated: 1, competition: { finalDepth: 30, targetSpacingMs: 1_000, nodesMining: 2 }, slots: { consensus: { module: 'open-competition', title: { en: 'Open competition' } } } });
    expect(chain.stateReason.en).toMatch(/^2 of 2 nodes run, 2 of them mine; block \d+ is final\.$/);
  }, SLOW);

  test('records what anybody can check offline against nothing but the genesis document', async () => {
    const submitted = await owner.ask<SubmissionView>('POST', `/chains/${chainId}/submissions`, { module: 'rule-book', command: 'act', payload: { command: 'record', data: { hash: HASH, title: 'Minutes' } }, wait: 'head' });
    expect(submitted.body).toMatchObject({ outcome: { kind: 'accepted' } });
    ({ txId } = submitted.body);
    await until('it is final', () => owner.get<{ state: string }>(`/chains/${chainId}/transactions/${txId}`), ({ state }) => state === 'final');
    const receipt = await (await fetch(`${stack.url}/api/v1/chains/${chainId}/receipts/${txId}`, { headers: { authorization: `Bearer ${key}` } })).text();
    const genesis = new Uint8Array(await (await fetch(`${stack.url}/api/v1/chains/${chainId}/genesis`, { headers: { authorization: `Bearer ${key}` } })).arrayBuffer());
    const trust = readTrust(genesis);
    expect(whatWasProved(verifyOffline(receipt, trust), trust)).toMatchObject({ valid: true, txId, outcome: 'accepted', work: { depth: 30, anchorHeight: 0 } });
    writeFileSync(join(home, 'receipt.json'), receipt);
    writeFileSync(join(home, 'genesis.json'), genesis);
    expect(await owner.tries('verify', 'receipt.json', '--trust', 'genesis.json')).toMatchObject({ exit: 0, out: expect.stringContaining('30 blocks stand on block') });
    expect(await owner.bystack('chains', 'checkpoint', 'Commons', '--trust', 'genesis.json', '-o', 'checkpoint.json')).toMatch(/Block \d+ is final under \d+ others/);
    expect(JSON.parse(readFileSync(join(home, 'checkpoint.json'), 'utf8'))).toMatchObject({ format: 'bystack-work-checkpoint/1' });
  }, SLOW);

  test('says of a record that is not deep enough how deep it lies, and waits for it on the command line', async () => {
    const payload = { command: 'record', data: { hash: 'cd'.repeat(32), title: 'Annex' } };
    const told = await owner.tries('submit', 'Commons', 'rule-book', 'act', '--payload', JSON.stringify(payload), '--json');
    expect({ exit: told.exit, state: (JSON.parse(told.out) as SubmissionView).state }).toEqual({ exit: 0, state: 'final' });
    const { txId: early } = (await owner.ask<SubmissionView>('POST', `/chains/${chainId}/submissions`, { module: 'rule-book', command: 'act', payload: { ...payload, data: { ...payload.data, hash: 'ef'.repeat(32) } }, wait: 'head' })).body;
    // A node that is asked may be a block behind the one that answered.
    const seen = await until('it is in a block', () => owner.get<TransactionView>(`/chains/${chainId}/transactions/${early}`), ({ burial }) => burial?.depth !== null);
    expect(seen.burial).toEqual({ depth: expect.any(Number), finalDepth: 30, blocksLeft: expect.any(Number), estimateMs: expect.any(Number) });
    await until('it lies deeper', () => owner.get<TransactionView>(`/chains/${chainId}/transactions/${early}`), ({ state, burial }) => state === 'final' || burial!.depth! > seen.burial!.depth!);
  }, SLOW);

  test('stops and starts mining node by node, over REST and from the command line', async () => {
    const { items } = await owner.get<Page<NodeView>>(`/chains/${chainId}/nodes`);
    const [first, second] = items as [NodeView, NodeView];
    expect((await owner.ask<CompetitionStatus>('POST', `/chains/${chainId}/nodes/${first.nodeId}/mining`, { threads: 0 })).body).toMatchObject({ threads: 0 });
    expect(await owner.tries('nodes', 'mine', 'Commons', '2', '--threads', '0')).toMatchObject({ exit: 0, out: expect.stringContaining('does not mine') });
    const idle = await until('nobody mines', () => owner.get<ChainView>(`/chains/${chainId}`), ({ competition }) => competition!.nodesMining === 0);
    expect(idle).toMatchObject({ state: 'stalled', stateReason: { en: expect.stringContaining('none mines') } });
    const tooMany = await owner.ask<{ code: string }>('POST', `/chains/${chainId}/nodes/${second.nodeId}/mining`, { threads: 64 });
    expect([tooMany.status, tooMany.body.code]).toEqual([422, 'THREADS_OUT_OF_RANGE']);
    expect((await owner.ask<{ code: string }>('POST', `/chains/${chainId}/nodes/${second.nodeId}/mining`, { threads: -1 })).status).toBe(400);
    expect((await owner.ask('POST', `/chains/${chainId}/nodes/${first.nodeId}/mining`, { threads: 1 })).status).toBe(200);
    await until('one mines again', () => owner.get<ChainView>(`/chains/${chainId}`), ({ state, competition }) => state === 'running' && competition!.nodesMining === 1);
    // One that mines is enough: stopping the other asks for no force.
    expect((await owner.ask('POST', `/chains/${chainId}/nodes/${second.nodeId}/stop`, {})).status).toBe(202);
    await until('it is stopped', () => owner.get<ChainView>(`/chains/${chainId}`), ({ nodesRunning }) => nodesRunning === 1);
    const { body } = await owner.ask<Page<{ action: string }>>('GET', '/audit?limit=20');
    expect(body.items.map(({ action }) => action)).toContain('node.mining');
  }, SLOW);

  const withBrowser = CHROMIUM !== undefined || process.env.BYSTACK_REQUIRE_CHROMIUM === '1' ? test : test.skip;
  withBrowser('is labelled, watched and switched in the console', async () => {
    const visitor = await Visitor.arrive(stack.url);
    try {
      const page = await visitor.openAs(OWNER, `/chains/${chainId}`);
      await page.getByRole('heading', { name: 'Open competition' }).waitFor();
      await page.getByText('Buried under 30 blocks with 30 times the work of its own, about 30 s after it was recorded').waitFor();
      expect(await barriers(page)).toEqual([]);
      if (process.env.BYSTACK_SCREENSHOTS !== undefined) await page.screenshot({ path: join(process.env.BYSTACK_SCREENSHOTS, 'competition-overview.png'), fullPage: true });
      await page.goto(`/chains/${chainId}/nodes`);
      await page.getByRole('button', { name: 'Mining of seat 1' }).click();
      await page.getByLabel('Threads that mine').fill('0');
      await page.getByText('The node goes on keeping the chain. If no node mines, nothing new is recorded.').waitFor();
      expect(await barriers(page)).toEqual([]);
      if (process.env.BYSTACK_SCREENSHOTS !== undefined) await page.screenshot({ path: join(process.env.BYSTACK_SCREENSHOTS, 'competition-mining.png'), fullPage: true });
      await page.getByRole('button', { name: 'Stop mining' }).click();
      await page.getByText('Seat 1 does not mine any more.').waitFor();
      await page.goto('/check');
      for (const [label, file] of [['Receipt or proof', 'receipt.json'], ['Genesis document', 'genesis.json']] as const) {
        const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByLabel(label, { exact: true }).press('Enter')]);
        await chooser.setFiles(join(home, file));
      }
      await page.getByText('It holds').waitFor();
      await page.getByText('Nobody signed this: work stands in for signatures.', { exact: false }).waitFor();
      await page.getByText('The genesis document alone').waitFor();
      expect(await barriers(page)).toEqual([]);
      if (process.env.BYSTACK_SCREENSHOTS !== undefined) await page.screenshot({ path: join(process.env.BYSTACK_SCREENSHOTS, 'competition-check.png'), fullPage: true });
      expect(visitor.complaints).toEqual([]);
    } finally {
      await visitor.leave();
    }
  }, SLOW);

  test('is removed like any other', async () => {
    const { body } = await owner.ask<Operation>('DELETE', `/chains/${chainId}`, { confirmName: 'Commons' });
    await until('it is gone', () => owner.ask('GET', `/chains/${chainId}`), ({ status }) => status === 404);
    expect(body.kind).toBe('chain.delete');
  }, SLOW);
});
