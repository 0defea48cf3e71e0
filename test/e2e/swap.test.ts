import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChainView, ChangeView, DecidedProposal, Json, JsonObject } from '@bystack/api';
import { newKey, readTrust, verifyOffline, whatWasProved, type BystackClient, type Trust } from '@bystack/sdk';
import { templatePackage } from '../../libs/modules-contract/src/rule-book/testing/packages';
import { Person } from '../support/person';
import { startStack, type Stack } from '../support/stack';
import { fateOf, untilFinal, vote, type Standing } from '../support/votes';

const SLOW = 240_000;
const TO_TRACEABILITY: readonly ChangeView[] = [{ kind: 'publish-package', module: 'rule-book', content: templatePackage('product-traceability') as unknown as Json }, { kind: 'swap-package', module: 'rule-book', package: 'product-traceability@1.1.0' }];
const HARVEST = JSON.parse(readFileSync(join(__dirname, '../../templates/product-traceability/samples/harvest.json'), 'utf8')) as JsonObject;

let stack: Stack;
let client: BystackClient;
let owner: Person;
let chain: ChainView;
let trust: Trust;
/** Of a document that was confirmed before everything else. */
let early: Standing;

beforeAll(async () => {
  stack = await startStack();
  const { client: theirs, apiKey } = await stack.owner();
  client = theirs;
  owner = new Person(stack, apiKey, tmpdir());
  const created = await client.chains.create({ name: 'Registry', template: 'data-confirmation', validators: 4, assets: 'enabled' });
  await client.operations.wait(created.operation.id);
  chain = await client.chains.show(created.chain.chainId);
  trust = readTrust(await client.chains.genesis(chain.chainId));
}, SLOW);
afterAll(() => stack?.stop(), SLOW);

const hashOf = (title: string): string => createHash('sha256').update(title).digest('hex');
const act = (command: string, data: JsonObject): Promise<Standing> =>
  untilFinal(client.chains.submit(chain.chainId, { module: 'rule-book', command: 'act', payload: { command, data }, wait: 'final' }), (txId) => client.chains.transaction(chain.chainId, txId));
const claim = (title: string): Promise<Standing> => act('claim', { hash: hashOf(title), salted: true, title });
const decided = async (): Promise<readonly DecidedProposal[]> => (await client.governance.decided(chain.chainId)).items;
const ask = async (query: string, args: Json): Promise<Json> => (await client.chains.query(chain.chainId, 'rule-book', query, args)).answer;

async function expectProved({ txId }: Standing): Promise<void> {
  const receipt = await client.chains.receipt(chain.chainId, txId);
  expect(whatWasProved(verifyOffline(JSON.stringify(receipt), trust), trust)).toMatchObject({ txId, outcome: 'accepted' });
}

/** Claims documents, one after the other, until that is to be paid for and nothing is left. @returns what the chain took */
async function claimUntilUnpaid(): Promise<readonly string[]> {
  const accepted: string[] = [];
  for (let n = 1; n <= 2_000; n += 1) {
    const fate = await fateOf(claim(`for a fee ${n}`).then((view) => (accepted.push(view.txId), view)));
    if (fate === 'FEE_UNPAID') return accepted;
    // Turned away at the door for a while, and told so.
    if (fate === 'QUOTA_EXCEEDED') await new Promise((settle) => setTimeout(settle, 200));
    else if (fate !== 'accepted') throw new Error(`document ${n} is lost: ${fate}`);
  }
  throw new Error('nobody ever asked for a fee');
}

/** Claims documents, one after the other, until the chain no longer knows how. @returns those it took, and what it says then */
async function claimUntilRefused(): Promise<{ readonly accepted: readonly string[]; readonly refused: string }> {
  const accepted: string[] = [];
  for (let n = 1; n <= 2_000; n += 1) {
    const title = `document ${n}`;
    const fate = await fateOf(claim(title).then((view) => (accepted.push(view.txId), view)));
    if (fate !== 'accepted') return { accepted: accepted.slice(0, n - 1), refused: fate };
  }
  throw new Error('the rules never changed');
}

