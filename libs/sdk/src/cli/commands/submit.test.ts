import type { ServerResponse } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, problem, serving } from '../../client/testing/serving';
import { runLine } from '../testing/run-line';

let home: string;
beforeAll(() => void (home = mkdtempSync(join(tmpdir(), 'bystack-submit-'))));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const chain = { name: 'Mill', chainId: 'ab'.repeat(32) };
const recorded = { txId: 'cd'.repeat(32), signer: 'ef'.repeat(32), state: 'final', height: 7 };

async function submit(key: boolean, ...more: string[]) {
  const { url, seen } = await serving(json(200, {}), json(200, { items: [chain] }), json(200, recorded));
  await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
  const file = join(mkdtempSync(join(home, 'key-')), 'key.json');
  if (key) await runLine(home, ['keys', 'new', '-o', file]);
  const ran = await runLine(home, ['submit', 'Mill', 'rule-book', 'act', '--payload', '{}', ...(key ? ['--key', file] : []), ...more]);
  return { ...ran, sent: seen.slice(2).map(({ body }) => JSON.parse(body) as { wait: string; waitMs?: number }) };
}

test.each([false, true])('the server waits for no longer than --timeout says (signed here: %s)', async (key) => {
  const { exit, err, sent } = await submit(key, '--timeout', '5');
  expect([exit, err, sent.length]).toEqual([0, '', 1]);
  expect(sent[0]).toMatchObject({ wait: 'final' });
  expect(sent[0]!.waitMs).toBeGreaterThan(0);
  expect(sent[0]!.waitMs).toBeLessThanOrEqual(5_000);
});

test('without --timeout it waits as long as the server does', async () => {
  expect((await submit(false)).sent).toEqual([{ module: 'rule-book', command: 'act', payload: {}, wait: 'final' }]);
});

test.each([false, true])('a longer --timeout is as many requests alike as it takes, which are one submission (signed here: %s)', async (key) => {
  const late = problem(504, 'NOT_FINAL_IN_TIME');
  const { url, seen } = await serving(json(200, {}), json(200, { items: [chain] }), late, late, json(200, recorded));
  await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
  const file = join(mkdtempSync(join(home, 'key-')), 'key.json');
  if (key) await runLine(home, ['keys', 'new', '-o', file]);
  expect(await runLine(home, ['submit', 'Mill', 'rule-book', 'act', '--payload', '{}', '--timeout', '75', ...(key ? ['--key', file] : [])])).toMatchObject({ exit: 0, out: expect.stringContaining('final at height 7') });
  const sent = seen.slice(2);
  expect([sent.length, new Set(sent.map(({ body }) => body)).size, new Set(sent.map((one) => one.key)).size]).toEqual([3, 1, 1]);
  expect(JSON.parse(sent[0]!.body)).toMatchObject({ waitMs: 25_000 });
});

test('people hear what happened: a record that was there already is accepted, and nothing new', async () => {
  const accepted = { ...recorded, outcome: { kind: 'accepted' } };
  const kept = { module: 'rule-book', name: 'recordKept', data: {} };
  const title = (en: string) => ({ en, zh: '' });
  const card = { name: 'rule-book', commands: [], events: [{ name: 'recordKept', title: title('A record was there already') }] };
  const answers: Record<string, object> = { [`/transactions/${recorded.txId}`]: { events: [kept, kept, { ...kept, name: 'other' }] }, '/commands': { items: [card] }, '/modules/kernel': { name: 'kernel', commands: [], events: [] } };
  const told = async (...more: string[]) => {
    // They are asked for together, so that nobody knows which comes first.
    const byUrl = Array.from({ length: 3 }, () => (response: ServerResponse) => {
      const end = Object.keys(answers).find((one) => response.req.url!.endsWith(one));
      (end === undefined ? problem(502, 'NODE_UNREACHABLE') : json(200, answers[end]))(response);
    });
    const { url } = await serving(json(200, {}), json(200, { items: [chain] }), json(200, accepted), ...byUrl);
    await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
    return runLine(home, ['submit', 'Mill', 'rule-book', 'act', '--payload', '{}', ...more]);
  };
  expect((await told()).out).toMatch(/^final at height 7\n.*\n.*\nhappened    A record was there already \(rule-book recordKept\), 2 times\nhappened    rule-book · other\n$/);
  expect(JSON.parse((await told('--json')).out)).toEqual(accepted);
  delete answers['/commands'];
  expect(await told()).toMatchObject({ exit: 0, out: expect.stringMatching(/^final at height 7\n/) });
});

