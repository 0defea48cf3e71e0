import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { companyBadges } from '@bystack/modules-identity';
import { json, problem, serving, servingBy } from '../../client/testing/serving';
import { runLine } from '../testing/run-line';
import { COMMANDS } from '.';

let home: string;
beforeAll(() => void (home = mkdtempSync(join(tmpdir(), 'bystack-badges-'))));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('what an authority revoked is still taken by chains, and how they are told is said', async () => {
  const badge = { id: 'b1', serial: '0a1b', name: 'Ann', authority: 'cd'.repeat(32), revokedAtMs: 0, revocationReason: 'superseded' };
  const told = async (chains: unknown) => {
    const { url } = await servingBy({ '/auth/me': {}, '/badges?serial=0a1b': { items: [badge] }, '/badges/b1/revocation': badge, '/badges/roles': chains });
    await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
    return runLine(home, ['badges', 'revoke-issued', '0a1b', '--reason', 'superseded']);
  };
  const chains = [['Old Mill', 'company-badges'], ['Guild', 'company-badges'], ['Open', 'open-registration']].map(([name, identity]) => ({ chainId: '', name, identity, roles: [] }));
  for (const [known, names] of [[{ items: chains }, ["'Old Mill'", 'Guild']], [problem(404, 'NOT_FOUND'), ['CHAIN']]] as const) {
    const { exit, out } = await told(known);
    const lines = [...names.map((name) => `  bystack badges revoke ${name} 0a1b\n`), ...names.map((name) => `  bystack badges revocations ${badge.authority} -o list.pem, then bystack badges bring-list ${name} list.pem\n`)];
    expect([exit, out]).toEqual([0, expect.stringContaining(`No chain knows of it yet, and each takes the badge until it is told, by one of:\n${lines.join('')}`)]);
  }
});

test.each(['enrol', 'bring-list'])('who issues comes first on a chain, as %s says, too', async (name) => {
  const { ISSUER_UNKNOWN } = companyBadges.errors!;
  for (const command of ['addOrganisation', 'addAuthority'] as const) expect(ISSUER_UNKNOWN!.words.en).toContain(command);
  expect(ISSUER_UNKNOWN!.words.zh).toContain(companyBadges.commands!.addOrganisation!.title.zh);
  const { out } = await runLine(home, ['badges', name, '--help']);
  expect(out).toContain('bystack badges add-organisation CHAIN ORGANISATION CA');
});

const chain = { name: 'Mill', chainId: 'ab'.repeat(32) };
const recorded = { txId: 'cd'.repeat(32), signer: 'ef'.repeat(32), state: 'final', height: 7 };
const kept = { id: 'a1', name: 'Mill CA', fingerprint: '12'.repeat(32), certificatePem: '-----BEGIN CERTIFICATE-----' };

/** @returns what the chain is asked to do */
async function given(words: readonly string[], ...before: unknown[]) {
  const { url, seen } = await serving(json(200, {}), ...[...before, { items: [chain] }, recorded].map((body) => json(200, body)));
  await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
  const { exit, err } = await runLine(home, ['badges', ...words]);
  return { exit, err, sent: seen.length === 3 + before.length ? (JSON.parse(seen.at(-1)!.body) as { command: string; payload: object }) : undefined };
}

test('a company comes to a chain with an authority that is kept here, or with a file', async () => {
  const file = join(home, 'theirs.pem');
  writeFileSync(file, 'their certificate');
  expect(await given(['add-organisation', 'Mill', 'mill', 'Mill CA', '--roles', 'notary,clerk', '--name', 'The Mill'], { items: [kept] }))
    .toMatchObject({ exit: 0, sent: { module: 'company-badges', command: 'addOrganisation', payload: { organisation: 'mill', name: 'The Mill', certificate: kept.certificatePem, roles: ['notary', 'clerk'] } } });
  expect((await given(['add-organisation', 'Mill', 'mill', file])).sent?.payload).toEqual({ organisation: 'mill', name: 'mill', certificate: 'their certificate' });
  expect((await given(['add-authority', 'Mill', 'mill', file])).sent).toMatchObject({ command: 'addAuthority', payload: { organisation: 'mill', certificate: 'their certificate' } });
});

test('what is neither a file nor kept here is said so', async () => {
  expect(await given(['add-organisation', 'Mill', 'mill', 'thiers.pem'], { items: [kept] })).toMatchObject({ exit: 1, err: expect.stringContaining('no file and no authority “thiers.pem”'), sent: undefined });
});

test('an authority is retired only when it is said what becomes of its badges', async () => {
  expect(await given(['retire-authority', 'Mill', kept.fingerprint])).toMatchObject({ exit: 2, err: expect.stringContaining('--badges is missing') });
  expect((await given(['retire-authority', 'Mill', kept.fingerprint, '--badges', 'end'])).sent).toMatchObject({ command: 'retireAuthority', payload: { authority: kept.fingerprint, badges: 'end' } });
});

