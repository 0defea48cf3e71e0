import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { ChainRecoveryView, ChainView, CommitteeView, CreatedChain, Operation, SubmissionView } from '@bystack/api';
import { readTrust, verifyOffline, whatWasProved, type Trust } from '@bystack/sdk';
import { Person, until } from '../support/person';
import { OWNER, startStack, type Stack } from '../support/stack';
import { CHROMIUM, Visitor } from './console/browser';
import { barriers } from './console/judge';

const SLOW = 240_000;

let stack: Stack;
let owner: Person;
let home: string;
let chainId: string;
let trust: Trust;
/** Evidence of what was recorded before the copies were made, and after. */
const receipts: { early?: string; late?: string } = {};

beforeAll(async () => {
  stack = await startStack();
  home = mkdtempSync(join(tmpdir(), 'bystack-recovery-'));
  owner = new Person(stack, (await stack.owner()).apiKey, home);
}, SLOW);
afterAll(async () => {
  await stack?.stop();
  rmSync(home, { recursive: true, force: true });
}, SLOW);

const see = () => owner.get<ChainRecoveryView>(`/chains/${chainId}/recovery`);
const chain = () => owner.get<ChainView>(`/chains/${chainId}`);
const nodesFolder = () => join(stack.dataDir, 'agent/nodes');
const copies = () => join(home, 'copies');

async function record(title: string): Promise<SubmissionView> {
  const data = { hash: createHash('sha256').update(title).digest('hex'), salted: true, title };
  const { body } = await owner.ask<SubmissionView>('POST', `/chains/${chainId}/submissions`, { module: 'rule-book', command: 'act', payload: { command: 'claim', data }, wait: 'final' });
  expect(body).toMatchObject({ state: 'final', outcome: { kind: 'accepted' } });
  return body;
}
async function receiptOf({ txId }: SubmissionView): Promise<string> {
  return JSON.stringify(await owner.get(`/chains/${chainId}/receipts/${txId}`));
}
const proved = (receipt: string) => whatWasProved(verifyOffline(receipt, trust), trust);

async function look(page: Page, name: string): Promise<void> {
  expect(await barriers(page)).toEqual([]);
  if (process.env.BYSTACK_SCREENSHOTS !== undefined) await page.screenshot({ path: join(process.env.BYSTACK_SCREENSHOTS, `recovery-${name}.png`), fullPage: true });
}

