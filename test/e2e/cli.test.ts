import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBystack, type Told } from '../support/person';
import { startStack, type Stack } from '../support/stack';
import { observation, TEMPLATE } from '../support/traceability';

let stack: Stack;
let home: string;

beforeAll(async () => {
  stack = await startStack();
  home = mkdtempSync(join(tmpdir(), 'bystack-home-'));
}, 300_000);
afterAll(async () => {
  await stack?.stop();
  rmSync(home, { recursive: true, force: true });
}, 120_000);

const bystack = (words: readonly string[], input = '', env: Record<string, string> = {}): Promise<Told> => runBystack(words, { home, env, input });
async function json(...words: string[]) {
  const { exit, out, err } = await bystack([...words, '--json']);
  if (exit !== 0) throw new Error(`bystack ${words.join(' ')} exited with ${exit}: ${err}`);
  return JSON.parse(out);
}

describe('from login to evidence', () => {
  let txId: string;

  test('logs in with a key from standard input', async () => {
    const { apiKey } = await stack.owner();
    expect(await bystack(['login', '--url', stack.url, '--key', 'bk_wrong_key'])).toMatchObject({ exit: 1, err: expect.stringContaining('NOT_SIGNED_IN') });
    expect(await bystack(['login', '--url', stack.url], `${apiKey}\n`)).toMatchObject({ exit: 0, out: expect.stringContaining('Logged in at') });
    expect(await json('whoami')).toMatchObject({ role: 'owner' });
  });

  test('lists templates and hosts', async () => {
    expect((await json('templates', 'list')).map(({ name }: { name: string }) => name)).toContain(TEMPLATE);
    expect(await json('hosts', 'list')).toMatchObject([{ name: 'local', state: 'connected' }]);
  });

  test('creates a chain, telling each step as it is observed', async () => {
    const { exit, out, err } = await bystack(['chains', 'create', 'Mill', '--template', TEMPLATE, '--validators', '4']);
    expect({ exit, err }).toMatchObject({ exit: 0 });
    expect(err).toMatch(/✓ /);
    expect(out).toMatch(/state +running/);
    expect(await json('chains', 'list')).toMatchObject([{ name: 'Mill', state: 'running', validators: 4 }]);
    expect(await bystack(['chains', 'create', 'Mill', '--template', TEMPLATE])).toMatchObject({ exit: 1, err: expect.stringContaining('NAME_TAKEN') });
    expect(await bystack(['chains', 'create', 'Other', '--template', 'nothing'])).toMatchObject({ exit: 1, err: expect.stringContaining('UNKNOWN_TEMPLATE') });
  });

  test('records an event from standard input', async () => {
    const { exit, out, err } = await bystack(['submit', 'Mill', 'rule-book', 'act', '--payload', '-', '--json'], JSON.stringify({ command: 'capture', data: observation(7) }));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const view = JSON.parse(out);
    expect(view).toMatchObject({ state: 'final', outcome: { kind: 'accepted' } });
    txId = view.txId;
  });

  test('asks the chain', async () => {
    const { answer } = await json('query', 'Mill', 'rule-book', 'ask', '--args', JSON.stringify({ query: 'trace', args: { epc: 'urn:epc:id:sgtin:9521141.012345.7' } }));
    expect(JSON.stringify(answer)).toContain('receiving');
    const { key, type } = answer.records[0];
    const place = ['state', 'Mill', 'rule-book', 'records', key];
    expect((await bystack(['chains', 'genesis', 'Mill', '-o', 'genesis.json'])).exit).toBe(0);
    expect(await bystack([...place, '--record', type, '-o', 'record.json'])).toMatchObject({ exit: 0, out: expect.not.stringContaining('NOTHING') });
    expect(await bystack(['verify', 'record.json', '--trust', 'genesis.json', '--record', `${type}=${key}`])).toMatchObject({ exit: 0, out: expect.stringContaining(`The record "${type}" ${JSON.stringify(key)} is there`) });
    expect(await bystack(['verify', 'record.json', '--trust', 'genesis.json', '--record', `${type}=another`])).toMatchObject({ exit: 1, err: expect.stringContaining('ANOTHER_PLACE') });
    expect(await bystack([...place, '-o', 'absent.json'])).toMatchObject({ exit: 0, out: expect.stringContaining('NOTHING lies at this very key') });
    expect(await bystack(['state', 'Mill', 'open-registration', 'members', key, '--record', type])).toMatchObject({ exit: 2, err: expect.stringContaining('rule-book records') });
  });

  test('fetches a receipt that anybody can check offline', async () => {
    expect((await bystack(['receipt', 'Mill', txId, '-o', 'receipt.json'])).exit).toBe(0);
    expect((await bystack(['chains', 'genesis', 'Mill', '-o', 'genesis.json'])).exit).toBe(0);
    const { exit, out } = await bystack(['verify', 'receipt.json', '--trust', 'genesis.json']);
    expect(exit).toBe(0);
    expect(out).toContain('The receipt holds.');
    expect(out).toMatch(/Certificate: [34] of 4 seats signed/);
  });

  test('one flipped bit in the receipt makes it fail with the reason', async () => {
    const receipt = readFileSync(join(home, 'receipt.json'));
    for (const at of [40, Math.floor(receipt.length / 2), receipt.length - 40]) {
      const flipped = Buffer.from(receipt);
      flipped[at] ^= 1;
      writeFileSync(join(home, 'flipped.json'), flipped);
      expect(await bystack(['verify', 'flipped.json', '--trust', 'genesis.json'])).toMatchObject({ exit: 1, out: expect.stringMatching(/does NOT hold.*: .+/) });
    }
  });

  test('takes the whole running chain away, and executes it again offline', async () => {
    const made = await json('chain', 'export', 'Mill', 'mill-export');
    expect(made).toMatchObject({ chunks: 1, lastHeight: expect.any(Number) });
    expect(await json('chain', 'verify', 'mill-export', '--trust', 'genesis.json')).toMatchObject({ valid: true, lastHeight: made.lastHeight, chainName: 'Mill' });
    expect(await bystack(['chain', 'export', 'Mill', 'mill-export'])).toMatchObject({ exit: 2, err: expect.stringContaining('is not an empty folder') });
    expect(await bystack(['chain', 'export', 'Nothing', 'other-export'])).toMatchObject({ exit: 1, err: expect.stringContaining('There is no chain') });
  });

  test('signs on this machine with its own key', async () => {
    expect((await bystack(['keys', 'new', '-o', 'mine.json'])).exit).toBe(0);
    const { publicKey } = JSON.parse(readFileSync(join(home, 'mine.json'), 'utf8'));
    const mine = ['submit', 'Mill', 'rule-book', 'act', '--payload', JSON.stringify({ command: 'capture', data: observation(8) }), '--key', 'mine.json'];
    expect(await bystack(mine)).toMatchObject({ exit: 1, err: expect.stringContaining('NOT_PERMITTED') });
    expect(await json('submit', 'Mill', 'open-registration', 'register', '--payload', '{"name":"Workshop"}', '--key', 'mine.json')).toMatchObject({ state: 'final', signer: publicKey });
    expect(await json(...mine)).toMatchObject({ state: 'final', outcome: { kind: 'accepted' }, signer: publicKey });
  });
});

