import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BadgeAuthorityView, ChainView, JsonObject, Problem, SubmissionView } from '@bystack/api';
import { ApiProblem, loadKey, readTrust, verifyOffline, whatWasProved, type BystackClient, type Trust } from '@bystack/sdk';
import { expectBlocksKeptComing, whileRecording } from '../support/load';
import { Person, until } from '../support/person';
import { startStack, type Stack } from '../support/stack';
import { fateOf, untilFinal, vote, type Standing } from '../support/votes';

const SLOW = 240_000;

let stack: Stack;
let client: BystackClient;
let owner: Person;
let home: string;
let chain: ChainView;
let trust: Trust;
let authority: BadgeAuthorityView;
/** Of a document that a member confirmed who was registered and nothing else. */
let early: string;

beforeAll(async () => {
  stack = await startStack();
  home = mkdtempSync(join(tmpdir(), 'bystack-identity-'));
  const { client: theirs, apiKey } = await stack.owner();
  client = theirs;
  owner = new Person(stack, apiKey, home);
  const created = await client.chains.create({ name: 'Guild', template: 'data-confirmation', validators: 4 });
  await client.operations.wait(created.operation.id);
  chain = await client.chains.show(created.chain.chainId);
  trust = readTrust(await client.chains.genesis(chain.chainId));
}, SLOW);
afterAll(async () => {
  await stack?.stop();
  rmSync(home, { recursive: true, force: true });
}, SLOW);

const hashOf = (title: string): string => createHash('sha256').update(title).digest('hex');
const keyOf = (name: string): string => Buffer.from(loadKey(join(home, `${name}.json`)).publicKey).toString('hex');
const look = (txId: string): Promise<Standing> => client.chains.transaction(chain.chainId, txId);
const submit = (module: string, command: string, payload: JsonObject): Promise<Standing> => untilFinal(client.chains.submit(chain.chainId, { module, command, payload, wait: 'final' }), look);
const claim = (title: string): Promise<Standing> => submit('rule-book', 'act', { command: 'claim', data: { hash: hashOf(title), salted: true, title } });
const ask = async (module: string, query: string, args: JsonObject): Promise<unknown> => (await client.chains.query(chain.chainId, module, query, args)).answer;

/** Somebody with a key of their own, on the command line. @returns what became of it, and the transaction unless it was turned away */
async function acts(name: string, module: string, command: string, payload: JsonObject): Promise<{ readonly fate: string; readonly txId?: string }> {
  const { out, err } = await owner.tries('submit', 'Guild', module, command, '--payload', JSON.stringify(payload), '--key', `${name}.json`, '--json');
  const told = out === '' ? Promise.reject(new ApiProblem(JSON.parse(err) as Problem)) : Promise.resolve(JSON.parse(out) as SubmissionView);
  const submission = untilFinal(told, look);
  return { fate: await fateOf(submission), txId: await submission.then(({ txId }) => txId, () => undefined) };
}
const confirms = (name: string, title: string) => acts(name, 'rule-book', 'act', { command: 'confirm', data: { hash: hashOf(title) } });

async function badgeFor(name: string, roles: string): Promise<void> {
  await owner.bystack('badges', 'request', `${name} of the guild`, '--key', `${name}.json`, '--out', `${name}.csr`);
  await owner.bystack('badges', 'issue', authority.id, `${name}.csr`, '--roles', roles, '--attributes', 'site=Linz', '--out', `${name}.pem`);
  await owner.bystack('badges', 'enrol', 'Guild', `${name}.pem`, '--key', `${name}.json`);
}

async function expectProved(txId: string): Promise<void> {
  const receipt = await client.chains.receipt(chain.chainId, txId);
  expect(whatWasProved(verifyOffline(JSON.stringify(receipt), trust), trust)).toMatchObject({ txId, outcome: 'accepted' });
}

