import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testStateEvidence } from '@bystack/chain-core/testing/test-state-evidence';
import { makeWorkCheckpoint } from '@bystack/chain-core/light';
import { encodeGenesis } from '@bystack/chain-core/protocol/check-genesis';
import { testReceipt } from '@bystack/chain-core/testing/test-receipt';
import { TestWork } from '@bystack/chain-core/testing/test-work';
import { COMMANDS } from './commands';
import { runLine } from './testing/run-line';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bystack-cli-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs one command line with an empty home folder. */
const bystack = (...words: string[]) => runLine(folder, words);

function file(name: string, contents: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
}

describe('verify, where work decides', () => {
  const chain = new TestWork().extend(20);
  const genesisFile = () => file('genesis.json', encodeGenesis(chain.genesis));

  test('says what work proves and what it does not', async () => {
    const { exit, out } = await bystack('verify', file('receipt.json', JSON.stringify(chain.receipt(9), null, 2)), '--trust', genesisFile());
    expect(exit).toBe(0);
    expect(out).toMatch(/Headers: 20 headers lead without a gap from the genesis document through block 9 to block 20/);
    expect(out).toMatch(/Work: 11 blocks stand on block 9; they took \d+ hashes on average/);
    expect(out).toContain('The file cannot show that no other branch has more work.');
    const state = await bystack('verify', file('state.json', JSON.stringify(chain.stateEvidence(9, 'a'))), '--trust', genesisFile(), '--json');
    expect(JSON.parse(state.out)).toMatchObject({ valid: true, work: { depth: 11, anchorHeight: 0, totalWork: String(chain.workOf()) } });
  });

  test('evidence that begins after a checkpoint needs it, and a good one', async () => {
    const receipt = file('receipt.json', JSON.stringify(chain.receipt(14, 10)));
    const at = chain.blocks[9]!;
    const checkpoint = makeWorkCheckpoint(at.headerBytes, chain.paceAt(10).parentTimeMs, chain.workOf(1, 10));
    const verify = (made: unknown) => bystack('verify', receipt, '--trust', genesisFile(), '--checkpoint', file('checkpoint.json', JSON.stringify(made)));
    expect(await verify(checkpoint)).toMatchObject({ exit: 0, out: expect.stringContaining('from block 10, which your checkpoint names') });
    expect(await bystack('verify', receipt, '--trust', genesisFile())).toMatchObject({ exit: 1, out: expect.stringContaining('neither genesis nor a checkpoint') });
    expect(await verify({ ...checkpoint, header: '00' })).toMatchObject({ exit: 1, err: expect.stringContaining('CHECKPOINT_INVALID') });
    const stranger = new TestWork({ leastWork: 15 }).extend(10);
    expect(await verify(makeWorkCheckpoint(stranger.blocks[9]!.headerBytes, 0, 1n))).toMatchObject({ exit: 1, err: expect.stringContaining('another chain') });
  });
});