test('the whole way stands in the help of the group, in commands that there are', async () => {
  const { out } = await runLine(home, ['badges', '--help']);
  const way = out.slice(out.indexOf('The whole way')).split('\n').flatMap((line) => /^  bystack (\S+ \S+)/.exec(line)?.[1] ?? []);
  expect(way.length).toBeGreaterThan(6);
  for (const name of way) expect(COMMANDS.map((command) => command.name)).toContain(name);
});

describe('on a chain whose members hold no badges', () => {
  const open = { module: 'open-registration', slot: 'identity', title: { en: 'Open registration', zh: '' }, summary: { en: 'Anyone can register a name.', zh: '' } };
  const told = async (words: readonly string[], code: string, competition: object | null = null, identity: object = open) => {
    const { url } = await servingBy({ '/auth/me': {}, '/chains': { items: [{ ...chain, competition }] }, '/modules': { modules: [identity] }, '/submissions': problem(404, code), '/history': problem(404, code), '/organisations': problem(404, code) });
    await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
    return runLine(home, ['badges', ...words]);
  };

  test.each<[string, readonly string[], string]>([
    ['asks', ['who', 'Mill', 'ab'.repeat(32)], 'UNKNOWN_QUERY'],
    ['lists', ['organisations', 'Mill'], 'UNKNOWN_QUERY'],
    ['gives a command', ['leave', 'Mill'], 'UNKNOWN_COMMAND'],
    ['signs one of their own', ['retire-authority', 'Mill', kept.fingerprint, '--badges', 'end'], 'UNKNOWN_MODULE'],
  ])('whoever %s hears how its members are kept, and what to do', async (_what, words, code) => {
    const { exit, err } = await told(words, code);
    expect([exit, err]).toEqual([1, expect.stringMatching(/^NO_BADGES: “Mill” knows no company badges: its members are kept by “Open registration”\. Anyone can register a name\. Whoever wants to take part registers a name: bystack submit Mill open-registration register --payload '\{"name": "…"\}'\. To go over to company badges its validators vote: bystack chains propose Mill/)]);
    expect(err).not.toContain('UNKNOWN');
  });

  test('nobody is told to vote where nobody votes, and of another module what can be done there', async () => {
    const { err } = await told(['leave', 'Mill'], 'UNKNOWN_COMMAND', { finalDepth: 12 }, { ...open, module: 'guild-list', title: { en: 'Guild list', zh: '' } });
    expect(err).toMatch(/“Guild list”\..* What can be done there: bystack chains commands Mill guild-list\. That stays so: nobody votes/);
  });

  test('what a chain with badges does not know is told as it is', async () => {
    expect(await told(['leave', 'Mill'], 'UNKNOWN_COMMAND', null, { ...open, module: 'company-badges' })).toMatchObject({ exit: 1, err: expect.stringMatching(/^UNKNOWN_COMMAND: /) });
  });
});

describe('roles that a badge gives', () => {
  const mill = { chainId: chain.chainId, name: 'Mill', identity: 'company-badges', roles: ['clerk', 'notary', 'packer'] };
  const issue = async (roles: string, known: unknown) => {
    const { url } = await servingBy({ '/auth/me': {}, '/badge-authorities': { items: [kept] }, '/badges/roles': known, '/badges': { certificatePem: 'PEM' } });
    await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
    const csr = join(home, 'ann.csr');
    writeFileSync(csr, 'CSR');
    return runLine(home, ['badges', 'issue', 'Mill CA', csr, '--roles', roles]);
  };

  test('are warned of where no rule refers to them, with those that one does', async () => {
    expect(await issue('king,notary', { items: [mill, { ...mill, name: 'Guild', roles: [] }] })).toEqual({ exit: 0, out: 'PEM\n', err: 'Mind: no rule of your running chains with company badges refers to the role “king”, so it allows nothing there beyond what every member may do anyway. Roles that rules refer to, on “Mill”: clerk, notary, packer; on “Guild”: none.\n' });
  });

  test.each<[string, string, unknown]>([
    ['every one is referred to', 'notary,clerk,packer', { items: [mill] }],
    ['no chain of theirs has badges', 'king', { items: [{ ...mill, identity: 'open-registration' }, { ...mill, identity: null }] }],
    ['an older control plane does not say', 'king', problem(404, 'NOT_FOUND')],
  ])('are not warned of where %s', async (_what, roles, known) => {
    expect(await issue(roles, known)).toEqual({ exit: 0, out: 'PEM\n', err: '' });
  });
});