describe('a chain that confirms documents', () => {
  test('becomes one that traces products by a vote, while documents keep coming in, and loses none of them', async () => {
    early = await claim('deed of plot 7');
    await act('confirm', { hash: hashOf('deed of plot 7') });
    const rehearsed = await owner.bystack('chains', 'rehearse', 'Registry', '--changes', JSON.stringify(TO_TRACEABILITY));
    expect(rehearsed).toMatch(/“Rule book” goes on by the rules “[^”]+” \(product-traceability@1\.1\.0\)[^]*Records stay where they are[^]*Mind: Records of “document” do not count[^]*Mind: (\d+) of \1 entr[a-z]+ of “records”[^]*Mind: The new rules were tried on the newest \d+ commands recorded in blocks[^]*0 would be accepted[^]*“claim”: \/commands\/claim says no to[^]*COMMAND_UNKNOWN[^]*one of them, in block[^]*It can take effect, and then not everything comes along, and (none|\d+) of the newest \d+ recorded commands would (not )?be accepted any more/);
    expect(await owner.bystack('chains', 'propose', 'Registry', '--changes', JSON.stringify(TO_TRACEABILITY), '--dry-run')).toMatch(/What changes in the rules:[^]*New command “capture”[^]*The command “claim” \(Claim a document\) is gone\./);
    const claiming = claimUntilRefused();
    await vote(client, chain.chainId, TO_TRACEABILITY);
    const { accepted, refused } = await claiming;
    expect(refused).toBe('COMMAND_UNKNOWN');
    expect(accepted.length).toBeGreaterThan(0);
    expect(await decided()).toMatchObject([{ id: 1, outcome: 'took-effect', words: [{ en: expect.stringContaining('product-traceability@1.1.0') }, {}], note: '', needed: 3, validators: 4 }]);
    expect(await owner.bystack('chains', 'proposals', 'Registry', '1')).toMatch(/It took effect with block \d+[^]*What it changed, against what was in force up to block \d+:\n    Rules of “Rule book”: “[^”]+” \(data-confirmation@1\.0\.0\) → “[^”]+” \(product-traceability@1\.1\.0\)\n    In the rules:\n[^]*New command “capture”[^]*The command “claim” \(Claim a document\) is gone\./);
    for (const txId of accepted) expect(await client.chains.transaction(chain.chainId, txId)).toMatchObject({ state: 'final', outcome: { kind: 'accepted' } });
  }, SLOW);

  test('then takes events, traces items, and still proves what was recorded before', async () => {
    const captured = await act('capture', HARVEST);
    const offered = async (): Promise<unknown> => (await client.chains.commands(chain.chainId)).items.find(({ name }) => name === 'rule-book')?.surface?.package;
    for (let tries = 0; tries < 100 && (await offered().then((rules) => (rules as { name: string }).name)) !== 'product-traceability'; tries += 1) await new Promise((settle) => setTimeout(settle, 100));
    expect(await offered()).toMatchObject({ name: 'product-traceability', version: '1.1.0' });
    expect(captured).toMatchObject({ state: 'final', outcome: { kind: 'accepted' } });
    expect(JSON.stringify(await ask('ask', { query: 'trace', args: { epc: 'urn:epc:id:sgtin:9521141.012345.1001' } }))).toContain('commissioning');
    await expectProved(captured);
    await expectProved(early);
  }, SLOW);

  test('answers about documents with their meaning of then, to whoever asks by the rules of then', async () => {
    const key = hashOf('deed of plot 7');
    const asked = ['query', 'Registry', 'rule-book', 'record', '--args', JSON.stringify({ type: 'document', key })];
    expect(JSON.parse(await owner.bystack(...asked, '--set', '0'))).toMatchObject({ state: 'confirmed', package: 'data-confirmation@1.0.0', data: { title: 'deed of plot 7' } });
    const { items } = await client.chains.commands(chain.chainId, 0);
    expect(items.find(({ name }) => name === 'rule-book')?.surface?.package).toMatchObject({ name: 'data-confirmation' });
    await expect(client.chains.query(chain.chainId, 'rule-book', 'record', {}, 9)).rejects.toMatchObject({ problem: { code: 'NO_SUCH_SET' } });
  }, SLOW);

  test('cancels a change that waits for its height, by the same vote, after it was tried out by its number', async () => {
    const changes = [{ kind: 'set-parameters', module: 'quota', parameters: { perMember: { perMinute: 1, burst: 1 } } }];
    const { id } = await client.governance.propose(chain.chainId, { changes, atHeight: 1_000_000 });
    expect(await owner.bystack('chains', 'rehearse', 'Registry', '--proposal', String(id))).toMatch(/“Quota” is set to Each member[^]*It can take effect\./);
    await client.governance.approve(chain.chainId, id);
    await owner.bystack('chains', 'cancel', 'Registry', String(id), '--note', 'a mistake');
    await client.governance.approve(chain.chainId, id + 1);
    expect((await client.governance.proposals(chain.chainId)).items).toEqual([]);
    expect(await owner.bystack('chains', 'proposals', 'Registry', '--decided')).toMatch(new RegExp(`Proposal ${id + 1} [^]*“a mistake”[^]*took effect[^]*Proposal ${id} [^]*proposal ${id + 1} cancelled it`));
  }, SLOW);

  test('goes on so after all its nodes were stopped and started', async () => {
    await client.operations.wait((await client.chains.stop(chain.chainId)).id);
    await client.operations.wait((await client.chains.start(chain.chainId)).id);
    expect(await fateOf(claim('too late'))).toBe('COMMAND_UNKNOWN');
    expect(JSON.stringify(await ask('ask', { query: 'trace', args: { epc: 'urn:epc:id:sgtin:9521141.012345.1001' } }))).toContain('commissioning');
    await expectProved(early);
    expect(await decided()).toMatchObject([{ id: 3, outcome: 'took-effect', note: 'a mistake' }, { id: 2, outcome: 'cancelled' }, { id: 1, outcome: 'took-effect' }]);
  }, SLOW);

  test('is exported and executed again, block by block, under the rules of each time', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'bystack-swap-'));
    try {
      const words = await owner.bystack('chain', 'export', 'Registry', join(dir, 'export')).then(() => owner.bystack('chain', 'verify', join(dir, 'export')));
      expect(words).toContain(chain.chainId);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }, SLOW);

  test('becomes what it was again, with every document where it was', async () => {
    const back: readonly ChangeView[] = [{ kind: 'swap-package', module: 'rule-book', package: 'data-confirmation@1.0.0' }];
    const { id } = await client.governance.propose(chain.chainId, { changes: back });
    expect(await owner.bystack('chains', 'proposals', 'Registry')).toContain(`What changes in the rules: bystack chains proposals Registry ${id}`);
    expect(await owner.bystack('chains', 'proposals', 'Registry', String(id))).toMatch(/What changes in the rules:[^]*New command “claim”[^]*“Claim a document”: new field “hash” \(64 hexadecimal digits\), which must be given\.[^]*The command “capture” \(Record events\) is gone\./);
    await client.governance.withdraw(chain.chainId, id);
    expect(await owner.bystack('chains', 'proposals', 'Registry', String(id))).toMatch(/withdrew it[^]*What it would have changed, against what was in force at block \d+:[^]*In the rules:\n[^]*New command “claim”/);
    await vote(client, chain.chainId, back);
    for (let tries = 0, fate; fate !== 'accepted' && tries < 200; tries += 1) fate = await fateOf(claim(`afterwards ${tries}`));
    expect(await ask('record', { type: 'document', key: hashOf('deed of plot 7') })).toMatchObject({ state: 'confirmed', package: 'data-confirmation@1.0.0', version: 2 });
    expect(await ask('record', { type: 'document', key: hashOf('document 1') })).toMatchObject({ state: 'claimed' });
  }, SLOW);

  test('asks for fees from then on, while documents keep coming in, and loses none of them', async () => {
    const treasury = Buffer.from(newKey().publicKey).toString('hex');
    const { assetId } = await client.assets.define(chain.chainId, { name: 'Points', symbol: 'PTS', decimals: 2, amount: '100000' });
    const claiming = claimUntilUnpaid();
    const by = { name: 'fee', version: '2.0.0', parameters: { asset: assetId, treasury, perTransaction: 25, openingCredit: 250, handOverFrom: 25 } };
    await vote(client, chain.chainId, [{ kind: 'swap-module', module: 'quota', by } as never]);
    const accepted = await claiming;
    expect(accepted.length).toBeGreaterThanOrEqual(10);
    expect(await owner.bystack('chains', 'proposals', 'Registry', '1')).toMatch(/It took effect with block \d+[^]*What it changed, against what was in force up to block \d+:\n    Rules of “Rule book”: “[^”]+” \(data-confirmation@1\.0\.0\) → “[^”]+” \(product-traceability@1\.1\.0\)\n    In the rules:\n[^]*New command “capture”[^]*The command “claim” \(Claim a document\) is gone\./);
    for (const txId of accepted) expect(await client.chains.transaction(chain.chainId, txId)).toMatchObject({ state: 'final', outcome: { kind: 'accepted' } });
    // Whoever pays in can go on: the payment pays for itself. The command line writes 1.00 as people do.
    await owner.bystack('assets', 'pay-in', 'Registry', 'PTS', '2.00');
    expect([await fateOf(claim('paid 1')), await fateOf(claim('paid 2')), await fateOf(claim('paid 3'))]).toEqual(['accepted', 'accepted', 'accepted']);
    // What is not used is given back, and asking for it is paid for like anything else.
    await owner.bystack('assets', 'pay-out', 'Registry', 'PTS', '0.50');
    expect([await fateOf(claim('paid 4')), await fateOf(claim('paid 5'))]).toEqual(['accepted', 'FEE_UNPAID']);
    expect(await client.assets.holdings(chain.chainId, treasury)).toMatchObject({ holdings: [{ assetId, alone: '150' }] });
    expect(await client.assets.holdings(chain.chainId, chain.signerPublicKey)).toMatchObject({ holdings: [{ assetId, alone: '99850' }] });
    // Votes are free, so an empty account does not keep anybody from going back.
    await vote(client, chain.chainId, [{ kind: 'swap-module', module: 'fee', by: { name: 'quota', version: '2.0.0', parameters: {} } } as never]);
    for (let tries = 0, fate; fate !== 'accepted' && tries < 200; tries += 1) fate = await fateOf(claim(`free again ${tries}`));
    expect(await fateOf(claim('free at last'))).toBe('accepted');
  }, SLOW);
});