test('a chain whose certificates are joined signatures, from creation to evidence', async () => {
  expect(await bystack(['chains', 'create', 'Press', '--template', TEMPLATE, '--certificates', 'rsa'])).toMatchObject({ exit: 2, err: expect.stringContaining('--certificates is ed25519 or bls') });
  expect((await bystack(['chains', 'create', 'Press', '--template', TEMPLATE, '--validators', '4', '--certificates', 'bls'])).exit).toBe(0);
  const { txId, state } = await json('submit', 'Press', 'rule-book', 'act', '--payload', JSON.stringify({ command: 'capture', data: observation(3) }));
  expect(state).toBe('final');
  expect((await bystack(['receipt', 'Press', txId, '-o', 'joined.json'])).exit).toBe(0);
  expect((await bystack(['chains', 'genesis', 'Press', '-o', 'press.json'])).exit).toBe(0);
  expect(await bystack(['verify', 'joined.json', '--trust', 'press.json'])).toMatchObject({ exit: 0, out: expect.stringMatching(/Certificate: 3 of 4 seats signed .*joined in one BLS signature/) });
  expect((await bystack(['chains', 'delete', 'Press', '--confirm', 'Press'])).exit).toBe(0);
}, 120_000);

test('company badges: from a certificate request to what only a member may do, and its end', async () => {
  writeFileSync(join(home, 'guild.json'), JSON.stringify({ name: 'Guild', template: TEMPLATE, validators: 1, slots: { identity: { module: 'company-badges' } } }));
  expect((await bystack(['chains', 'create', '--file', 'guild.json'])).exit).toBe(0);
  const authority = await json('badges', 'new-authority', 'Guild CA');
  const addOrganisation = { organisation: 'guild', name: 'The Guild', certificate: authority.certificatePem, roles: ['recorder'], keepers: [] };
  expect(await json('submit', 'Guild', 'company-badges', 'addOrganisation', '--payload', JSON.stringify(addOrganisation))).toMatchObject({ state: 'final', outcome: { kind: 'accepted' } });

  expect((await bystack(['keys', 'new', '-o', 'member.json'])).exit).toBe(0);
  expect((await bystack(['badges', 'request', 'Ann Huber', '--key', 'member.json', '-o', 'ann.csr'])).exit).toBe(0);
  const badge = await json('badges', 'issue', 'Guild CA', 'ann.csr', '--roles', 'recorder', '-o', 'ann.pem');
  const record = ['submit', 'Guild', 'rule-book', 'act', '--payload', JSON.stringify({ command: 'capture', data: observation(2) }), '--key', 'member.json'];
  expect(await bystack(record)).toMatchObject({ exit: 1, err: expect.stringContaining('NOT_PERMITTED') });
  expect(await json('badges', 'enrol', 'Guild', 'ann.pem', '--key', 'member.json')).toMatchObject({ state: 'final', outcome: { kind: 'accepted' } });
  const { signer } = await json(...record);
  expect(await json('badges', 'revoke', 'Guild', 'ann.pem', '--reason', 'affiliationChanged')).toMatchObject({ state: 'final', outcome: { kind: 'accepted' } });
  expect(await bystack([...record.slice(0, 5), JSON.stringify({ command: 'capture', data: observation(4) }), '--key', 'member.json'])).toMatchObject({ exit: 1, err: expect.stringContaining('NOT_PERMITTED') });
  expect(await json('badges', 'who', 'Guild', signer)).toMatchObject({ answer: { memberships: [{ name: 'Ann Huber', roles: ['recorder'], badge: { organisation: 'guild', serial: badge.serial } }] } });
  expect((await bystack(['chains', 'delete', 'Guild', '--confirm', 'Guild'])).exit).toBe(0);
}, 180_000);

