import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problem, servingBy } from '../../client/testing/serving';
import { runLine } from '../testing/run-line';

let home: string;
beforeAll(() => void (home = mkdtempSync(join(tmpdir(), 'bystack-transaction-'))));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const TX = 'cd'.repeat(32);
const chain = { name: 'Old Mill', chainId: 'ab'.repeat(32) };
const title = (en: string) => ({ en, zh: '' });
const text = { type: 'string' };
const cards = [
  { name: 'rule-book', commands: [], events: [{ name: 'recordCreated', title: title('A record was made'), data: {} }], queries: [{ name: 'history', args: { properties: { type: text, key: text } } }] },
  { name: 'guild', commands: [], events: [{ name: 'joined', title: title('Somebody joined'), data: { properties: { name: { 'x-title': title('Name') } } } }], queries: [] },
];
const made = { module: 'rule-book', name: 'recordCreated', data: { type: 'document', key: 'k 1', state: 'claimed', version: 1, command: 'claim' } };
const version = (more: object) => ({ version: 1, state: 'claimed', txId: TX, data: { hash: 'abc', lot: { size: 5 } }, ...more });

async function shown(events: readonly object[], history: unknown, more: object = {}) {
  const view = { txId: TX, state: 'final', height: 7, timeMs: 0, outcome: { kind: 'accepted' }, signers: [], calls: [], events, inputs: [], outputs: [], ...more };
  const { url, seen } = await servingBy({ '/auth/me': {}, '/chains': { items: [chain] }, [`/transactions/${TX}`]: view, [`${chain.chainId}/modules`]: { set: 1, firstHeights: [1, 9] }, '/commands?set=0': { items: cards }, '/modules/kernel': { name: 'kernel', commands: [], events: [], queries: [] }, '/history?set=0': history });
  await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
  return { ...(await runLine(home, ['transaction', 'Old Mill', TX])), seen };
}

test.each<[string, unknown, string]>([
  ['stands unchanged', { answer: { versions: [version({})] } }, 'recorded    document k 1: version 1, claimed\n            hash: abc\n            lot · size: 5\n            unchanged since\n'],
  ['was changed since', { answer: { versions: [version({}), version({ version: 2, state: 'confirmed', txId: 'ee' })] } }, 'recorded    document k 1: version 1, claimed\n            hash: abc\n            lot · size: 5\n            changed since: now version 2, confirmed, by transaction ee\n'],
  ['is told no more', { answer: { versions: [version({ version: 3, txId: 'ee' })] } }, 'recorded    document k 1\n            it is version 3, claimed, by transaction ee\n'],
  ['nobody tells', problem(409, 'CHAIN_NOT_RUNNING'), 'recorded    document k 1\n'],
])('a record that %s is shown as it was recorded, by the rules of then', async (_what, history, lines) => {
  const { exit, out } = await shown([made], history);
  expect([exit, out]).toEqual([0, expect.stringContaining(`happened    A record was made (rule-book recordCreated)\nas of       block 7, 1970-01-01 00:00:00Z, which is what records below speak of:\n${lines}            every version: bystack query 'Old Mill' rule-book history --args '{"type":"document","key":"k 1"}' --set 0\n`)]);
});

test('what else was recorded is told in the words of its module, as far as people read', async () => {
  const joined = (name: string) => ({ module: 'guild', name: 'joined', data: { name, more: [1] } });
  expect((await shown([joined('Ann\nof the mill')], {})).out).toContain('\nrecorded    Name: Ann of the mill\n            more · 1: 1\n');
  const many = (await shown(Array.from({ length: 11 }, () => joined('Ann')), {})).out;
  expect([many.match(/Name: Ann/g)!.length, many]).toEqual([8, expect.stringContaining('recorded    and 3 more things: all of it with --json\n')]);
});

test('what recorded nothing says nothing of records', async () => {
  const { out } = await shown([], {}, { outcome: { kind: 'refused', code: 'NOT_PERMITTED', detail: 'No.', facts: {} } });
  expect(out).not.toMatch(/recorded|as of/);
});
