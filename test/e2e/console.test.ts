import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BystackClient, readTrust, verifyOffline } from '@bystack/sdk';
import type { Page as Tab } from 'playwright-core';
import type { ChainView, Page, TransactionView } from '@bystack/api';
import en from '../../apps/admin-console/src/texts/en.json';
import { startStack, type Stack } from '../support/stack';
import { capture, observation } from '../support/traceability';
import { CHROMIUM, type Look, Visitor } from './console/browser';
import { barriers, bareKeys, overflowWhenStretched } from './console/judge';
import { placesOf, visit } from './console/pages';

const SLOW = 600_000;
const PASSWORD = 'a sentence of a few words';
const EMAIL = 'mei@orchard.example';
const CHAIN = 'Orchard to shelf';
const ITEM = 'urn:epc:id:sgtin:9521141.012345.7001';
const LOT = 'urn:epc:class:lgtin:9521141.011111.CH-7';

/** What somebody who is to vote reads of other rules, in both languages. */
const VOTERS = [
  {
    look: { language: 'en', scheme: 'light', width: 390 }, link: 'See proposal 1', wait: /“Rule book” goes on by the rules “Data confirmation”/, changes: /^What changes in the rules \(\d+ changes\)/, whole: 'Everything it changes, word for word',
    sentences: ['New command “claim” (Claim a document): members may give it.', '“Claim a document”: new field “title” (text, up to 200 characters), which must be given.', '“Revoke a document”: a new refusal, “Only who claimed this document ({claimant}) or a notary may revoke it.” (NOT_CLAIMANT_OR_NOTARY, unless actor == record.createdBy || "notary" in roles).', 'The command “capture” (Record events) is gone.'],
  },
  {
    look: { language: 'zh', scheme: 'dark', width: 1280 }, link: '查看提案 1', wait: /“规则手册”改用规则包“数据确认”/, changes: /^规则有哪些变化/, whole: '变更全文',
    sentences: ['“声明文档”：新增字段“title”（文本，至多 200 个字符），必填。', '“声明文档”：新增字段“hash”（64 位十六进制数字），必填。'],
  },
] as const;

const keysOf = (tree: object, before = ''): string[] => Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [before + key] : keysOf(value as object, `${before}${key}.`)));
const KEYS: ReadonlySet<string> = new Set(keysOf(en));

let stack: Stack;
let visitor: Visitor;
let page: Tab;
let apiKey = '';
let chainId = '';
let otherChainId = '';
let operationId = '';
let txId = '';
let receiptFile = '';
const chainPage = (tab = '') => page.goto(`/chains/${chainId}${tab}`);
const fetched = (path: string) => fetch(`${stack.url}/api/v1${path}`, { headers: { authorization: `Bearer ${apiKey}` } });

const withBrowser = CHROMIUM !== undefined || process.env.BYSTACK_REQUIRE_CHROMIUM === '1' ? describe : describe.skip;