describe('verify', () => {
  const files = (options?: Parameters<typeof testReceipt>[0]) => {
    const { receipt, genesisBytes } = testReceipt(options);
    return { receipt, receiptFile: file('receipt.json', JSON.stringify(receipt, null, 2)), genesisFile: file('genesis.json', genesisBytes) };
  };

  test('says in words what was proved', async () => {
    const { receiptFile, genesisFile } = files({ laterBlocks: 2, handOvers: 1 });
    const { exit, out } = await bystack('verify', receiptFile, '--trust', genesisFile);
    expect(exit).toBe(0);
    expect(out).toContain('The receipt holds.');
    expect(out).toContain('notes.write by');
    expect(out).toMatch(/speaks of what was recorded then, in block 20 at \d{4}-[^,]+Z, not of what holds now/);
    expect(out).toMatch(/Inclusion: it is transaction 3 of 5 in block 20/);
    expect(out).toMatch(/Headers: 3 headers lead without a gap from block 20 to block 22/);
    expect(out).toMatch(/Certificate: 3 of 4 seats signed block 22 as final \(3 are needed\), each with an Ed25519 signature of its own/);
    expect(out).toMatch(/Committee: 1 hand-over, each certified by the committee before/);
  });

  test.each([['b', 'exactly: “two”'], ['nowhere', 'Nothing lies at “nowhere” in store 1 of module notes']])('says what a proof about the state proved at key %s', async (key, words) => {
    const { genesisFile } = files();
    const proof = testStateEvidence({ key });
    const good = await bystack('verify', file('proof.json', JSON.stringify(proof)), '--trust', genesisFile);
    expect(good.exit).toBe(0);
    expect(good.out).toContain(words);
    expect(good.out).toMatch(/It speaks of the state then, after block \d+, not of what holds now/);
    const bad = await bystack('verify', file('bad.json', JSON.stringify({ ...proof, value: '00' })), '--trust', genesisFile, '--json');
    expect(bad.exit).toBe(1);
    expect(JSON.parse(bad.out)).toMatchObject({ valid: false, code: 'STATE_PROOF_INVALID', field: 'proof' });
  });

  test('names the organisations that signed, and what was refused', async () => {
    const { receiptFile, genesisFile } = files({ refused: true });
    const { out } = await bystack('verify', receiptFile, '--trust', genesisFile);
    expect(out).toContain("refused by the chain's rules: NOT_OWNER");
    expect(out).toContain('Organisation 0, Organisation 1, Organisation 2');
  });

  test('fails with the reason and exit code 1, in words and as JSON', async () => {
    const { receipt, genesisFile } = files();
    const forged = file('forged.json', JSON.stringify({ ...receipt, index: 3 }));
    expect(await bystack('verify', forged, '--trust', genesisFile)).toMatchObject({ exit: 1, out: expect.stringContaining('does NOT hold (transactionPath)') });
    const { exit, out } = await bystack('verify', forged, '--trust', genesisFile, '--json');
    expect([exit, JSON.parse(out)]).toEqual([1, { valid: false, code: 'RECEIPT_INVALID', field: 'transactionPath', reason: expect.stringContaining('does not lead') }]);
    expect(await bystack('verify', file('broken.json', '{'), '--trust', genesisFile)).toMatchObject({ exit: 1, out: expect.stringContaining('not JSON') });
  });

  test('says of evidence of another chain that it is, also where blocks become final in another way there', async () => {
    const { receiptFile, genesisFile } = files();
    const work = new TestWork().extend(20);
    const workGenesis = file('work.json', encodeGenesis(work.genesis));
    const verify = async (evidence: string, trust: string) => (await bystack('verify', evidence, '--trust', trust)).out;
    expect(await verify(file('worked.json', JSON.stringify(work.receipt(9))), genesisFile)).toMatch(/^✗ The receipt does NOT hold \(chainId\): it is of another chain than the genesis document \(it shows work, as of open competition, and on that of the genesis document a committee signs\): its own has the id /);
    expect(await verify(file('proved.json', JSON.stringify(work.stateEvidence(9, 'a'))), genesisFile)).toMatch(/^✗ The proof does NOT hold \(chainId\): it is of another chain than the genesis document \(it shows work/);
    expect(await verify(receiptFile, workGenesis)).toMatch(/^✗ The receipt does NOT hold \(chainId\): it is of another chain than the genesis document \(a committee signed it, and on that of the genesis document nobody votes: open competition\)/);
    expect(await verify(file('proof.json', JSON.stringify(testStateEvidence({ key: 'b' }))), workGenesis)).toMatch(/^✗ The proof does NOT hold \(chainId\): it is of another chain than the genesis document \(a committee signed it/);
    expect(await verify(file('stranger.json', JSON.stringify(new TestWork({ leastWork: 15 }).extend(20).receipt(9))), workGenesis)).toMatch(/\(chainId\): it is of another chain than the genesis document: its own has the id [0-9a-f]{64}, and the document is of [0-9a-f]{64}\. Give the genesis document/);
  });

  test('does not take another spelling of the genesis document', async () => {
    const { receiptFile, genesisFile } = files();
    const pretty = file('pretty.json', JSON.stringify(JSON.parse(readFileSync(genesisFile, 'utf8')), null, 2));
    expect(await bystack('verify', receiptFile, '--trust', pretty)).toMatchObject({ exit: 1, err: expect.stringContaining('GENESIS_INVALID') });
  });

  test('needs its files', async () => {
    const { receiptFile, genesisFile } = files();
    expect(await bystack('verify', receiptFile)).toMatchObject({ exit: 2, err: expect.stringContaining('--trust is missing') });
    expect(await bystack('verify', join(folder, 'none'), '--trust', genesisFile)).toMatchObject({ exit: 2, err: expect.stringContaining('ENOENT') });
  });
});

describe('usage', () => {
  const wrong: readonly [string, string[], RegExp][] = [
    ['no command', [], /^$/],
    ['an unknown one', ['frobnicate'], /“frobnicate” is no command/],
    ['a mistyped one', ['chains', 'lsit'], /“chains lsit” is no command\. Did you mean `bystack chains list`\?/],
    ['a mistyped one with arguments', ['sumbit', 'Mill', 'rule-book', 'act'], /Did you mean `bystack submit`\?/],
    ['half of one', ['chains'], /There are: bystack chains create/],
    ['one of the like word', ['chains', 'export'], /Did you mean `bystack chain export`\?/],
    ['what is like none of its group', ['chain', 'frobnicate'], /“chain frobnicate” is no command\. There are: .*bystack chain export/],
    ['an unknown option', ['chains', 'list', '--frob'], /Unknown option '--frob'/],
    ['an option without its value', ['verify', 'x', '--trust'], /argument missing/],
    ['a word too many', ['whoami', 'really'], /“really” is one word too many/],
    ['a word too few', ['submit', 'chain'], /MODULE is missing/],
    ['a scheme that is none', ['chains', 'create', 'x', '--template', 't', '--certificates', 'rsa'], /--certificates is ed25519 or bls/],
    ['an impossible number', ['chains', 'create', 'x', '--template', 't', '--validators', '-'], /--validators/],
    ['a value that would be lost', ['chains', 'propose', 'x', '--note', 'one', '--note', 'two'], /--note is given more than once, and only one value can count/],
    ['JSON that is none', ['submit', 'c', 'm', 'd', '--payload', '{"a":'], /MALFORMED_JSON: --payload is not JSON/],
    ['a role for no seat', ['chains', 'propose', 'x', '--role', '1=member', '--role', 'observer'], /--role takes SEATS=ROLE/],
    ['what is no transaction id', ['receipt', 'chain', 'zz'], /“zz” is not a transaction id: those are 64/],
    ['a deletion without its confirmation', ['keys', 'new'], /--out is missing/],
  ];
  test.each(wrong)('%s exits with 2 and says so', async (_name, words, message) => {
    const { exit, err } = await bystack(...words);
    expect(exit).toBe(2);
    expect(err).toMatch(message);
  });

  test.each(COMMANDS.map(({ name }) => [name]))('%s --help', async (name) => {
    const { exit, out } = await bystack(...name.split(' '), '--help');
    expect(exit).toBe(0);
    expect(out).toContain(`bystack ${name}`);
  });

  test.each(['audit', 'chains'])('%s --help lists the commands of the group, and no others', async (group) => {
    const { exit, out } = await bystack(group, '--help');
    expect(exit).toBe(0);
    const listed = out.split('\n').filter((line) => line.startsWith('  ')).map((line) => COMMANDS.find(({ name }) => line.startsWith(`  ${name} `))?.name);
    expect(listed.sort()).toEqual(COMMANDS.map(({ name }) => name).filter((name) => name.startsWith(`${group} `)).sort());
  });

  test('the whole help names every command', async () => {
    const { out } = await bystack('--help');
    for (const { name } of COMMANDS) expect(out).toContain(`  ${name}`);
  });
});

describe('what it works with', () => {
  test('without a login it says how to log in; with --json as JSON on stderr', async () => {
    expect(await bystack('chains', 'list')).toMatchObject({ exit: 1, err: expect.stringContaining('NOT_LOGGED_IN: No API key for http://127.0.0.1:7070') });
    const { out, err } = await bystack('chains', 'list', '--json');
    expect([out, JSON.parse(err).code]).toEqual(['', 'NOT_LOGGED_IN']);
  });

  test('a number that would be rounded is refused, not recorded', async () => {
    expect(await bystack('submit', 'c', 'm', 'd', '--payload', '{"amount":9007199254740993}')).toMatchObject({ exit: 2, err: expect.stringContaining('MALFORMED_JSON') });
  });

  test('a key is made for its owner only and never overwritten', async () => {
    const path = join(folder, 'key.json');
    expect(await bystack('keys', 'new', '-o', path)).toMatchObject({ exit: 0, out: expect.stringMatching(/public key [0-9a-f]{64}/) });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const before = readFileSync(path, 'utf8');
    expect(await bystack('keys', 'new', '-o', path)).toMatchObject({ exit: 1, err: expect.stringContaining('never overwritten') });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test.each([
    [4, 4, 1, '4 of 4 run, needed: 3; 1 more may fail'],
    [3, 4, 1, '3 of 4 run, needed: 3; none more may fail'],
    [2, 4, 1, '2 of 4 run, needed: 3; the chain stands still until more run'],
    [1, 1, 0, '1 of 1 run, needed: 1; none more may fail'],
  ])('of a chain of which %i of %i run it says how many more may fail', async (nodesRunning, validators, faultsTolerated, words) => {
    const title = { en: 'T', zh: 'T' };
    const rules = (name: string) => ({ name, version: '1.0.0' });
    const chain = { chainId: 'f'.repeat(64), name: 'Mill', template: { name: 't', version: '1.0.0', title }, state: 'running', stateReason: title, validators, nodesRunning, faultsTolerated, finalHeight: null, slots: { contract: { module: 'rule-book', version: '2.0.0', params: { package: rules('trace') }, title: { en: 'Rule book', zh: '' } }, transactions: { module: 'quota', version: '2.0.0', params: {}, title: { en: 'Quota', zh: '' } } }, signerPublicKey: 'ab' };
    const listed = { ...chain, slots: Object.fromEntries(Object.entries(chain.slots).map(([slot, choice]) => [slot, { ...choice, params: {} }])) };
    const inForce = { set: 1, firstHeights: [1, 9], due: null, migrating: null, modules: [{ ...chain.slots.contract, slot: 'contract', params: { package: rules(validators === 1 ? 'trace' : 'diary'), strict: true } }, { module: 'fee', version: '1.0.0', params: { price: { perByte: 2 }, asset: 'ff' }, slot: 'transactions', title: { en: 'Fees', zh: '' } }], kept: [{ module: 'rule-book', package: 'trace@1.0.0', status: 'published', hash: 'aa', bytes: 9 }, { module: 'rule-book', package: 'trace@0.9.0', status: 'retired', hash: 'bb', bytes: 9 }] };
    const agreed = { height: 8, parameters: { viewTimerMs: 500 }, policy: null, told: [{ name: { en: 'Patience with a silent leader', zh: '' }, value: { en: '500 ms', zh: '' } }] };
    const server = createServer((request, response) => {
      const list = /\/chains(\?.*)?$/.test(request.url ?? '');
      const answer = request.url?.endsWith('/modules') ? inForce : request.url?.endsWith('/consensus') ? agreed : list ? { items: [listed] } : chain; // logging in only wants an answer
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      await bystack('login', '--url', url, '--key', 'bk_secret');
      const { out } = await bystack('chains', 'show', 'Mill');
      expect(out).toContain(`${words}\n`);
      expect(out).toMatch(/^agreed so\n {2}Patience with a silent leader +500 ms$/m);
      expect(out).toMatch(/  transactions +Fees \(fee 1\.0\.0\); founded with quota 2\.0\.0/);
      const others = validators === 1 ? '' : '; founded with rule-book 2.0.0, rules trace@1.0.0';
      expect(out).toContain(`Rule book (rule-book 2.0.0, rules ${validators === 1 ? 'trace' : 'diary'}@1.0.0)${others}\n`);
      const modules = (await bystack('chains', 'modules', 'Mill')).out;
      expect(modules).toContain(`  contract: Rule book (rule-book 2.0.0, rules ${validators === 1 ? 'trace' : 'diary'}@1.0.0)\n    strict = true\n  transactions: Fees (fee 1.0.0)\n    price.perByte = 2\n    asset = "ff"\n`);
      expect(modules).toContain(`Kept, not in force:\n${validators === 1 ? '' : '  rule-book: rules trace@1.0.0\n'}  rule-book: rules trace@0.9.0, given up for ever\n`);
    } finally {
      server.close();
    }
  });

  test('a login is tried, kept for its owner only, sent only to its address, and forgotten', async () => {
    const keys: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      keys.push(request.headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ name: 'Ada', role: 'owner', organisationName: 'Mills' }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      expect(await bystack('login', '--url', url, '--key', 'bk_secret')).toMatchObject({ exit: 0, out: expect.stringContaining('as Ada (owner of Mills)') });
      expect(statSync(join(folder, '.config/bystack/login.json')).mode & 0o777).toBe(0o600);
      expect(await bystack('whoami')).toMatchObject({ exit: 0, out: 'Ada, owner of Mills\n' });
      expect(await bystack('whoami', '--url', 'http://127.0.0.1:9')).toMatchObject({ exit: 1, err: expect.stringContaining('NOT_LOGGED_IN') });
      expect(keys).toEqual(['Bearer bk_secret', 'Bearer bk_secret']);
      expect(await bystack('logout')).toMatchObject({ exit: 0, out: 'Forgotten.\n' });
      expect(await bystack('whoami')).toMatchObject({ exit: 1 });
    } finally {
      server.close();
    }
  });
});

describe('audit verify', () => {
  const head = { sequence: 4, hash: 'ab'.repeat(32) };
  const holds = { holds: true, entries: 4, head, witnesses: 2 };
  test.each([
    [holds, 0, /trail holds: 4 entries.*\n.*2 connected hosts/],
    [{ ...holds, witnesses: 0 }, 0, /a cut end could not show/],
    [{ ...holds, holds: false, firstFault: { sequence: 5, reason: 'cut-short' } }, 1, /does not hold: from entry 5 on/],
    [{ ...holds, holds: false, firstFault: { sequence: 2, reason: 'missing' } }, 1, /does not hold: entry 2 is missing/],
  ])('says %j', async (answer, exit, words) => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      await bystack('login', '--url', url, '--key', 'bk_secret');
      expect(await bystack('audit', 'verify')).toMatchObject({ exit, out: expect.stringMatching(words) });
      expect(asked.at(-1)).toBe('/api/v1/audit/verification');
    } finally {
      server.close();
    }
  });
});
