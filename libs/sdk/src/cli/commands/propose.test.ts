import { canonicalJson } from '@bystack/chain-core/codec/json';
import { hash } from '@bystack/chain-core/crypto/hash';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeView } from '@bystack/api';
import { runLine } from '../testing/run-line';

const LABELS = ['North node 1', 'North node 2', 'Ash, Elm and Sons', 'North node 4'];
let home: string;
let server: Server;
let asked: ChangeView[] | undefined;
/** Modules that the chain goes by. */
let rules: object[] = [];
/** A package that the chain keeps. */
let keptPackage: object | undefined;
/** Lines of what changes would lead to. */
let plan: object[] = [];

/** A control plane that knows one chain with four seats, and keeps the changes it is asked about. */
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'bystack-propose-'));
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (request.url?.endsWith('/outlook')) asked = (JSON.parse(body) as { changes: ChangeView[] }).changes;
    if (request.url?.endsWith('/rehearsals')) asked = (JSON.parse(body) as { changes: ChangeView[] }).changes;
    const answer = request.url?.endsWith('/modules') ? { modules: rules, kept: keptPackage === undefined ? [] : [{ module: 'rule-book', package: 'diary@1.1.0', status: 'published', hash: toHex(hash(canonicalJson(keptPackage as never))), bytes: 9 }] } : request.url?.includes('/rehearsals') ? { id: 'r1', state: 'succeeded', steps: [], words: [] } : request.url?.endsWith('/committee')
      ? { chainSeats: LABELS.map((label, seat) => ({ seat, label })) }
      : request.url?.endsWith('/outlook') ? { words: { en: 'Sums.', zh: '' }, plan, rule: null, refusal: null, waits: null } : request.url?.endsWith('/proposals') ? { id: 3, proposal: null, decided: null } : { items: [{ name: 'Mill', chainId: 'ab'.repeat(32) }] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  await runLine(home, ['login', '--url', `http://127.0.0.1:${(server.address() as AddressInfo).port}`, '--key', 'bk_secret']);
});
afterAll(() => {
  server.close();
  rmSync(home, { recursive: true, force: true });
});

const removed = (...seats: number[]) => seats.map((seat) => ({ kind: 'remove-seat', seat }));
const roles = (role: string, ...seats: number[]) => seats.map((seat) => ({ kind: 'set-role', seat, role }));

test.each<[string[], object[]]>([
  [['--remove-seat', '1', '--remove-seat', '2', '--remove-seat', 'North node 4'], removed(0, 1, 3)],
  [['--remove-seat', '1, 2,North node 4'], removed(0, 1, 3)],
  [['--remove-seat', 'Ash, Elm and Sons'], removed(2)],
  [['--role', '1=observer', '--role', '2,3=member', '--role', 'Ash, Elm and Sons=regulator'], [...roles('observer', 0), ...roles('member', 1, 2), ...roles('regulator', 2)]],
  [['--remove-seat', '1', '--changes', '[{"kind":"remove-seat","seat":1}]'], removed(0, 1)],
])('%j asks for every seat that is named', async (options, changes) => {
  expect(await runLine(home, ['chains', 'propose', 'Mill', ...options, '--dry-run'])).toMatchObject({ exit: 0 });
  expect(asked).toEqual(changes);
});

test.each([['1,5', '5'], ['', ''], ['North node 1,Elm', 'Elm']])('of the seats “%s” the one that is none is named', async (seats, name) => {
  expect(await runLine(home, ['chains', 'propose', 'Mill', '--remove-seat', seats, '--dry-run'])).toMatchObject({ exit: 1, err: expect.stringContaining(`NOT_FOUND: No seat is called “${name}”`) });
});

test('what is to be minded is told before a proposal that one seat decides', async () => {
  plan = [{ words: { en: 'Records stay.', zh: '' }, isWarning: false }, { words: { en: 'It reads\ndata.baskt.', zh: '' }, isWarning: true }];
  const ran = await runLine(home, ['chains', 'propose', 'Mill', '--remove-seat', '1']);
  plan = [];
  expect(ran).toEqual({ exit: 0, out: 'Proposal 3 took effect at once.\n', err: 'Mind: It reads data.baskt.\n' });
});

describe('rules of one’s own', () => {
  const own = { name: 'diary', version: '1.1.0' };
  const kept = [{ kind: 'publish-package', module: 'rule-book', content: own }, { kind: 'swap-package', module: 'rule-book', package: 'diary@1.1.0' }];
  beforeEach(() => void ([rules, asked] = [[{ module: 'quota', params: {} }, { module: 'rule-book', params: { package: { name: 'diary', version: '1.0.0' } } }], undefined]));
  afterEach(() => void (keptPackage = undefined));

  test.each([[['propose', 'Mill', '--dry-run']], [['rehearse', 'Mill', '--no-wait']]])('are kept on the chain and put in force: %j', async (words) => {
    await runLine(home, ['chains', ...words, '--package', JSON.stringify(own)]);
    expect(asked).toEqual(kept);
  });

  test.each([[['propose', 'Mill', '--dry-run']], [['rehearse', 'Mill', '--no-wait']]])('that the chain keeps already come into force again, by the swap alone: %j', async (words) => {
    keptPackage = { version: '1.1.0', name: 'diary' };
    await runLine(home, ['chains', ...words, '--package', JSON.stringify(own)]);
    expect(asked).toEqual(kept.slice(1));
  });

  test('are not mixed up with others of the same version, kept or in force', async () => {
    keptPackage = { ...own, title: { en: 'Diary' } };
    const line = ['chains', 'propose', 'Mill', '--package', JSON.stringify(own)];
    expect(await runLine(home, line)).toMatchObject({ exit: 1, err: expect.stringMatching(/^PACKAGE_EXISTS: .* bystack chains propose Mill --changes '\[\{"kind":"swap-package","module":"rule-book","package":"diary@1\.1\.0"\}\]'\. /) });
    rules = [{ module: 'rule-book', params: { package: own } }];
    expect(await runLine(home, line)).toMatchObject({ exit: 1, err: expect.stringMatching(/^PACKAGE_IN_FORCE: .*`bystack query Mill rule-book rules`, give it another version/) });
    expect(asked).toBeUndefined();
  });

  test('are asked for with nothing else to try out, where there are rules, and as rules', async () => {
    expect(await runLine(home, ['chains', 'rehearse', 'Mill', '--package', '{}', '--proposal', '1'])).toMatchObject({ exit: 2, err: expect.stringContaining('--package takes a package of rules') });
    expect(await runLine(home, ['chains', 'rehearse', 'Mill', '--package', JSON.stringify(own), '--proposal', '1'])).toMatchObject({ exit: 2, err: expect.stringContaining('one of --proposal NUMBER, --package FILE and --changes JSON') });
    rules = [{ module: 'quota', params: {} }];
    expect(await runLine(home, ['chains', 'propose', 'Mill', '--dry-run', '--package', JSON.stringify(own)])).toMatchObject({ exit: 1, err: expect.stringContaining('NO_RULES: No module of “Mill” goes by rules') });
  });
});