withBrowser('the console, driven as a person would', () => {
  beforeAll(async () => {
    stack = await startStack();
    visitor = await Visitor.arrive(stack.url);
    page = await visitor.open();
  }, SLOW);
  afterAll(async () => {
    await visitor?.leave();
    await stack?.stop();
  }, SLOW);

  test('the one-time link sets up the first administrator; a weak password is refused at its field', async () => {
    await page.goto(stack.setupUrl!);
    await page.getByLabel('Your name').fill('Mei Lindqvist');
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel('E-mail address').fill(EMAIL);
    await page.getByLabel('Organisation').fill('Orchard Cooperative');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('Too short: 12 characters are the least.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByRole('heading', { name: 'Home' }).waitFor();
    await page.getByRole('heading', { name: 'No chain yet' }).waitFor();
  }, SLOW);

  test('signing out locks the console; a wrong password says so, the right one leads back to the page asked for', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.goto('/hosts');
    await page.getByLabel('E-mail address').fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill('a sentence of other words');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The e-mail address or the password is wrong.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Hosts' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/hosts');
  }, SLOW);

  test('an API key is shown once, works, and is refused after it was revoked', async () => {
    const makeKey = async (name: string) => {
      await page.getByRole('button', { name: 'New key' }).click();
      await page.getByLabel('Name', { exact: false }).last().fill(name);
      await page.getByLabel('Role', { exact: true }).selectOption('owner');
      await page.getByRole('button', { name: 'Create the key' }).click();
      const key = await page.getByRole('region', { name: 'Your key, shown this once' }).innerText();
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
      return key.trim();
    };
    await page.goto('/organisation');
    const revoked = await makeKey('to be revoked');
    apiKey = await makeKey('tests');
    const status = async (key: string) => (await fetch(`${stack.url}/api/v1/chains`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await status(revoked)).toBe(200);
    await page.getByRole('button', { name: 'Revoke to be revoked' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke to be revoked' }).waitFor({ state: 'detached' });
    expect([await status(revoked), await status(apiKey)]).toEqual([401, 200]);
    expect(await page.content()).not.toContain(apiKey);
  }, SLOW);

  test('a colleague is invited with a link that is shown once, and opens it elsewhere', async () => {
    await page.goto('/organisation');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Bo Eriksen');
    await dialog.getByLabel('E-mail address').fill('bo@orchard.example');
    await dialog.getByRole('button', { name: 'Invite' }).click();
    const link = (await page.getByRole('region', { name: 'Give this link to Bo Eriksen' }).innerText()).trim();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('row', { name: /Bo Eriksen/ }).getByText('Invited').waitFor();
    const elsewhere = await visitor.open();
    await elsewhere.goto(link);
    await elsewhere.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await elsewhere.getByRole('button', { name: 'Set the password' }).click();
    await elsewhere.getByRole('heading', { name: 'Home' }).waitFor();
    await elsewhere.context().close();
    await page.getByRole('row', { name: /Bo Eriksen/ }).getByText('Joined').waitFor();
  }, SLOW);

  test('a chain is created step by step, its consequences said beforehand, its progress observed', async () => {
    await page.goto('/chains/new');
    await page.getByRole('radio', { name: /Product traceability/ }).click();
    for (const question of ['Who may take part', 'Which rules hold', 'Who may see what', 'How records become final', 'Which links to other chains', 'What can be done, and how much']) await page.getByRole('heading', { name: question }).waitFor();
    let release = (): void => undefined;
    const held = new Promise<void>((settle) => (release = settle));
    await page.route('**/chains/outlook', async (route) => (await held, route.continue()), { times: 1 });
    const onwards = page.getByRole('button', { name: 'Continue' });
    await onwards.press('Enter');
    await page.getByRole('status').getByText('Checking whether the chain could be made so…').waitFor();
    await page.locator('button[aria-busy=true]:focus', { hasText: 'Continue' }).waitFor();
    release();
    const size = page.getByLabel('Number of validators');
    await page.locator('[role=group][aria-label="Name and size"]:focus').waitFor();
    await size.fill('3');
    await page.getByText('Survives no failure').waitFor();
    await size.fill('5');
    await page.getByText('5 survive no more than 4 do (1), but cost more. 7 would survive 2.').waitFor();
    await size.fill('4');
    await page.getByText('Survives 1 failure').waitFor();
    expect(await page.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Name' }).fill(CHAIN);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText(`bystack chains create '${CHAIN}' --template product-traceability --validators 4`).waitFor();
    const [blueprint] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the blueprint' }).click()]);
    expect(JSON.parse(readFileSync(await blueprint.path(), 'utf8'))).toMatchObject({ format: 'bystack-blueprint/1', name: CHAIN, validators: 4 });
    await page.getByRole('button', { name: 'Create the chain' }).click();
    await page.getByRole('heading', { name: `Create chain “${CHAIN}”` }).waitFor();
    await page.getByText(`“${CHAIN}” is running: 4 of 4 nodes answered.`).waitFor({ timeout: 120_000 });
    expect(await page.locator('.steps li.done').count()).toBe(await page.locator('.steps li').count());
    operationId = new URL(page.url()).pathname.split('/').at(-1)!;
    await page.getByRole('link', { name: 'Record something' }).click();
    await page.getByRole('heading', { name: CHAIN }).waitFor();
    chainId = new URL(page.url()).pathname.split('/')[2]!;
  }, SLOW);

  test('a name that is taken is refused at its field, and nothing is created', async () => {
    await page.goto('/chains/new?template=product-traceability&step=validators');
    await page.getByRole('textbox', { name: 'Name' }).fill(CHAIN);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').getByText('Choose another name.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Name' }).getAttribute('aria-invalid')).toBe('true');
    expect(((await (await fetched('/chains')).json()) as Page<ChainView>).items).toHaveLength(1);
  }, SLOW);

  test('a record is filled in by the template’s form, becomes final, and its receipt holds offline', async () => {
    await chainPage('/records');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('Please fill this in.').first().waitFor();
    await page.getByRole('textbox', { name: 'Items 1' }).fill(ITEM);
    await page.getByLabel('Business step').selectOption('receiving');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.locator('.submission').getByText('Final', { exact: true }).waitFor();
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the receipt' }).click()]);
    const genesis = new Uint8Array(await (await fetched(`/chains/${chainId}/genesis`)).arrayBuffer());
    const verified = verifyOffline(readFileSync(await saved.path(), 'utf8'), readTrust(genesis));
    txId = Buffer.from(verified.transaction.txId).toString('hex');
    receiptFile = await saved.path();
    await page.getByRole('link', { name: 'Show the transaction' }).click();
    await page.getByText(txId).waitFor();
    await page.getByText(ITEM).first().waitFor();
    await page.locator('.named-key').getByText('Orchard Cooperative').first().waitFor();
    const recorded = page.getByRole('heading', { name: 'What it recorded' }).locator('xpath=ancestor::section');
    await recorded.getByText('Unchanged since.').waitFor();
    await recorded.getByText('What the record said then').click();
    await recorded.getByText(ITEM).waitFor();
    expect(await barriers(page)).toEqual([]);
  }, SLOW);

  test('a receipt is checked by the browser itself, in words and in both languages; a changed one is refused with the place and the reason', async () => {
    const genesis = Buffer.from(await (await fetched(`/chains/${chainId}/genesis`)).arrayBuffer());
    const receipt = readFileSync(receiptFile);
    const forged = Buffer.from(JSON.stringify({ ...JSON.parse(receipt.toString('utf8')), index: 1 }));
    const choose = async (label: string, name: string, buffer: Buffer) => {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByLabel(label, { exact: true }).press('Enter')]);
      await chooser.setFiles({ name, mimeType: 'application/json', buffer });
    };
    await page.getByRole('link', { name: 'Check a receipt' }).click();
    await page.getByRole('heading', { name: 'Check a receipt' }).waitFor();
    const asked: string[] = [];
    page.on('request', (request) => void (request.method() !== 'GET' && asked.push(request.url())));
    await choose('Receipt or proof', 'receipt.json', receipt);
    await page.getByText('Not checked yet: so far only what the file says of itself').waitFor();
    await page.getByRole('status').getByText(chainId).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take the genesis document from this control plane' }).click();
    await page.getByText('It holds', { exact: true }).waitFor();
    await choose('Genesis document', 'genesis.json', genesis);
    await page.getByText('It holds', { exact: true }).waitFor();
    await page.getByText('What happened: rule-book · recordCreated').first().waitFor();
    await page.getByRole('status').getByText(txId).waitFor();
    await page.getByText(/speaks of what was recorded then, in block \d+ on .*, not of what holds now/).waitFor();
    await page.getByText(/of 4 seats signed block \d+ as final \(3 are needed\)/).waitFor();
    expect(await barriers(page)).toEqual([]);
    await choose('Receipt or proof', 'forged.json', forged);
    await page.getByText('It does not hold, and proves nothing').waitFor();
    await choose('Genesis document', 'other.json', Buffer.from('{}'));
    await page.getByText('The genesis document cannot be used').waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(asked).toEqual([]);
  }, SLOW);

  test('an auditor with a receipt and no account checks it, and is told what is still needed', async () => {
    const auditor = await visitor.open();
    const choose = async (label: string, file: string | { name: string; mimeType: string; buffer: Buffer }) => {
      const [chooser] = await Promise.all([auditor.waitForEvent('filechooser'), auditor.getByLabel(label, { exact: true }).press('Enter')]);
      await chooser.setFiles(file);
    };
    await auditor.goto('/sign-in');
    await auditor.getByRole('link', { name: 'Check a receipt without signing in' }).click();
    await auditor.goto('/check');
    await auditor.waitForURL('**/check-receipt');
    await choose('Receipt or proof', { name: 'letter.json', mimeType: 'application/json', buffer: Buffer.from('{"dear": "auditor"}') });
    await auditor.getByText('This file is neither a receipt nor a proof about the state').waitFor();
    await choose('Receipt or proof', receiptFile);
    await auditor.getByRole('heading', { name: 'What is still needed' }).waitFor();
    await auditor.getByText(chainId).waitFor();
    expect(await auditor.getByRole('button', { name: 'Take the genesis document' }).count()).toBe(0);
    await choose('Genesis document', { name: 'genesis.json', mimeType: 'application/json', buffer: Buffer.from(await (await fetched(`/chains/${chainId}/genesis`)).arrayBuffer()) });
    await auditor.getByText('It holds', { exact: true }).waitFor();
    expect(await barriers(auditor)).toEqual([]);
    await auditor.context().close();
  }, SLOW);

  test('what the rules refuse is said at the field', async () => {
    await chainPage('/records');
    await page.getByRole('textbox', { name: 'Items 1' }).fill('not an identifier');
    await page.getByLabel('Business step').selectOption('receiving');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('textbox', { name: 'Items 1' }).getAttribute('aria-invalid')).toBe('true');
  }, SLOW);

  test('a lot is recorded with its quantity and traced with it; what is no quantity is refused at its field', async () => {
    await chainPage('/records');
    await page.getByLabel('What to record').selectOption({ label: 'Lots or items were made' });
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('Please fill in “Lots” or “Items”.').waitFor();
    await page.getByRole('button', { name: 'Add: Lots' }).click();
    await page.getByRole('textbox', { name: 'Lot', exact: true }).fill(LOT);
    await page.getByLabel('Unit').selectOption({ label: 'Kilograms (kg)' });
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('Please fill this in.').waitFor();
    await page.getByLabel('Quantity').fill('-5');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('Must be more than 0.', { exact: true }).waitFor();
    await page.getByRole('alert').getByText('DATA_INVALID').waitFor();
    expect(await page.getByLabel('Quantity').getAttribute('aria-invalid')).toBe('true');
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel('Quantity').fill('');
    await page.getByLabel('Quantity').pressSequentially('1260.5'); // Key by key, as people do.
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.locator('.submission').getByText('Final', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Item or lot', exact: true }).fill(LOT);
    await page.getByRole('button', { name: 'Look up' }).click();
    const row = page.getByRole('table', { name: 'Trace an item or a lot' }).getByRole('row').nth(1);
    for (const [column, told] of [['What', 'lgtin:9521141.011111.CH-7'], ['Quantity', '1,260.5 kg'], ['Step', 'Made or first labelled']] as const) await row.locator(`[data-label="${column}"]`).getByText(told).waitFor();
    expect(await barriers(page)).toEqual([]);
  }, SLOW);

  test('what modules take and answer that no page was written for: drawn, sent, told and asked by their own words', async () => {
    await chainPage('/modules');
    const ability = (title: string) => page.locator('.ability', { hasText: title });
    await page.getByRole('heading', { name: 'Quota' }).waitFor();
    await page.getByText('Change my name').focus();
    await page.keyboard.press('Enter');
    await ability('Change my name').getByRole('textbox', { name: 'Name' }).fill('Orchard Cooperative, Ltd');
    await ability('Change my name').getByRole('button', { name: 'Record it' }).click();
    await page.getByText('On the chain: Somebody changed their name.').waitFor();
    const { signerPublicKey } = (await (await fetched(`/chains/${chainId}`)).json()) as ChainView;
    await page.getByText('What a key may write').click();
    await ability('What a key may write').getByLabel('Key').fill(signerPublicKey);
    await ability('What a key may write').getByRole('button', { name: 'Look up' }).click();
    await ability('What a key may write').getByText('Transactions a minute (0: no limit)').waitFor();
    await page.getByRole('link', { name: 'Show the transaction' }).click();
    const row = page.getByRole('table', { name: 'Events' }).getByRole('row', { name: /Somebody changed their name/ });
    await row.getByText('Public key', { exact: true }).waitFor();
    await row.getByText('Orchard Cooperative, Ltd').last().waitFor();
  }, SLOW);

  test('a sample is shown before it is recorded, a second time it is said to be there already; a traced item leads to its receipt', async () => {
    await chainPage('/records');
    for (const happened of ['A record was made', 'A record was there already']) {
      await page.getByRole('heading', { name: 'Samples' }).locator('xpath=ancestor::section').getByRole('button').first().click();
      await page.getByRole('dialog').getByText('What is recorded stays').waitFor();
      expect(await barriers(page)).toEqual([]);
      await page.getByRole('dialog').getByRole('button', { name: 'Record it' }).click();
      await page.locator('.submission').getByText(`On the chain: ${happened}`).waitFor();
    }
    await page.getByRole('textbox', { name: 'Item or lot', exact: true }).fill(ITEM);
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByRole('table', { name: 'Trace an item or a lot' }).getByRole('row').nth(1).waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
    await page.getByRole('table', { name: 'Trace an item or a lot' }).getByRole('row').nth(1).getByRole('link').last().click();
    await page.getByRole('button', { name: 'Download the receipt' }).waitFor();
  }, SLOW);

  test('a document is fingerprinted in the browser with a salt that is kept, claimed, and found again', async () => {
    const client = new BystackClient({ url: stack.url, apiKey });
    const { chain, operation } = await client.chains.create({ name: 'Land office', template: 'data-confirmation', validators: 1, assets: 'enabled' });
    await client.operations.wait(operation.id);
    await page.goto(`/chains/${chain.chainId}/records`);
    await page.getByRole('button', { name: 'Compute from a file' }).first().click();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Document' }).click()]);
    await chooser.setFiles({ name: 'deed.txt', mimeType: 'text/plain', buffer: Buffer.from('Plot 7 belongs to Mei.') });
    expect(await barriers(page)).toEqual([]);
    const [salt] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Compute', exact: true }).click()]);
    const digits = createHash('sha256').update(Buffer.from(readFileSync(await salt.path(), 'utf8').trim(), 'hex')).update('Plot 7 belongs to Mei.').digest('hex');
    expect(await page.getByLabel('SHA-256 of the document').first().inputValue()).toBe(digits);
    await page.getByLabel('Title everybody may read').fill('Deed of plot 7');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.locator('.submission').getByText('Final', { exact: true }).waitFor();
    await page.getByLabel('SHA-256 of the document').last().fill(digits);
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByRole('cell', { name: 'Deed of plot 7' }).waitFor();
    otherChainId = chain.chainId;
  }, SLOW);

  test('an asset is defined, and retired only after it was said that nobody can bring it back', async () => {
    await page.goto(`/chains/${otherChainId}/assets`);
    await page.getByLabel('Name', { exact: true }).fill('Points');
    await page.getByLabel('Amount', { exact: true }).fill('100');
    await page.getByRole('button', { name: 'Define and issue' }).click();
    await page.locator('.submission').getByText('Final', { exact: true }).waitFor();
    await page.getByRole('table', { name: 'Assets' }).getByRole('cell', { name: '100.00' }).first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByText('Retire', { exact: true }).click();
    await page.getByLabel('Amount', { exact: true }).fill('0.5');
    await page.getByRole('button', { name: 'Retire for ever' }).click();
    await page.getByRole('dialog').getByText('0.5 of Points are taken out of the world for ever.').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Retire for ever' }).click();
    await page.getByRole('table', { name: 'Assets' }).getByRole('cell', { name: '99.50' }).waitFor();
    const client = new BystackClient({ url: stack.url, apiKey });
    await client.operations.wait((await client.chains.delete(otherChainId, 'Land office')).id);
  }, SLOW);

  test('the explorer shows new blocks and events without being asked', async () => {
    await chainPage('/explorer');
    await page.getByText('Nothing has happened since this page was opened.').waitFor();
    await page.locator('.section').getByText('Live', { exact: true }).waitFor();
    const { height } = await capture(new BystackClient({ url: stack.url, apiKey }), chainId, observation(7002));
    await page.getByRole('table', { name: 'Events as they happen' }).getByText('recordCreated').first().waitFor();
    await page.getByRole('link', { name: String(height), exact: true }).click();
    await page.getByRole('heading', { name: `Block ${height}` }).waitFor();
    await page.getByText(/Certificate of block/).waitFor();
  }, SLOW);

  test('a node is stopped with the arithmetic shown, the next one refused, and started again', async () => {
    await chainPage('/nodes');
    await page.getByText('4 of 4 run, 3 are needed: 1 more may fail.').waitFor();
    await page.getByRole('button', { name: 'Logs of seat 1' }).click();
    await page.locator('.logs div').first().waitFor();
    await page.getByRole('button', { name: 'Stop seat 2' }).click();
    await page.getByText('3 of 4 will run and 3 are needed: the chain goes on, but survives no further failure.').waitFor();
    await page.getByRole('button', { name: 'Stop the node' }).click();
    await page.getByText('3 of 4 run, exactly the 3 that are needed: none more may fail.').waitFor();
    await page.getByRole('button', { name: 'Stop seat 3' }).click();
    await page.getByText('Only 2 of 4 would run, but 3 are needed').waitFor();
    expect(await page.getByRole('button', { name: 'Stop the node' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Start seat 2' }).click();
    await page.getByRole('button', { name: 'Start the node' }).click();
    await page.getByText('4 of 4 run, 3 are needed: 1 more may fail.').waitFor();
  }, SLOW);

  test('the keyboard alone reaches the content first, and the lists', async () => {
    await page.goto('/chains');
    await page.getByRole('link', { name: CHAIN }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe('content');
    await page.getByRole('link', { name: CHAIN }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: CHAIN }).waitFor();
  }, SLOW);

  async function faultsSeen(look: Look, rules?: readonly string[]): Promise<readonly string[]> {
    const tab = await visitor.open(look, JSON.stringify(await page.context().storageState()));
    const { height = 0 } = (await (await fetched(`/chains/${chainId}/transactions/${txId}`)).json()) as TransactionView;
    const found: string[] = [];
    for (const place of placesOf({ chainId, height, txId, operationId })) {
      await visit(tab, place);
      found.push(...(await barriers(tab, rules)).map((each) => `${place.name}: ${each}`), ...(await bareKeys(tab, KEYS)).map((key) => `${place.name}: bare key ${key}`));
      const overflow = await overflowWhenStretched(tab);
      if (overflow > 0) found.push(`${place.name}: ${overflow} px too wide with longer texts`);
    }
    await tab.context().close();
    return found.map((each) => `${look.language} ${look.scheme} ${look.width}: ${each}`);
  }

  // The second time only what texts change that are longer or shorter: what elements are and are called was judged in both languages before, and their colours in both themes.
  test.each<readonly [Look, Look, readonly string[] | undefined]>([
    [{ language: 'en', scheme: 'light', width: 1280 }, { language: 'zh', scheme: 'dark', width: 390 }, undefined],
    [{ language: 'en', scheme: 'dark', width: 390 }, { language: 'zh', scheme: 'light', width: 1280 }, ['scrollable-region-focusable']],
  ])('no page keeps anyone out, in both languages and themes, wide and narrow: %j, %j', async (one, other, rules) => {
    expect((await Promise.all([one, other].map((look) => faultsSeen(look, rules)))).flat()).toEqual([]);
  }, SLOW);

  test('a session that ended leads to signing in, and back', async () => {
    await page.goto('/hosts');
    await page.getByRole('heading', { name: 'Hosts' }).waitFor();
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('E-mail address').fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Audit' }).waitFor();
  }, SLOW);

  test('a password is changed by who knows the current one, who stays signed in', async () => {
    await page.goto('/settings');
    const change = async (current: string) => {
      await page.getByLabel('Current password', { exact: true }).fill(current);
      await page.getByLabel('New password', { exact: true }).fill(`${PASSWORD} more`);
      await page.getByRole('button', { name: 'Change the password' }).click();
    };
    await change('a sentence of other words');
    await page.getByText('The current password is wrong.').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await change(PASSWORD);
    await page.getByText('Changed. You are signed in here only.').waitFor();
  }, SLOW);

  test('the language is changed on the spot and remembered', async () => {
    await page.goto('/settings');
    await page.getByText('中文').click();
    await page.getByRole('heading', { name: '设置' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
    await page.reload();
    await page.getByRole('heading', { name: '设置' }).waitFor();
    await page.getByText('English').click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
  }, SLOW);

  /** From Home to the proposal, its changes and its whole text, by keyboard alone. @returns what would keep them from it */
  async function voterReads({ look, wait, link, changes, sentences, whole }: (typeof VOTERS)[number]): Promise<readonly string[]> {
    const { cookies } = await page.context().storageState();
    const tab = await visitor.open(look, JSON.stringify({ cookies, origins: [] })); // Signed in, in a language of their own.
    await tab.goto('/');
    await tab.getByText(wait).waitFor();
    await tab.getByRole('link', { name: link }).press('Enter');
    await tab.locator('#proposal-1:focus').waitFor();
    await tab.getByText(changes).press('Enter');
    for (const sentence of sentences) await tab.getByText(sentence, { exact: true }).waitFor();
    await tab.getByText(whole).first().press('Enter');
    await tab.locator('pre.json', { hasText: '"publish-package"' }).waitFor();
    const found = [...(await barriers(tab)), ...(await bareKeys(tab, KEYS))];
    const overflow = await overflowWhenStretched(tab);
    await tab.context().close();
    return [...found, ...(overflow > 0 ? [`${overflow} px too wide`] : [])].map((each) => `${look.language} ${look.width}: ${each}`);
  }

  test('the rules of the running chain are changed along the guide: rehearsed, proposed, approved, in force', async () => {
    await chainPage('/governance');
    await page.getByRole('button', { name: 'Choose other rules' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What shall change').click();
    await page.getByRole('option', { name: 'Another module' }).click();
    await dialog.getByLabel('Question').click();
    await page.getByRole('option', { name: 'Who may take part' }).click();
    await dialog.getByRole('button', { name: 'Rehearse first' }).click();
    await dialog.getByText('It can take effect').waitFor({ timeout: 120_000 });
    await dialog.getByText('No way back is declared for records').waitFor();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByLabel('What shall change').click();
    await page.getByRole('option', { name: 'Other rules' }).click();
    await dialog.getByLabel('Rules to go by instead').click();
    await page.getByRole('option', { name: /data-confirmation/ }).click();
    await dialog.getByRole('button', { name: 'Rehearse first' }).click();
    await dialog.getByText(/The new rules were tried on the newest \d+ commands recorded in blocks 1 to \d+: 0 would be accepted/).waitFor({ timeout: 120_000 });
    await dialog.getByText(/^“capture”: \/commands\/capture says no to \d+ of \d+: COMMAND_UNKNOWN/).waitFor();
    await dialog.getByText(/^One of them, from block \d/).press('Enter');
    await dialog.getByRole('link', { name: 'Its transaction' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Propose', exact: true }).click();
    await page.getByRole('button', { name: 'Approve proposal 1' }).first().waitFor();
    expect((await Promise.all(VOTERS.map(voterReads))).flat()).toEqual([]);
    await page.getByRole('button', { name: 'Approve proposal 1' }).last().click();
    await page.getByRole('dialog').getByText(/What changes in the rules \(\d+ changes\)/).press('Enter');
    await page.getByRole('dialog').getByText('“Claim a document”: new field “hash” (64 hexadecimal digits), which must be given.').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByText(/in force since block \d/).waitFor({ timeout: 120_000 });
    expect(await barriers(page)).toEqual([]);
    await page.getByText('Proposal 1 took effect').waitFor();
    await page.getByText('What it changed').press('Enter');
    await page.getByText(/^Against what was in force at block \d+, whatever is in force now\.$/).waitFor();
    await page.getByText('“Claim a document”: new field “hash” (64 hexadecimal digits), which must be given.').waitFor();
    await page.getByText('Everything it asked for, word for word').press('Enter');
    await page.locator('pre.json', { hasText: '"publish-package"' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'See what was recorded before, with its old meaning' }).click();
    await page.getByText('(product-traceability@1.1.0) is not in force any more').waitFor();
    await page.getByRole('textbox', { name: 'Item or lot', exact: true }).fill(ITEM);
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByRole('table', { name: 'Trace an item or a lot' }).getByRole('row').nth(1).getByRole('link').last().click();
    await page.getByText(/Told in the words of “Product traceability”, which counted up to block \d/).waitFor();
    expect(await barriers(page)).toEqual([]);
    await chainPage();
    await page.getByText(/Changed 1 time; what is in force now counts since block \d/).waitFor();
  }, SLOW);

  test('a chain is deleted only by its name, and then it is gone', async () => {
    await chainPage('/settings');
    await page.getByRole('button', { name: 'Delete the chain…' }).click();
    const destroy = page.getByRole('button', { name: 'Delete for good' });
    expect(await destroy.isDisabled()).toBe(true);
    await page.getByLabel(`Type “${CHAIN}” to confirm`).fill(CHAIN);
    await destroy.click();
    await page.getByRole('heading', { name: `Delete chain “${CHAIN}”` }).waitFor();
    await page.locator('.page-head').getByText('Done').waitFor();
    await page.goto('/chains');
    await page.getByRole('heading', { name: 'No chain yet' }).waitFor();
    await page.goto('/audit');
    await page.getByText(/entries shown are linked without a gap/).waitFor();
    await page.getByText('Deleted a chain').first().waitFor();
  }, SLOW);

  test('the browser had nothing to complain about', () => {
    expect(visitor.complaints).toEqual([]);
  });
});