describe('the life of a chain', () => {
  test('stops, says so, starts again and goes on', async () => {
    expect((await bystack(['chains', 'stop', 'Mill'])).exit).toBe(0);
    expect(await json('chains', 'show', 'Mill')).toMatchObject({ state: 'stopped', nodesRunning: 0 });
    expect(await bystack(['submit', 'Mill', 'rule-book', 'act', '--payload', '{}'])).toMatchObject({ err: expect.stringContaining('CHAIN_NOT_RUNNING') });
    expect((await bystack(['chains', 'start', 'Mill'])).exit).toBe(0);
    expect(await json('submit', 'Mill', 'rule-book', 'act', '--payload', JSON.stringify({ command: 'capture', data: observation(9) }))).toMatchObject({ state: 'final' });
  });

  test('one node of four stops and starts; a second one is refused', async () => {
    const [first, second] = await json('nodes', 'list', 'Mill');
    expect((await bystack(['nodes', 'logs', 'Mill', '1'])).exit).toBe(0);
    expect(await bystack(['nodes', 'stop', 'Mill', '1'])).toMatchObject({ exit: 0, out: expect.stringContaining('Node 1 is stopped.') });
    expect(await bystack(['nodes', 'stop', 'Mill', second.nodeId])).toMatchObject({ exit: 1, err: expect.stringContaining('WOULD_LOSE_QUORUM') });
    expect(await json('submit', 'Mill', 'rule-book', 'act', '--payload', JSON.stringify({ command: 'capture', data: observation(10) }))).toMatchObject({ state: 'final' });
    expect((await bystack(['nodes', 'start', 'Mill', first.nodeId])).exit).toBe(0);
  });

  test('is deleted only by its name', async () => {
    expect(await bystack(['chains', 'delete', 'Mill'])).toMatchObject({ exit: 2, err: expect.stringContaining("--confirm 'Mill'") });
    expect(await bystack(['chains', 'delete', 'Mill', '--confirm', 'mill'])).toMatchObject({ exit: 1, err: expect.stringContaining('CONFIRMATION_MISMATCH') });
    expect((await bystack(['chains', 'delete', 'Mill', '--confirm', 'Mill'])).exit).toBe(0);
    expect(await json('chains', 'list')).toEqual([]);
    expect(await bystack(['chains', 'show', 'Mill'])).toMatchObject({ exit: 1, err: expect.stringContaining('There is no chain') });
  });
});

test('a revoked key is worthless at once', async () => {
  const { id, key } = await json('api-keys', 'create', 'temporary', '--role', 'auditor');
  const asked = () => bystack(['whoami'], '', { BYSTACK_URL: stack.url, BYSTACK_API_KEY: key });
  expect(await asked()).toMatchObject({ exit: 0, out: expect.stringContaining('auditor') });
  expect((await bystack(['api-keys', 'revoke', id])).exit).toBe(0);
  expect(await asked()).toMatchObject({ exit: 1, err: expect.stringContaining('NOT_SIGNED_IN') });
});

test('nobody there is told apart from a no', async () => {
  expect(await bystack(['chains', 'list'], '', { BYSTACK_URL: 'http://127.0.0.1:9', BYSTACK_API_KEY: 'bk_x' })).toMatchObject({ exit: 3, err: expect.stringContaining('UNREACHABLE') });
});