describe('a chain whose every node was put back from an older copy', () => {
  test('had copies made of its nodes’ folders, and went on', async () => {
    const { body } = await owner.ask<CreatedChain>('POST', '/chains', { name: 'Registry', template: 'data-confirmation', validators: 4 });
    chainId = body.chain.chainId;
    await until('the creation is done', () => owner.get<Operation>(`/operations/${body.operation.id}`), ({ state }) => state !== 'running');
    trust = readTrust(new TextEncoder().encode((await owner.bystack('chains', 'genesis', 'Registry')).trimEnd()));
    receipts.early = await receiptOf(await record('deed of plot 7'));
    await owner.bystack('chains', 'stop', 'Registry');
    cpSync(nodesFolder(), copies(), { recursive: true });
    await owner.bystack('chains', 'start', 'Registry');
    const late = await record('deed of plot 8');
    receipts.late = await receiptOf(late);
    await until('all are seen with it', async () => (await see()).validators, (all) => all.every(({ height }) => height! >= late.height!));
  }, SLOW);

  test('stands still, and says what was seen and what would be lost', async () => {
    expect((await owner.bystack('chains', 'recover', 'Registry')).split('\n')[0]).toBe('No validator says that its folder is an older copy.');
    await owner.bystack('chains', 'stop', 'Registry');
    for (const nodeId of readdirSync(copies())) {
      rmSync(join(nodesFolder(), nodeId, 'volume'), { recursive: true });
      cpSync(join(copies(), nodeId, 'volume'), join(nodesFolder(), nodeId, 'volume'), { recursive: true });
    }
    await owner.bystack('chains', 'start', 'Registry');
    const { fromHeight, lost, needed, validators } = await until('it can be started again', see, ({ state, validators: all }) => state === 'possible' && all.every(({ seenBefore }) => seenBefore !== null));
    expect({ needed, first: lost!.firstHeight }).toEqual({ needed: 3, first: fromHeight! + 1 });
    expect(lost!.lastHeight).toBe(Math.max(...validators.map(({ seenBefore }) => seenBefore!.height)));
    expect(await chain()).toMatchObject({ state: 'stalled', validatorsForgot: 4, stateReason: { en: expect.stringContaining('put back from older copies') } });
    expect(await owner.bystack('chains', 'recover', 'Registry')).toContain(`Lost if it starts again: blocks ${lost!.firstHeight} to ${lost!.lastHeight}`);
    expect((await owner.tries('chains', 'recover', 'Registry', '--confirm', 'Registry', '--from', '0')).err).toContain('RECOVERY_CHANGED');
  }, SLOW);

  const withBrowser = CHROMIUM !== undefined || process.env.BYSTACK_REQUIRE_CHROMIUM === '1' ? test : test.skip;
  withBrowser('leads through it on its page, from what was seen to final blocks', async () => {
    const visitor = await Visitor.arrive(stack.url);
    try {
      const page = await visitor.openAs(OWNER, `/chains/${chainId}`);
      await page.getByText('4 of 4 validators were put back from older copies and no longer know what they signed.').waitFor();
      await look(page, 'notice');
      await page.getByRole('link', { name: 'See what is left' }).click();
      await page.getByRole('heading', { name: 'What is lost' }).waitFor();
      await look(page, 'seen');
      const chinese = await visitor.open({ language: 'zh', scheme: 'dark', width: 390 }, JSON.stringify(await page.context().storageState()));
      await chinese.goto(`/chains/${chainId}/recovery`);
      await chinese.getByRole('heading', { name: '丢失的内容' }).waitFor();
      await look(chinese, 'chinese');
      await page.getByRole('button', { name: 'Start the chain again' }).click();
      await page.getByLabel('Type “Registry” to confirm').fill('Registry');
      await look(page, 'confirm');
      await page.getByRole('button', { name: /^Go on from block/ }).click();
      await page.getByRole('heading', { name: 'Starting again' }).waitFor();
      await look(page, 'running');
      await page.getByText('The chain went on from block').waitFor({ timeout: 120_000 });
      await look(page, 'past');
      expect(visitor.complaints).toEqual([]);
    } finally {
      await visitor.leave();
    }
  }, SLOW);

  test('goes on from what was left, with fresh keys, once an owner has said so', async () => {
    const { state, fromHeight } = await see();
    if (state === 'possible') await owner.bystack('chains', 'recover', 'Registry', '--confirm', 'Registry', '--from', String(fromHeight));
    const { past } = await until('it was started again', see, ({ past: [done] }) => done !== undefined);
    expect(past).toMatchObject([{ epoch: 0, lost: { firstHeight: past[0]!.fromHeight + 1 } }]);
    await until('it runs', chain, (now) => now.state === 'running' && now.validatorsForgot === 0);
    expect(await owner.get<CommitteeView>(`/chains/${chainId}/committee`)).toMatchObject({ epoch: 1, firstHeight: past[0]!.fromHeight + 3 });
    expect(proved(await receiptOf(await record('deed of plot 9'))).outcome).toBe('accepted');
    expect(await owner.bystack('chains', 'recover', 'Registry')).toContain(`Started again`);
  }, SLOW);

  test('keeps what was recorded before the copies were made; what came after is not on it any more', async () => {
    const { txId, outcome } = proved(receipts.early!);
    expect(outcome).toBe('accepted');
    expect((await owner.ask('GET', `/chains/${chainId}/transactions/${txId}`)).status).toBe(200);
    // Its signatures are as good as ever: it contradicts the chain that goes on, as people were told.
    const late = proved(receipts.late!);
    expect(late.outcome).toBe('accepted');
    expect((await owner.ask('GET', `/chains/${chainId}/transactions/${late.txId}`)).status).toBe(404);
    expect(await record('deed of plot 8')).toMatchObject({ state: 'final' });
  }, SLOW);
});