describe('a chain where anybody registers a name', () => {
  test('lets registered people act by the roles they were given', async () => {
    for (const name of ['ann', 'ben', 'eve']) await owner.bystack('keys', 'new', '--out', `${name}.json`);
    for (const name of ['ann', 'ben']) expect((await acts(name, 'open-registration', 'register', { name: name === 'ann' ? 'Ann' : 'Ben' })).fate).toBe('accepted');
    await submit('open-registration', 'grantRole', { key: keyOf('ann'), role: 'notary' });
    await claim('first');
    const { fate, txId } = await confirms('ann', 'first');
    early = txId!;
    expect([fate, (await confirms('ben', 'first')).fate]).toEqual(['accepted', 'NOT_PERMITTED']);
  }, SLOW);

  test('goes over to company badges by a vote, while documents keep coming in: none is lost, and blocks keep coming', async () => {
    authority = await client.badges.createAuthority({ name: 'Guild CA' });
    const parameters = { admins: [chain.signerPublicKey], organisations: [{ organisation: 'guild', name: 'The Guild', certificate: authority.certificatePem, roles: ['notary'], keepers: [] }] };
    const recorded = await whileRecording((n) => claim(`document ${n}`), async (heights) => {
      await vote(client, chain.chainId, [{ kind: 'swap-module', module: 'open-registration', by: { name: 'company-badges', version: '1.0.0', parameters } } as never]);
      await until('badges count', () => client.governance.modules(chain.chainId), ({ set, firstHeights }) => set === 1 && heights.at(-1)! > firstHeights[1]!);
    });
    const { fates, heights } = recorded;
    expect(new Set(fates)).toEqual(new Set(['accepted']));
    const first = (await client.governance.modules(chain.chainId)).firstHeights[1]!;
    expect([heights[0]! < first, heights.at(-1)! > first]).toEqual([true, true]);
    await expectBlocksKeptComing((before) => client.chains.blocks(chain.chainId, { before, limit: 100 }), recorded);
    for (const n of [1, fates.length]) expect(await ask('rule-book', 'record', { type: 'document', key: hashOf(`document ${n}`) })).toMatchObject({ state: 'claimed', package: 'data-confirmation@1.0.0' });
  }, SLOW);

  test('and knows everybody by the names they had, with the roles they had', async () => {
    // The control plane looks every few seconds which modules a chain has.
    await until('the catalogue follows', () => client.chains.commands(chain.chainId), ({ items }) => items.some(({ name }) => name === 'company-badges'));
    expect([await ask('company-badges', 'whoIs', { key: keyOf('ann') }), await ask('company-badges', 'whoIs', { key: keyOf('ben') }), await ask('company-badges', 'whoIs', { key: keyOf('eve') })])
      .toMatchObject([{ name: 'Ann', roles: ['notary'], badge: null, takesPart: true }, { name: 'Ben', roles: [], takesPart: true }, null]);
    expect((await client.badges.roles()).items).toEqual([{ chainId: chain.chainId, name: 'Guild', identity: 'company-badges', roles: ['notary'] }]);
    expect((await confirms('ann', 'document 1')).fate).toBe('accepted');
    expect((await confirms('eve', 'document 2')).fate).toBe('NOT_PERMITTED');
  }, SLOW);

  test('binds them to badges, by the same rules', async () => {
    await badgeFor('ann', 'notary');
    await badgeFor('eve', 'notary');
    await badgeFor('ben', '');
    expect([(await confirms('ann', 'document 2')).fate, (await confirms('eve', 'document 3')).fate, (await confirms('ben', 'document 4')).fate]).toEqual(['accepted', 'accepted', 'NOT_PERMITTED']);
    expect(await owner.bystack('badges', 'who', 'Guild', keyOf('ann'))).toMatch(/^Ann +- +notary [^]*^ann of the guild +guild +notary .* site=Linz /m);
  }, SLOW);

  test('takes no acts by a badge that was revoked; what was done before stays proved, by whoever did it', async () => {
    await owner.bystack('badges', 'revoke', 'Guild', 'ann.pem');
    expect((await confirms('ann', 'document 5')).fate).toBe('NOT_PERMITTED');
    await expectProved(early);
    expect(await client.chains.transaction(chain.chainId, early)).toMatchObject({ signers: [keyOf('ann')], calls: [{ actor: keyOf('ann') }], outcome: { kind: 'accepted' } });
    expect(await ask('company-badges', 'history', { key: keyOf('ann') })).toMatchObject({ memberships: [{ name: 'Ann', badge: null, roles: ['notary'] }, { name: 'ann of the guild', badge: { organisation: 'guild' } }] });
    const out = join(home, 'export');
    expect(await owner.bystack('chain', 'export', 'Guild', out).then(() => owner.bystack('chain', 'verify', out))).toContain(chain.chainId);
  }, SLOW);

  test('takes in another company and its people by commands alone, and lets them go', async () => {
    await owner.bystack('badges', 'new-authority', 'Mill CA');
    expect(await owner.bystack('badges', 'add-organisation', 'Guild', 'mill', 'Mill CA', '--name', 'The Mill', '--roles', 'notary')).toContain('final');
    expect(await owner.bystack('badges', 'organisations', 'Guild')).toMatch(/^guild .*\n?^mill +The Mill +notary +gives badges +[0-9a-f]{64}$/m);
    await owner.bystack('keys', 'new', '--out', 'liv.json');
    await owner.bystack('badges', 'request', 'Liv', '--key', 'liv.json', '-o', 'liv.csr');
    await owner.bystack('badges', 'issue', 'Mill CA', 'liv.csr', '--roles', 'notary', '-o', 'liv.pem');
    await owner.bystack('badges', 'enrol', 'Guild', 'liv.pem', '--key', 'liv.json');
    expect(await owner.bystack('badges', 'who', 'Guild', 'liv.json')).toMatch(/^Liv +mill +notary /m);
    await owner.bystack('badges', 'leave', 'Guild', '--key', 'liv.json');
    expect((await confirms('liv', 'document 6')).fate).toBe('NOT_PERMITTED');
  }, SLOW);
});
