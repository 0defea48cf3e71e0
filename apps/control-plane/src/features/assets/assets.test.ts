import type { AssetSubmission, AuditEntry, CreatedChain, HeldOutputView, HostView, Json, Operation, Page, Problem } from '@bystack/api';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { fromHex, toHex } from '@bystack/chain-core/primitives/bytes';
import { decodeTransaction } from '@bystack/chain-core/protocol/codec';
import { assetId as idOf } from '@bystack/chain-core/protocol/ids';
import { moduleLock, type ModuleLock } from '@bystack/chain-core/protocol/module-lock';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { eventually } from '../../testing/eventually';
import { enrol } from '../../testing/enrol';
import { assetTold, HISTORY } from '../../testing/node-answers';
import { TestAgent, type NodeAnswer } from '../../testing/test-agent';
import { TestInstallation } from '../../testing/test-installation';

const ANN = toHex(keyPairFromSeed(new Uint8Array(32).fill(161)).publicKey);
const BOB = toHex(keyPairFromSeed(new Uint8Array(32).fill(162)).publicKey);

const INVALID = 'NODE_ANSWER_INVALID';

describe('assets over REST', () => {
  let home: TestInstallation;
  let agent: TestAgent;
  let chainId: string;
  let bare: string;
  let own: string;
  /** What the node was given, and what it says of assets and of outputs. */
  let given: SealedTransaction[];
  let known: Record<string, unknown>;
  let outputs: readonly HeldOutputView[];
  let holdBack: Promise<void> | undefined;
  let outcome: Json;
  /** What the fee module says of an account; undefined: the chain asks for no fees. */
  let feeAccount: Json | undefined;

  async function answer(method: string, path: string, body: Buffer): Promise<NodeAnswer> {
    const [, noun, id, assetId] = path.split('?')[0]!.split('/') as [string, string, string?, string?];
    if (method === 'POST') {
      given.push(decodeTransaction(body));
      await holdBack;
      return { status: 200, body: { txId: toHex(given.at(-1)!.txId), state: 'final', height: 7, outcome } };
    }
    if (noun === 'assets' && id === undefined) return { status: 200, body: { height: 7, assets: Object.values(known) } };
    if (noun === 'assets') return known[id!] === undefined ? { status: 404, body: { code: 'NOT_FOUND', detail: 'none' } } : { status: 200, body: known[id!] };
    if (assetId !== undefined) return { status: 200, body: { height: 7, outputs: outputs as unknown as Json } };
    return { status: 200, body: { height: 7, holdings: [] } };
  }

  const feeAnswer = (): NodeAnswer => (feeAccount === undefined ? { status: 422, body: { code: 'UNKNOWN_MODULE', detail: 'none' } } : { status: 200, body: { height: 7, answer: feeAccount } });

  beforeAll(async () => {
    home = await TestInstallation.start();
    agent = await new TestAgent(await enrol(await home.joinToken()), { answer: (_nodeId, method, path, body) => (path.startsWith('/queries/fee/') ? feeAnswer() : path.startsWith('/queries') ? { status: 200, body: { height: 7, answer: HISTORY } } : answer(method, path, body)) }).connect();
    await eventually(async () => (await home.call<Page<HostView>>('GET', '/hosts')).body.items[0].spareKeys === 16);
    const create = async (name: string, assets?: string): Promise<CreatedChain> => {
      const made = (await home.call<CreatedChain>('POST', '/chains', { name, template: 'data-confirmation', validators: 1, ...(assets && { assets }) })).body;
      await eventually(async () => (await home.call<Operation>('GET', `/operations/${made.operation.id}`)).body.state === 'succeeded');
      return made;
    };
    const made = await create('coins', 'enabled');
    ({ chainId, signerPublicKey: own } = made.chain);
    expect(made.chain.assets).toBe('enabled');
    bare = (await create('bare')).chain.chainId;
  });
  beforeEach(() => {
    [given, known, outputs, holdBack, feeAccount] = [[], {}, [], undefined, undefined];
    outcome = { kind: 'accepted' };
  });
  afterAll(async () => {
    agent.close();
    await home.close();
  });

  const post = <T = AssetSubmission>(path: string, body: unknown, key?: string) => home.call<T>('POST', `/chains/${chainId}${path}`, body, { authorization: `Bearer ${home.key}`, ...(key && { 'idempotency-key': key }) });
  const output = (index: number, amount: string, more: Partial<HeldOutputView> = {}): HeldOutputView => ({ txId: 'c'.repeat(64), index, amount, threshold: 1, keys: [own], ...more });

  it('defines an asset by issuing it, under the id that everybody computes', async () => {
    const { status, body } = await post('/assets', { name: 'Points', symbol: 'PTS', decimals: 2, amount: '500', to: ANN });
    expect([status, body.state, body.signer]).toEqual([200, 'final', own]);
    const [{ body: made }] = given as [SealedTransaction];
    const [input] = made.inputs;
    if (input?.kind !== 'issue') throw new Error('it issues');
    expect([toHex(idOf(input.definition)), Buffer.from(input.definition.document).toString(), input.amount]).toEqual([body.assetId, '{"decimals":2,"name":"Points","symbol":"PTS"}', 500n]);
    expect(made.outputs).toMatchObject([{ value: { amount: 500n }, lock: { threshold: 1 } }]);
    known[body.assetId] = assetTold({ assetId: body.assetId, issuers: [own], document: { decimals: 2, name: 'Points', symbol: 'PTS' } });
    expect((await post<Problem>('/assets', { name: 'Points', symbol: 'PTS', decimals: 2, amount: '1' })).body.code).toBe('ASSET_EXISTS');
    // The node has one of three and says nothing yet; the others do not wait for it.
    let goOn = (): void => undefined;
    holdBack = new Promise((resolve) => (goOn = resolve));
    let answered = 0;
    const races = ['1', '2', '3'].map((amount) => post<Problem>('/assets', { name: 'Race', amount }).finally(() => (answered += 1)));
    await eventually(() => answered + given.length === 1 + races.length);
    goOn();
    const atOnce = await Promise.all(races);
    expect(atOnce.map(({ status, body }) => (status === 200 ? 200 : body.code)).sort()).toEqual([200, 'ASSET_UNDER_WAY', 'ASSET_UNDER_WAY']);
    given.length = 1;
    const more = await post(`/assets/${body.assetId}/issues`, { amount: '9' });
    expect([more.status, more.body.assetId, given.length]).toEqual([200, body.assetId, 2]);
    known[body.assetId] = { ...(known[body.assetId] as object), issuers: [ANN] };
    expect((await post<Problem>(`/assets/${body.assetId}/issues`, { amount: '9' })).body.code).toBe('NOT_ISSUER');
  });

  it('hands on what the key can spend now, gives the rest back, and takes one output for one thing only', async () => {
    const document = { decimals: 2, name: 'Points', symbol: 'PTS' };
    const assetId = toHex(idOf({ issuer: { kind: 'keys', threshold: 1, keys: [fromHex(own, 32)!] }, document: Buffer.from(JSON.stringify(document)) }));
    outputs = [output(0, '30'), output(1, '90', { threshold: 2, keys: [ANN, own] }), output(2, '80', { notBeforeMs: 4_102_444_800_000 }), output(3, '20')];
    let release = (): void => undefined;
    holdBack = new Promise((resolve) => (release = resolve));
    const first = post(`/assets/${assetId}/transfers`, { amount: '25', to: ANN });
    await eventually(() => given.length === 1);
    const second = post(`/assets/${assetId}/retirements`, { amount: '20' });
    await eventually(() => given.length === 2);
    const third = await post<Problem>(`/assets/${assetId}/transfers`, { amount: '1', to: ANN });
    expect([third.status, third.body.code, third.body.facts]).toEqual([409, 'OUTPUTS_BUSY', { available: '0', needed: '1' }]);
    const tooMuch = await post<Problem>(`/assets/${assetId}/transfers`, { amount: '51', to: ANN });
    expect([tooMuch.status, tooMuch.body.code, tooMuch.body.shown]).toEqual([409, 'HOLDING_TOO_SMALL', undefined]); // No node can name the asset.
    const wrong = { ...document, decimals: 0 };
    known[assetId] = assetTold({ assetId, issuers: [own], document: wrong });
    expect((await post<Problem>(`/assets/${assetId}/transfers`, { amount: '51', to: ANN })).body.shown).toBeUndefined(); // Nor by what its id does not vouch for.
    expect((await home.call<{ document: Json }>('GET', `/chains/${chainId}/assets/${assetId}`)).body.document).toBeNull();
    known[assetId] = assetTold({ assetId, issuers: [own], document });
    expect((await home.call<{ document: Json }>('GET', `/chains/${chainId}/assets/${assetId}`)).body.document).toEqual(document);
    const named = await post<Problem>(`/assets/${assetId}/transfers`, { amount: '51', to: ANN });
    expect(named.body).toMatchObject({ code: 'HOLDING_TOO_SMALL', facts: tooMuch.body.facts, detail: 'Your organisation’s key can spend 0.00 PTS of this asset now; 0.51 PTS are needed.', shown: { needed: '0.51 PTS', asset: '“Points”' } });
    release();
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
    expect(given.map(({ body }) => [body.inputs.map((input) => (input.kind === 'spend' ? input.outPoint.index : -1)), body.outputs.map(({ value, lock }) => [value.kind === 'amount' ? value.amount : 0n, lock.kind])])).toEqual([
      [[0], [[25n, 'keys'], [5n, 'keys']]],
      [[3], [[20n, 'retire']]],
    ]);
  });

  describe('pays in for fees', () => {
    const assetId = 'd'.repeat(64);
    const payIn = (to: string, id = assetId, key?: string) => post<AssetSubmission & Problem>(`/assets/${id}/transfers`, { amount: '3', to, payIn: true }, key);
    const lockOf = (key: string, { space = 'fee', lock = 'account', data = {} }: Partial<ModuleLock> & { space?: string } = {}) => ({ module: space, data: toHex(moduleLock(space, { lock, owner: fromHex(key, 32)!, data }).data) });
    beforeEach(() => {
      outputs = [output(0, '5'), output(1, '5'), output(2, '5')];
    });

    it('under a lock that names the key they are for as the owner; to the treasury that the caller names where there is no such lock', async () => {
      expect((await payIn(ANN)).body.code).toBe('NO_FEES');
      feeAccount = { asset: assetId, treasury: BOB, lock: lockOf(ANN, { space: 'fee~2' }) };
      expect((await payIn(ANN)).status).toBe(200);
      expect(given[0]!.body.outputs[0]).toMatchObject({ value: { amount: 3n }, lock: moduleLock('fee~2', { lock: 'account', owner: fromHex(ANN, 32)!, data: {} }) });
      expect([(await payIn(ANN, 'e'.repeat(64))).body.field]).toEqual(['/payIn']);
      feeAccount = { asset: assetId, treasury: ANN };
      expect([(await payIn(ANN)).status, given.length]).toEqual([200, 2]);
      expect(given[1]!.body.outputs[0]!.lock).toMatchObject({ kind: 'keys', keys: [fromHex(ANN)] });
    });

    it('to nobody whom only the node names', async () => {
      for (const lock of [lockOf(BOB), lockOf(ANN, { lock: 'other' }), lockOf(ANN, { data: { heir: BOB } }), lockOf(ANN, { space: 'till' }), { module: 'fee', data: '' }]) {
        feeAccount = { asset: assetId, treasury: BOB, lock };
        expect((await payIn(ANN)).body).toMatchObject({ code: 'NODE_ANSWER_INVALID' });
      }
      feeAccount = { asset: assetId, treasury: BOB };
      for (const to of [ANN, own]) expect((await payIn(to)).body).toMatchObject({ code: 'TREASURY_NOT_NAMED', field: '/to' });
      expect(given).toEqual([]);
    });

    it('once, however often it is asked for, also when no node answers any more', async () => {
      feeAccount = { asset: assetId, treasury: BOB, lock: lockOf(ANN) };
      const first = await payIn(ANN, assetId, 'pay-in-once');
      feeAccount = undefined;
      expect([(await payIn(ANN, assetId, 'pay-in-once')).body, given.length]).toEqual([first.body, 1]);
    });

    it.each<[string, Json]>([
      ['nothing', null],
      ['a treasury that is no key', { asset: assetId, treasury: 'zz' }],
      ['an asset that is none', { asset: null, treasury: ANN }],
      ['a lock that is none', { asset: assetId, treasury: ANN, lock: null }],
      ['a lock of no bytes', { asset: assetId, treasury: ANN, lock: { module: 'fee', data: 'zz' } }],
      ['a lock of no module', { asset: assetId, treasury: ANN, lock: { data: '7b7d' } }],
    ])('not when the node answers with %s', async (_, said) => {
      feeAccount = said;
      const { status, body } = await payIn(ANN);
      expect([status, body.code]).toEqual([502, 'NODE_ANSWER_INVALID']);
    });
  });

  it.each<[string, unknown]>([
    ['no output', null],
    ['an amount in words', { amount: 'abc' }],
    ['an amount below nothing', { amount: '-5' }],
    ['an id that is none', { txId: 'zz' }],
    ['a place that is none', { index: -1 }],
    ['no threshold', { threshold: null }],
  ])('moves nothing when a node says of an output: %s', async (_, said) => {
    outputs = [output(0, '9'), (said === null ? null : { ...output(1, '9'), ...said }) as HeldOutputView];
    const { status, body } = await post<Problem>(`/assets/${ANN}/transfers`, { amount: '12', to: ANN });
    expect([status, body.code, given.length]).toEqual([502, 'NODE_ANSWER_INVALID', 0]);
  });

  it('issues no more of an asset that is another one than the node says, or none', async () => {
    const { body } = await post('/assets', { name: 'Litres', amount: '1' });
    for (const [said, code] of [[{ document: { name: 'Other' } }, 'NODE_UNREACHABLE'], [{ document: 1.5 }, 'NODE_UNREACHABLE'], [{ issuers: null }, INVALID], [{ issuers: [null] }, INVALID], [{ assetId: ANN }, INVALID]] as const) {
      known[body.assetId] = { ...assetTold({ assetId: body.assetId, issuers: [own], document: { name: 'Litres', decimals: 0 } }), ...said };
      expect((await post<Problem>(`/assets/${body.assetId}/issues`, { amount: '9' })).body.code).toBe(code);
    }
    known[body.assetId] = null;
    expect((await post<Problem>(`/assets/${body.assetId}/issues`, { amount: '9' })).body.code).toBe(INVALID);
    expect(given.length).toBe(1);
  });

  it('says in the words of the chain’s modules why they refuse, as it does for commands', async () => {
    outputs = [output(8, '5')];
    outcome = { kind: 'refused', code: 'QUOTA_EXCEEDED', detail: 'No.', facts: { retryAfterSeconds: 2 } };
    const { status, body } = await post<Problem>(`/assets/${ANN}/transfers`, { amount: '5', to: ANN });
    expect([status, body.code, body.detail === 'No.']).toEqual([429, 'QUOTA_EXCEEDED', false]);
  });

  it('counts a repeated request once, and notes each in the audit trail', async () => {
    const assetId = 'd'.repeat(64);
    outputs = [output(7, '5')];
    const twice = [await post(`/assets/${assetId}/transfers`, { amount: '5', to: ANN }, 'once'), await post(`/assets/${assetId}/transfers`, { amount: '5', to: ANN }, 'once')];
    expect([twice[0]!.body, given.length]).toEqual([twice[1]!.body, 1]);
    const { items } = (await home.call<Page<AuditEntry>>('GET', '/audit?limit=5')).body;
    expect(items.find(({ action }) => action === 'asset.transfer')?.details).toMatchObject({ assetId, amount: '5', to: ANN, txId: twice[0]!.body.txId });
  });

  it.each<[string, unknown, string]>([
    ['/assets', { name: 'Points', amount: '0' }, '/amount'],
    ['/assets', { name: 'Points', amount: '1.5' }, '/amount'],
    ['/assets', { name: 'Points', amount: 5 }, '/amount'],
    ['/assets', { name: 'Points', amount: '9999999999999999999' }, '/amount'],
    ['/assets', { name: '', amount: '1' }, '/name'],
    ['/assets', { name: 'Points', amount: '1', decimals: 19 }, '/decimals'],
    [`/assets/${ANN}/transfers`, { amount: '1' }, '/to'],
    [`/assets/${ANN}/transfers`, { amount: '1', to: 'Ann' }, '/to'],
    [`/assets/${ANN}/transfers`, { amount: '1', to: ANN, payIn: 'yes' }, '/payIn'],
    [`/assets/${ANN}/transfers`, { amount: '1', to: '02'.padEnd(64, '0') }, '/to'],
    [`/assets/${ANN}/transfers`, { amount: '1', to: '01'.padEnd(64, '0') }, '/to'],
    ['/assets', { name: 'stnioP\u202e', amount: '1' }, '/name'],
    ['/assets', { name: 'Poi\u200bnts', amount: '1' }, '/name'],
    ['/assets', { name: 'Po\u00adints', amount: '1' }, '/name'],
    ['/assets', { name: 'Points\u00a0', amount: '1' }, '/name'],
    ...['Points ', ' Points', 'A  B'].map((name): [string, unknown, string] => ['/assets', { name, amount: '1' }, '/name']),
    ['/assets', { name: 'Points', symbol: '\u3164', amount: '1' }, '/symbol'],
  ])('refuses %s %j, and says where', async (path, body, field) => {
    const { status, body: problem } = await post<Problem>(path, body);
    expect([status, problem.code, problem.field ?? problem.errors?.[0]?.field, given.length]).toEqual([400, 'INVALID_REQUEST', field, 0]);
  });

  it('says in words what a public key is', async () => {
    const { body } = await post<Problem>(`/assets/${ANN}/transfers`, { amount: '1', to: 'Partner' });
    expect(body.errors?.map(({ detail }) => detail)).toEqual(['to must be a public key of 64 hexadecimal digits']);
    const lost = await post<Problem>(`/assets/${ANN}/transfers`, { amount: '1', to: '01'.padEnd(64, '0') });
    expect(lost.body.errors?.map(({ detail }) => detail)).toEqual(['to is no public key: nobody can have a private key to it, so what it got would be lost']);
  });

  it('says so on a chain that keeps no assets, and reads what there is', async () => {
    const refused = await home.call<Problem>('POST', `/chains/${bare}/assets`, { name: 'Points', amount: '1' });
    expect([refused.status, refused.body.code]).toEqual([422, 'ASSETS_DISABLED']);
    const asset = assetTold({ assetId: 'e'.repeat(64), issuers: [ANN] });
    known[asset.assetId] = asset;
    expect((await home.call<Page<Json>>('GET', `/chains/${chainId}/assets?limit=1`)).body).toEqual({ items: [{ ...asset, document: null }], next: asset.assetId });
    expect((await home.call('GET', `/chains/${chainId}/holdings/${own}`)).body).toEqual({ height: 7, holdings: [] });
    expect((await home.call('GET', `/chains/${chainId}/holdings/nobody`)).status).toBe(404);
  });
});