test('when the time is over it says so, and sends no more', async () => {
  const late = problem(504, 'NOT_FINAL_IN_TIME');
  const { url, seen } = await serving(json(200, {}), json(200, { items: [chain] }), late, late, json(200, recorded));
  await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
  expect(await runLine(home, ['submit', 'Mill', 'rule-book', 'act', '--payload', '{}', '--timeout', '60'])).toMatchObject({ exit: 4 });
  expect(seen).toHaveLength(4);
});

test('where depth makes final, it tells from the first second on how deep the record lies', async () => {
  const burial = (depth: number | null) => ({ depth, finalDepth: 2, blocksLeft: 2 - (depth ?? 0), estimateMs: 1_000 });
  const { height: _, ...pending } = { ...recorded, state: 'pending', burial: burial(null) };
  const { url, seen } = await serving(json(200, {}), json(200, { items: [{ ...chain, competition: { finalDepth: 2 } }] }), json(200, pending), json(200, { ...recorded, state: 'head', burial: burial(1) }), json(200, recorded), problem(502, 'NODE_UNREACHABLE'));
  await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
  const { exit, out, err } = await runLine(home, ['submit', 'Mill', 'rule-book', 'act', '--payload', '{}', '--timeout', '30']);
  expect(JSON.parse(seen[2]!.body)).toMatchObject({ wait: 'final', waitMs: 1_000 });
  expect([exit, out, err]).toEqual([0, expect.stringContaining('final at height 7'), expect.stringMatching(/^… in no block yet; final in about 1 s.*\n… in block 7, under 1 block, about 1 more to come; .*\n$/)]);
});

test('what never ends is not read', async () => {
  const { exit, err } = await runLine(home, ['submit', 'Mill', 'rule-book', 'act', '--payload', '/dev/zero']);
  expect([exit, err]).toEqual([2, 'USAGE: --payload: /dev/zero is larger than 2 MiB, which is more than this ever takes. Is it the right one?\n']);
});

test('a timeout that is none is refused before anything is sent', async () => {
  expect(await submit(false, '--timeout', 'soon')).toMatchObject({ exit: 2, err: expect.stringContaining('--timeout takes a number of seconds'), sent: [] });
});

test('at a terminal it says at once what it waits for', async () => {
  const before = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');
  Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true });
  try {
    expect((await submit(false)).err).toBe('Waiting until it is final…\n');
    expect((await submit(false, '--wait', 'none')).err).toBe('');
  } finally {
    Object.defineProperty(process.stderr, 'isTTY', before ?? { value: undefined, configurable: true });
  }
});

test('what is not final in time ends with exit code 4', async () => {
  const { url } = await serving(json(200, {}), json(200, { items: [chain] }), problem(504, 'NOT_FINAL_IN_TIME'));
  await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
  expect(await runLine(home, ['submit', 'Mill', 'rule-book', 'act', '--payload', '{}', '--timeout', '1'])).toMatchObject({ exit: 4, err: expect.stringContaining('NOT_FINAL_IN_TIME') });
});

test('with --json what is late tells the transaction as a fact', async () => {
  const facts = { waitedMs: 1_000, txId: 'ab'.repeat(32) };
  const { url } = await serving(json(200, {}), json(200, { items: [chain] }), json(504, { code: 'NOT_FINAL_IN_TIME', status: 504, detail: 'Late.', facts }));
  await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
  const { exit, err } = await runLine(home, ['submit', 'Mill', 'rule-book', 'act', '--payload', '{}', '--timeout', '1', '--json']);
  expect([exit, JSON.parse(err)]).toEqual([4, { code: 'NOT_FINAL_IN_TIME', detail: 'Late.', facts }]);
});

test.each<[string[], boolean]>([
  [['ab'.repeat(32)], true],
  [['ab'.repeat(32), '--hex'], false],
  [['cafe'], false],
  [['total of all'], false],
])('a key that looks like bytes is hinted at where nothing lies: %j', async (words, isHinted) => {
  const { url } = await serving(json(200, {}), json(200, { items: [chain] }), json(200, { value: null }));
  await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
  const { exit, out } = await runLine(home, ['state', 'Mill', 'counter', 'totals', ...words]);
  expect([exit, out.includes('NOTHING lies'), out.includes('ask again with --hex')]).toEqual([0, true, isHinted]);
});
