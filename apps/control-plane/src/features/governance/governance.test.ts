import type { Approved, AssetView, AuditEntry, ChangeView, CommitteeView, ConsensusInForce, CreatedChain, DecidedProposal, DecidedWhole, HostView, NodeView, Operation, OutlookView, Page, Problem, ProposalMade, ProposalView, Rejected, TransactionView } from '@bystack/api';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { hash } from '@bystack/chain-core/crypto/hash';
import { canonicalJson } from '@bystack/chain-core/codec/json';
import { fromHex, toHex } from '@bystack/chain-core/primitives/bytes';
import { assetId as idOf } from '@bystack/chain-core/protocol/ids';
import { decodeTransaction } from '@bystack/chain-core/protocol/codec';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import { eventually } from '../../testing/eventually';
import { enrol } from '../../testing/enrol';
import { assetTold, blockTold, committeeTold, HISTORY, transactionTold } from '../../testing/node-answers';
import { TestAgent, type NodeAnswer } from '../../testing/test-agent';
import { TestInstallation } from '../../testing/test-installation';

const CONSENSUS = { engine: 'bft', topology: { kind: 'mesh' }, viewTimerMs: 450 };
const REMOVAL = { changes: [{ kind: 'remove-seat', seat: 3 }] };
const SUMS = { now: { validators: 4, quorum: 3, mayFail: 1, scheme: 'ed25519' }, then: { validators: 3, quorum: 3, mayFail: 0, scheme: 'ed25519' } };
const problem = (status: number, code: string, facts = {}): NodeAnswer => ({ status, body: { type: '', title: code, status, code, detail: code, facts } });

const over = (ending: object, more: object = {}) => ({
  ...{ place: 2, ending, height: 9, timeMs: 1_735_689_600_000, id: 1, changes: REMOVAL.changes, note: 'old machine', proposedBy: 0, proposedAtMs: 1_735_689_500_000 },
  ...{ approvals: [0, 1, 2], rejections: [3], validators: 4, needed: 3, quorum: 0, names: { 0: 'first', 3: 'the one that went' }, ...more },
});

describe('governance over HTTP', () => {
  let home: TestInstallation;
  let agent: TestAgent;
  let chainId: string;
  let nodes: readonly NodeView[];
  /** What the stand-in for a chain knows. The chain's own rules are tested where they are; here it is about what is asked of which node, and how often. */
  let proposal: CommitteeView['changes'][number] | undefined;
  let outlook: object;
  /** Modules that the chain goes by now, if it says. */
  let inForce: readonly object[] | undefined;
  /** The sets that it went by, if it says: by number, and from which height on. */
  let sets: readonly { readonly firstHeight: number; readonly modules: readonly object[] }[];
  /** Blocks by height, each a second after the one before. */
  let blocks: Readonly<Record<number, object>>;
  let askedBlocks: string[];
  /** How much there is of assets, by what each node says. */
  let supply: (nodeId: string) => Pick<AssetView, 'issued' | 'retired'>;
  let outlooks: () => object;
  /** The only node that knows of the proposal; undefined: all do. */
  let knowing: string | undefined;
  /** How far the other nodes are. */
  let others: number;
  let askedCommittees: string[];
  /** What lies beside the proposal, by place. */
  let contents: readonly object[];
  /** Nodes that tell something else of it, how many of those asked say nothing until they may, and who was asked. */
  const liars = new Set<string>();
  let silence: { readonly asks: number; readonly held: Promise<void> };
  let askedContents: string[];
  let decided: (before?: number) => unknown;
  let issued: readonly string[];
  let assetsAnswer: 404 | 409;
  /** Who issues assets, and what nodes say that they said of them. */
  let assetDocument: Partial<AssetView>;
  /** Nodes that say of every asset that nobody ever issued it. */
  const neverSay = new Set<string>();
  /** Until then no node says anything of assets. */
  let assetsHeld: Promise<void> | undefined;
  let packagesKept: unknown;
  /** What a transaction asks for, as a node tells it. */
  let toldCalls: readonly object[];
  /** Keys of nodes that have no seat. */
  const unseated = new Set<string>();
  const signed: { nodeId: string; command: string; payload: unknown }[] = [];
  const sent: Buffer[] = [];
  let sending: (body: Buffer) => NodeAnswer;

  const keys = keyPairFromSeed(new Uint8Array(32).fill(7));
  let salt = 0;
  let saysOfConsensus: NonNullable<CommitteeView['consensus']> = CONSENSUS;
  function sign(nodeId: string, command: string, payload: never): NodeAnswer {
    signed.push({ nodeId, command, payload });
    const call = { module: 'kernel', command, actor: keys.publicKey, payload: canonicalJson(payload) };
    const body = { validFromMs: Date.now(), validUntilMs: Date.now() + 60_000, salt: (salt += 1), inputs: [], outputs: [], calls: [call] };
    return { status: 200, body: { transaction: toHex(signTransaction(fromHex(chainId, 32)!, body, [keys]).bytes) } };
  }
  const final = (body: Buffer): NodeAnswer => ({ status: 200, body: { txId: toHex(decodeTransaction(body).txId), state: 'final', height: 9, outcome: { kind: 'accepted' } } });

  function committee(): CommitteeView {
    const seats = nodes.filter(({ nodeKey }) => !unseated.has(nodeKey)).map(({ nodeKey, seat }) => ({ seat, organisation: 'Mills', label: `validator ${seat + 1}`, nodeKey }));
    return committeeTold({
      seats: seats.map((seat, place) => ({ ...seat, place, votingKey: 'aa' })),
      chainSeats: seats.map((seat) => ({ ...seat, role: 'validator', registered: [], protocols: { min: 1, max: 1 } })),
      changes: proposal ? [proposal] : [],
      consensus: saysOfConsensus,
    });
  }

  async function answer(nodeId: string, path: string, body: Buffer): Promise<NodeAnswer> {
    if (path.startsWith('/assets/')) await assetsHeld;
    if (path === '/committee') askedCommittees.push(nodeId);
    if (path === '/committee') return { status: 200, body: knowing === undefined || knowing === nodeId ? committee() : { ...committee(), height: others, changes: [] } };
    if (path === '/queries/kernel/decided') return { status: 200, body: { height: 8, answer: decided((JSON.parse(body.toString('utf8')) as { before?: number }).before) } };
    if (path === '/queries/kernel/content') askedContents.push(nodeId);
    if (path === '/queries/kernel/content' && askedContents.length <= silence.asks) await silence.held;
    if (path === '/queries/kernel/content' && liars.has(nodeId)) return { status: 200, body: { height: 8, answer: { none: 'of it' } } };
    if (path === '/queries/kernel/content') return { status: 200, body: { height: 8, answer: contents[(JSON.parse(body.toString('utf8')) as { place: number }).place] } };
    if (path === '/queries/kernel/outlook' || path === '/queries/kernel/outlook-of') return { status: 200, body: { height: 8, answer: outlooks() } };
    const command = /^\/committee\/([\w-]+)\/signed$/.exec(path)?.[1];
    if (command) return sign(nodeId, command, JSON.parse(body.toString('utf8')) as never);
    if (path === '/queries/kernel/history') return { status: 200, body: { height: 8, answer: { ...HISTORY, set: sets.length - 1, firstHeights: sets.map(({ firstHeight }) => firstHeight) } } };
    const { set } = path === '/queries/kernel/modules' ? (JSON.parse(body.toString('utf8')) as { set?: number }) : {};
    if (set !== undefined) return { status: 200, body: { height: 8, answer: { set, modules: sets[set]!.modules } } };
    if (path === '/queries/kernel/modules') return inForce === undefined ? problem(404, 'NOT_FOUND') : { status: 200, body: { height: 8, answer: { set: 1, modules: inForce } } };
    if (path === '/queries/kernel/packages') return { status: 200, body: { height: 8, answer: packagesKept } };
    if (path === '/queries/kernel/epoch') return { status: 200, body: { height: 8, answer: { consensus: { viewTimerMs: 400, heartbeatMs: 30_000 } } } };
    const before = /^\/blocks\?limit=1&before=(\d+)$/.exec(path)?.[1];
    if (before !== undefined) return { status: 200, body: [{ ...blockTold(Number(before) - 1), timeMs: 1_735_689_500_000 + (Number(before) - 6) * 1_000 }] };
    const block = /^\/blocks\/(\d+)$/.exec(path)?.[1];
    if (block !== undefined) askedBlocks.push(block);
    if (block !== undefined) return blocks[Number(block)] === undefined ? problem(404, 'NOT_FOUND') : { status: 200, body: blocks[Number(block)] };
    if (path.startsWith('/blocks?')) return { status: 200, body: [{ ...blockTold(8), timeMs: Date.now() }, { ...blockTold(0), timeMs: Date.now() - 8_000 }] };
    if (path === '/voting-keys/signed') return sign(nodeId, 'register-keys', JSON.parse(body.toString('utf8')) as never);
    if (path.startsWith('/transactions?')) return sent.push(body), sending(body);
    if (path.startsWith('/assets/')) return issued.includes(path.slice('/assets/'.length)) && !neverSay.has(nodeId) ? { status: 200, body: assetTold({ assetId: path.slice('/assets/'.length), ...supply(nodeId), ...assetDocument }) } : problem(assetsAnswer, assetsAnswer === 404 ? 'NOT_FOUND' : 'BLOCK_PRUNED');
    if (path === `/transactions/${'f'.repeat(64)}`) return { status: 200, body: transactionTold({ calls: toldCalls as never }) };
    if (path.startsWith('/transactions/')) return { status: 200, body: transactionTold({ events: [{ height: 9, module: 'kernel', name: 'change-proposed', data: { change: 1 } }] }) };
    return problem(404, 'NOT_FOUND');
  }

  beforeAll(async () => {
    home = await TestInstallation.start();
    agent = await new TestAgent(await enrol(await home.joinToken()), { answer: (nodeId, _method, path, body) => answer(nodeId, path, body) }).connect();
    await eventually(async () => (await home.call<Page<HostView>>('GET', '/hosts')).body.items[0].spareKeys === 16);
    const made = (await home.call<CreatedChain>('POST', '/chains', { name: 'board', template: 'data-confirmation' })).body;
    chainId = made.chain.chainId;
    await eventually(async () => (await home.call<Operation>('GET', `/operations/${made.operation.id}`)).body.state === 'succeeded');
    nodes = (await home.call<Page<NodeView>>('GET', `/chains/${chainId}/nodes`)).body.items;
  });
  beforeEach(() => {
    signed.length = 0;
    unseated.clear();
    sent.length = 0;
    sending = final;
    outlook = SUMS;
    [sets, blocks, askedBlocks] = [[{ firstHeight: 1, modules: [] }], {}, []];
    [inForce, supply] = [undefined, () => ({ issued: '1000', retired: '40' })];
    outlooks = () => outlook;
    [knowing, others, askedCommittees] = [undefined, 8, []];
    contents = [];
    askedContents = [];
    liars.clear();
    silence = { asks: 0, held: Promise.resolve() };
    neverSay.clear();
    assetsHeld = undefined;
    assetDocument = {};
    decided = () => [];
    [issued, assetsAnswer] = [[], 404];
    const known = { note: 'old machine', proposedAtMs: Date.now(), expiresAtMs: Date.now() + 60_000, newcomers: [], confirmed: [], lastHeight: 0, rejections: [], quorum: 0 };
    proposal = { id: 1, changes: REMOVAL.changes, proposedBy: 1, approvals: [1], needed: 3, ...known } as never;
  });
  afterAll(async () => {
    agent.close();
    await home.close();
  });

  const post = <T>(path: string, body: unknown, key?: string) =>
    home.call<T>('POST', `/chains/${chainId}/proposals${path}`, body, { authorization: `Bearer ${home.key}`, ...(key ? { 'idempotency-key': key } : {}) });

  it('tells how records become final and how validators decide, as a node has it', async () => {
    const { body } = await home.call<ConsensusInForce>('GET', `/chains/${chainId}/consensus`);
    expect(body).toMatchObject({ height: 8, parameters: CONSENSUS, policy: { approvalPercent: 67, needed: 3 } });
    expect(body.told.map(({ name, value }) => `${name.en}: ${value.en}`)).toEqual(expect.arrayContaining(['Patience with a silent leader: 450 ms', 'How votes travel: every validator tells every other', 'Must approve a change: 67 % of the validators: 3 of 4']));
  });

  it('takes no endless list of parameters from a node', async () => {
    saysOfConsensus = { ...CONSENSUS, ...Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`made${i}`, i])) };
    const { status, body } = await home.call<Problem>('GET', `/chains/${chainId}/consensus`);
    saysOfConsensus = CONSENSUS;
    expect([status, body.code]).toEqual([502, 'NODE_ANSWER_INVALID']);
  });

  it('lists what waits, in words, with the sums and the names', async () => {
    const { body } = await home.call<Page<ProposalView>>('GET', `/chains/${chainId}/proposals`);
    expect(body.items).toMatchObject([
      {
        ...{ id: 1, state: 'open', note: 'old machine', needed: 3, lastHeight: null },
        words: [{ en: '“validator 4” loses its seat.' }],
        proposedBy: { label: 'validator 2', nodeId: nodes[1].nodeId },
        approvals: [{ seat: 1 }],
        missing: [{ seat: 0 }, { seat: 2 }, { seat: 3 }],
        outlook: { ...SUMS, refusal: null, waits: null },
      },
    ]);
  });

  describe('what lies beside a proposal', () => {
    const parameters = { asset: 'ab'.repeat(32), treasury: 'cd'.repeat(32), perTransaction: 3 };
    const content = { name: 'spices', version: '1.0.0', title: { en: 'Spice trade', zh: '香料' }, text: 'x'.repeat(9_000) };
    const kept = (value: object) => ({ hash: toHex(hash(canonicalJson(value as never))), bytes: canonicalJson(value as never).length });
    const swap = { kind: 'swap-module', module: 'quota', by: { name: 'fee', version: '1.0.0' } };
    const publish = { kind: 'publish-package', module: 'rule-book' };
    const list = async () => (await home.call<Page<ProposalView>>('GET', `/chains/${chainId}/proposals`)).body.items[0]!;

    it('is told in words, and is there to be read whole', async () => {
      contents = [parameters, content];
      proposal = { ...proposal!, changes: [{ ...swap, ...kept(parameters) }, { ...publish, package: 'spices@1.0.0', ...kept(content) }] };
      const listed = await list();
      expect(listed.words.map(({ en }) => en)).toEqual([
        `“Quota” is replaced by “Fee” (fee 1.0.0), set to Asset that is paid with = ${parameters.asset}; Treasury’s key = ${parameters.treasury}; Price of a transaction, in the asset’s smallest unit = 3.`,
        'The rules “Spice trade” (spices@1.0.0) are kept on the chain, for “Rule book”.',
      ]);
      expect(listed.changes).toEqual([{ ...swap, by: { ...swap.by, parameters } }, { ...publish, package: 'spices@1.0.0', ...kept(content) }]);
      const { body } = await home.call<ProposalView>('GET', `/chains/${chainId}/proposals/1`);
      expect(body.changes).toEqual([{ ...swap, by: { ...swap.by, parameters } }, { ...publish, content }]);
      expect(await home.call<Problem>('GET', `/chains/${chainId}/proposals/7`)).toMatchObject({ status: 404, body: { code: 'NO_SUCH_CHANGE' } });
    });

    it.each<[string, () => readonly object[]]>([
      ['has it no more', () => []],
      ['says something else than was proposed', () => [{ ...parameters, perTransaction: 4 }]],
      ['says what has no canonical form', () => [{ text: '\ud800' }]],
    ])('is told by its size of a node that %s', async (_, answers) => {
      const asked = { ...parameters, openingCredit: (salt += 1) };
      contents = answers();
      proposal = { ...proposal!, changes: [{ ...swap, ...kept(asked) }] };
      expect((await list()).words[0]!.en).toBe(`“Quota” is replaced by “Fee” (fee 1.0.0), set to a document of ${kept(asked).bytes} bytes.`);
    });

    it('is asked of another node when one tells something else', async () => {
      const asked = { ...parameters, openingCredit: (salt += 1) };
      contents = [asked];
      proposal = { ...proposal!, changes: [{ ...swap, ...kept(asked) }] };
      for (const { nodeId } of nodes.slice(1)) liars.add(nodeId);
      expect((await list()).changes).toEqual([{ ...swap, by: { ...swap.by, parameters: asked } }]);
      expect(askedContents.at(-1)).toBe(nodes[0]!.nodeId);
    });

    it('is told by another node while those that were asked before it say nothing', async () => {
      contents = [{ ...parameters, openingCredit: (salt += 1) }];
      proposal = { ...proposal!, changes: [{ ...swap, ...kept(contents[0]!) }] };
      let release = (): void => undefined;
      silence = { asks: 3, held: new Promise((settle) => (release = settle)) };
      const givenUp = () => agent.received.filter(({ kind }) => kind === 'cancel').length;
      const before = givenUp();
      expect((await list()).changes).toEqual([{ ...swap, by: { ...swap.by, parameters: contents[0] } }]);
      expect([new Set(askedContents).size, givenUp()]).toEqual([4, before]); // Nobody was waited for until its time was over.
      release();
    });

    it('is read a few at a time for a list, and all of it for one proposal', async () => {
      contents = Array.from({ length: 20 }, () => ({ ...parameters, openingCredit: (salt += 1) }));
      proposal = { ...proposal!, changes: contents.map((each) => ({ ...swap, ...kept(each) })) };
      const read = async () => (await list()).changes.filter((change) => !('bytes' in change)).length;
      expect([await read(), askedContents.length, await read(), askedContents.length]).toEqual([16, 16, 20, 20]);
    });

    it('is not read when it is longer than the node says', async () => {
      const asked = { ...parameters, openingCredit: (salt += 1) };
      contents = [asked];
      proposal = { ...proposal!, changes: [{ ...swap, ...kept(asked), bytes: 7 }] };
      expect((await list()).words[0]!.en).toContain('a document of 7 bytes');
    });
  });

  describe('what is over', () => {
    const list = <T = Page<DecidedProposal>>(query = '') => home.call<T>('GET', `/chains/${chainId}/proposals/decided${query}`);

    it('is listed as the chain remembers it, by the names of then, a page at a time', async () => {
      decided = (before) => (before === 2 ? [over({ outcome: 'withdrawn' }, { place: 1, id: 7 })] : [over({ outcome: 'took-effect', firstHeight: 10 })]);
      const { body } = await list();
      expect(body).toMatchObject({
        items: [{ id: 1, outcome: 'took-effect', words: [{ en: '“the one that went” loses its seat.' }], proposedBy: { label: 'first' }, approvals: [{ label: 'first' }, { label: 'validator 2' }, { label: 'validator 3' }], rejections: [{ label: 'the one that went' }], needed: 3, height: 9, firstHeight: 10 }],
        next: '2',
      });
      expect((await list(`?before=${body.next}`)).body).toMatchObject({ items: [{ id: 7, firstHeight: null }] });
      expect((await list(`?before=${body.next}`)).body.next).toBeUndefined();
    });

    it('calls rules that were published by their title', async () => {
      const rules = { name: 'diary', version: '1.1.0', title: { en: 'Orchard diary', zh: '果园日记' }, text: String((salt += 1)) };
      const bytes = canonicalJson(rules as never);
      const changes: ChangeView[] = [{ kind: 'publish-package', module: 'rule-book', package: 'diary@1.1.0', hash: toHex(hash(bytes)), bytes: bytes.length }, { kind: 'swap-package', module: 'rule-book', package: 'diary@1.1.0' }];
      contents = [rules];
      decided = () => [over({ outcome: 'took-effect', firstHeight: 10 }, { changes }), over({ outcome: 'rejected' }, { place: 1, id: 7, changes })];
      const [inForce, rejected] = (await list()).body.items;
      expect([inForce, rejected].map((one) => one!.words.map(({ en }) => en.includes('“Orchard diary” (diary@1.1.0)')))).toEqual([[true, true], [false, false]]);
      expect([inForce!.changes, askedContents.length]).toEqual([changes, 1]);
      expect((await list()).body.items[0]!.words[1]!.zh).toContain('“果园日记”');
      expect(askedContents).toHaveLength(1);
    });

    it.each<[string, unknown, number, object]>([
      ['told without where it lies', [{ module: 'rule-book', package: 'diary@1.0.0', status: 'published', hash: 'ab', bytes: 9, document: [3, 0] }], 200, { kept: [{ module: 'rule-book', package: 'diary@1.0.0', status: 'published', hash: 'ab', bytes: 9 }] }],
      ['not believed in any other shape', [{ module: 'rule-book', package: 7 }], 502, { code: 'NODE_ANSWER_INVALID' }],
    ])('what is kept of rules that were in force is %s', async (_, packages, status, body) => {
      [inForce, packagesKept] = [[], packages];
      expect(await home.call('GET', `/chains/${chainId}/modules`)).toMatchObject({ status, body });
    });

    describe('one of it', () => {
      const one = <T = DecidedWhole>(id = 1) => home.call<T>('GET', `/chains/${chainId}/proposals/decided/${id}`);
      const quota = (perMinute: number) => ({ name: 'quota', version: '1.0.0', params: { perMember: { perMinute, burst: 60 } } });
      const SLOWER = [{ kind: 'set-parameters', module: 'quota', parameters: { perMember: { perMinute: 30, burst: 60 } } }];

      it('tells what it changed against what was in force then, not against what is now', async () => {
        sets = [{ firstHeight: 1, modules: [quota(600)] }, { firstHeight: 10, modules: [quota(30)] }, { firstHeight: 20, modules: [quota(5)] }];
        [inForce, decided] = [[quota(5)], () => [over({ outcome: 'took-effect', firstHeight: 10 }, { changes: SLOWER, place: 1 })]];
        const { body } = await one();
        expect(body).toMatchObject({ id: 1, outcome: 'took-effect', changes: SLOWER, changed: { rules: [], isWhole: true } });
        expect(body.changed.values.map(({ name, now, then }) => [name.en, now.en, then.en])).toEqual([['Each member · Transactions a minute (0: no limit)', '600', '30']]);
        decided = () => [over({ outcome: 'rejected' }, { changes: SLOWER, place: 1, height: 25 })];
        expect((await one()).body.changed.values.map(({ now, then }) => [now.en, then.en])).toEqual([['5', '30']]);
      });

      it('tells of seats what they were by then, and says so where the chain remembers too little for that', async () => {
        decided = () => [over({ outcome: 'took-effect', firstHeight: 10 }, { place: 1 })];
        expect((await one()).body).toMatchObject({ changed: { isWhole: true, values: [{ now: { en: 'validator' }, then: { en: 'no seat', zh: '无席位' } }, { name: { en: 'Who votes' } }] } });
        decided = (before) => (before === undefined ? [over({ outcome: 'took-effect', firstHeight: 10 }, { place: 200 })] : []);
        expect((await one()).body.changed).toEqual({ values: [], rules: [], isWhole: false });
      });

      it('reads rules that were turned down from the block they were proposed in, and believes no others', async () => {
        const rules = (title: string) => ({ name: 'diary', version: '1.1.0', title: { en: title, zh: title }, commands: { burn: { title: { en: 'Burn', zh: '烧' } } } });
        const bytes = canonicalJson(rules('Diary') as never);
        const proposed = (id: number, title: string) => ({ calls: [{ module: 'kernel', command: 'propose-change', actor: '', payload: { changes: [{ kind: 'publish-package', module: 'rule-book', content: rules(title) }, SWAP] } }], events: [{ height: 5, module: 'kernel', name: 'change-proposed', data: { change: id } }] });
        const SWAP = { kind: 'swap-package', module: 'rule-book', package: 'diary@1.1.0' };
        const blockOf = (...transactions: object[]) => ({ ...blockTold(5), timeMs: 0, stateRoot: '', transactionsRoot: '', resultsRoot: '', certificate: { height: 5, signers: [], labels: [] }, transactions: transactions.map((more) => transactionTold(more)), events: [], effects: [] });
        sets = [{ firstHeight: 1, modules: [{ name: 'rule-book', version: '2.0.0', params: { package: { name: 'diary', version: '1.0.0', title: { en: 'Old', zh: '旧' } } } }] }];
        const kept = [{ kind: 'publish-package', module: 'rule-book', package: 'diary@1.1.0', hash: toHex(hash(bytes)), bytes: bytes.length }, SWAP];
        decided = () => [over({ outcome: 'rejected' }, { changes: kept, place: 1 })];
        blocks = { 5: blockOf(proposed(4, 'Another'), proposed(1, 'Diary')) };
        const { body } = await one();
        expect([body.changes[0], body.changed.isWhole, askedBlocks]).toEqual([{ kind: 'publish-package', module: 'rule-book', content: rules('Diary') }, true, ['5']]);
        expect(body.changed.rules.map(({ en }) => en)).toContainEqual(expect.stringContaining('New command “burn” (Burn)'));
        expect(body.changed.values).toMatchObject([{ now: { en: '“Old” (diary@1.0.0)' }, then: { en: '“Diary” (diary@1.1.0)' } }]);
        blocks = { 5: blockOf(proposed(1, 'Forged')) };
        expect((await one()).body).toMatchObject({ changes: kept, changed: { rules: [], isWhole: false } });
        blocks = {};
        expect((await one()).body).toMatchObject({ changes: kept, changed: { isWhole: false } });
      });

      it('is not found among what is over where it is not', async () => {
        decided = () => [over({ outcome: 'rejected' }, { id: 5, place: 1 })];
        expect(await one<Problem>(1)).toMatchObject({ status: 404, body: { code: 'PROPOSAL_NOT_OVER', facts: { proposal: 1 } } });
        expect(await one<Problem>(7)).toMatchObject({ status: 404, body: { code: 'NO_SUCH_PROPOSAL', facts: { proposal: 7, made: 5 } } });
        expect(await one<Problem>(4)).toMatchObject({ status: 404, body: { code: 'PROPOSAL_FORGOTTEN', facts: { proposal: 4 } } });
        [proposal, decided] = [undefined, () => []];
        expect((await one<Problem>(1)).body.detail).toBe('There is no proposal 1: this chain has had 0 so far.');
        expect(await one<Problem>('0' as never)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
      });
    });

    it.each<[object, string, string]>([
      [{ outcome: 'took-effect', firstHeight: 10 }, 'It took effect with block 10, after block 9.', '在区块 9 之后，自区块 10 起生效。'],
      [{ outcome: 'failed', code: 'NO_SUCH_SEAT', facts: { seat: 3 } }, 'It could not take effect, in block 9: The chain has no seat 4.', '在区块 9 未能生效：本链没有席位 4。'],
      [{ outcome: 'rejected' }, 'It was rejected in block 9: 1 of 4 validators were against it.', '在区块 9 被否决：4 个验证者中有 1 个反对。'],
      [{ outcome: 'withdrawn' }, 'Whoever had proposed it withdrew it, in block 9.', '提出者在区块 9 将其撤回。'],
      [{ outcome: 'expired' }, 'It was not decided in time and is void, as block 9 says.', '未及时决定，已失效（记录于区块 9）。'],
      [{ outcome: 'cancelled', by: 4 }, 'It was approved, and proposal 4 cancelled it in block 9.', '已获批准，随后在区块 9 被提案 4 取消。'],
      [{ outcome: 'evaporated' }, 'evaporated.', 'evaporated。'],
      [{ outcome: 'toString' }, 'toString.', 'toString。'],
    ])('says what came of it: %j', async (ending, en, zh) => {
      decided = () => [over(ending)];
      expect((await list()).body.items[0]!.outcomeWords).toEqual({ en, zh });
    });

    it.each([[{}], [[null]], [[{ id: 1 }]], [[over({ outcome: 'expired' }, { approvals: ['x'] })]], [[over({ outcome: 'expired' }, { changes: [3] })]], [[over({ outcome: 'expired' }, { changes: [null] })]], [[over({ outcome: 'expired' }, { names: { 0: 7 } })]], [[over({})]]])('is not believed of a node that makes it up: %j', async (answer) => {
      decided = () => answer;
      expect(await list<Problem>()).toMatchObject({ status: 502, body: { code: 'NODE_ANSWER_INVALID' } });
    });

    it.each(['?before=0', '?before=x', '?before=4294967296'])('is refused for %s', async (query) => {
      expect(await list<Problem>(query)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    });
  });

  it('tells what a transaction asks of the chain in words of its own, never in a node’s', async () => {
    const told = { seat: { seat: 0, organisation: '', nodeId: null, label: 'the board' }, sentences: [{ en: 'All is well.', zh: '一切正常。' }] };
    const call = { actor: nodes[1]!.nodeKey, payload: { change: 1 }, told };
    const show = () => home.call<TransactionView & Problem>('GET', `/chains/${chainId}/transactions/${'f'.repeat(64)}`);
    toldCalls = [{ ...call, module: 'kernel', command: 'approve-change' }, { ...call, module: 'rule-book', command: 'act' }];
    const { calls } = (await show()).body;
    expect(calls.map(({ told: words }) => words?.sentences.map(({ en }) => en))).toEqual([['It is about proposal 1.'], undefined]);
    expect(calls[0]!.told!.seat).toMatchObject({ label: 'validator 2' });
    for (const odd of [null, { ...call, module: 'kernel', command: { toString: 1 } }, { ...call, module: 'kernel' }]) {
      toldCalls = [odd] as never;
      expect((await show()).body).toMatchObject({ code: 'NODE_ANSWER_INVALID' });
    }
  });

  it('warns, before anybody votes, of fees in an asset that nobody ever issued', async () => {
    const asset = 'ef'.repeat(32);
    const swap = { kind: 'swap-module', module: 'quota', by: { name: 'fee', version: '1.0.0', parameters: { asset, treasury: 'cd'.repeat(32) } } };
    const lines = async (changes: unknown[]) => (await post<OutlookView>('/outlook', { changes })).body.plan.map(({ words, isWarning }) => [words.en, isWarning]);
    const warned = [`Nobody has ever issued the asset ${asset} on this chain: until its issuer does, nobody can pay.`, true];
    const stays = ['Records stay where they are, and the way back is a change like this one.', false];
    expect(await lines([swap])).toEqual([stays, warned]);
    expect(await lines([{ kind: 'set-parameters', module: 'fee', parameters: { asset } }])).toEqual([stays, warned]);
    for (const other of [{ perByte: 1 }, { asset: 7 }, { asset: 'x' }]) expect(await lines([{ kind: 'set-parameters', module: 'fee', parameters: other }])).toEqual([stays]);
    expect(await lines([{ kind: 'set-parameters', module: 'quota', parameters: { asset } }])).toEqual([stays]);
    assetsAnswer = 409; // It forgot old blocks and cannot say.
    expect(await lines([swap])).toEqual([stays]);
    issued = [asset];
    expect(await lines([swap])).toEqual([stays]);
    // One that says so is not enough to hide it, nor to make it up unseen.
    [issued, assetsAnswer] = [[asset], 404];
    const another = { ...swap, by: { ...swap.by, parameters: { ...swap.by.parameters, asset: 'ed'.repeat(32) } } };
    issued = ['ed'.repeat(32)];
    for (const [liars, told] of [[3, '3 of them say never, 1 say it was'], [1, '1 of them say never, 3 say it was']] as const) {
      neverSay.clear();
      for (const { nodeId } of nodes.slice(0, liars)) neverSay.add(nodeId);
      expect((await lines([another]))[1]).toEqual([expect.stringContaining(told), true]);
    }
    // Nobody waits for a node that says nothing: what it says later stands in a later answer.
    let release = (): void => undefined;
    assetsHeld = new Promise((resolve) => (release = resolve));
    [issued, assetsAnswer] = [[], 404];
    const other = { ...swap, by: { ...swap.by, parameters: { ...swap.by.parameters, asset: 'ee'.repeat(32) } } };
    expect(await lines([other])).toEqual([stays]);
    release();
    await eventually(async () => (await lines([other])).length === 2);
  });

  it('calls the asset that fees are paid with by its name, with a part of its id, and only by the name that the id vouches for', async () => {
    const issuers = [toHex(keys.publicKey)];
    const definition = (name: string) => ({ issuer: { kind: 'keys' as const, threshold: 1, keys: [keys.publicKey] }, document: canonicalJson({ name, symbol: 'PTS' }) });
    const asset = toHex(idOf(definition('Points')));
    const by = { name: 'fee', version: '2.0.0', parameters: { asset, treasury: 'cd'.repeat(32) } };
    proposal = { ...proposal!, changes: [{ kind: 'swap-module', module: 'quota', by }] };
    [issued, assetDocument] = [[asset], { issuers, document: { name: 'Gold', symbol: 'PTS' } }];
    const words = async () => (await home.call<Page<ProposalView>>('GET', `/chains/${chainId}/proposals`)).body.items[0]!.words[0]!;
    expect((await words()).en).toContain(`Asset that is paid with = ${asset};`);
    assetDocument = { issuers, document: { name: 'Points', symbol: 'PTS' } };
    const short = `${asset.slice(0, 8)}…${asset.slice(-4)}`;
    expect(await words()).toEqual({ en: expect.stringContaining(`Asset that is paid with = “Points” (PTS, ${short}); `), zh: expect.stringContaining(`= “Points”（PTS，${short}）；`) });
    inForce = [{ name: 'fee', version: '2.0.0', params: { ...by.parameters, asset: 'ab'.repeat(32) } }];
    const changes = [{ kind: 'set-parameters', module: 'fee', parameters: { asset } }];
    expect((await post<OutlookView>('/outlook', { changes })).body.values).toEqual([{ name: expect.anything(), now: { en: 'ab'.repeat(32), zh: 'ab'.repeat(32) }, then: { en: `“Points” (PTS, ${short})`, zh: `“Points”（PTS，${short}）` } }]);
    decided = () => [over({ outcome: 'rejected' }, { changes: proposal!.changes })];
    expect((await home.call<Page<DecidedProposal>>('GET', `/chains/${chainId}/proposals/decided`)).body.items[0]!.words[0]!.en).toContain('= “Points” (PTS, ');
  });

  it('says what parameters are now beside what they would be', async () => {
    inForce = [{ name: 'quota', version: '1.0.0', params: { perMember: { perMinute: 600, burst: 200 }, others: { perMinute: 60, burst: 20 } } }];
    const values = async (changes: unknown[]) => (await post<OutlookView>('/outlook', { changes })).body.values.map(({ name, now, then }) => [name.en, now.en, then.en]);
    const rate = { perMember: { perMinute: 60, burst: 200 } };
    expect(await values([{ kind: 'set-parameters', module: 'quota', parameters: rate }])).toEqual([['Each member · Transactions a minute (0: no limit)', '600', '60']]);
    expect(await values([{ kind: 'swap-module', module: 'quota', by: { name: 'quota', version: '2.0.0', parameters: rate } }])).toEqual([['Each member · Transactions a minute (0: no limit)', '600', '60']]);
    expect(await values([{ kind: 'set-consensus', parameters: { heartbeatMs: 9_000 } }])).toEqual([[expect.any(String), '30 seconds', '9 seconds']]);
    for (const other of [{ kind: 'swap-module', module: 'quota', by: { name: 'fee', version: '1.0.0', parameters: rate } }, { kind: 'set-parameters', module: 'nobody', parameters: rate }, { kind: 'set-parameters', module: 'quota', parameters: 7 }, REMOVAL.changes[0]])
      expect(await values([other])).toEqual([]);
    inForce = [null, { name: 7 }] as never; // A host that was taken over says anything.
    expect(await values([{ kind: 'set-parameters', module: 'quota', parameters: rate }])).toEqual([]);
  });

  it('warns in modules’ own words of what nothing forbids, counting the parameters that stay', async () => {
    const warned = async (changes: unknown[]) => (await post<OutlookView>('/outlook', { changes })).body.plan.filter(({ isWarning }) => isWarning).map(({ words }) => words.en);
    const asset = 'ab'.repeat(32);
    issued = [asset];
    inForce = [{ name: 'fee', version: '2.0.0', params: { asset, treasury: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', perTransaction: 1 } }];
    expect(await warned([{ kind: 'set-parameters', module: 'fee', parameters: { perTransaction: 1_000_000 } }])).toEqual([expect.stringMatching(/^A transaction would cost 1000000 units at least, and there are 960 of the asset: nobody could pay/)]);
    expect(await warned([{ kind: 'set-parameters', module: 'fee', parameters: { perTransaction: 960 } }])).toEqual([]);
    // One node's word is enough, and one that makes it up is seen to stand alone.
    supply = (nodeId) => ({ issued: nodeId === nodes[1]!.nodeId ? '900' : '1000', retired: '40' });
    await eventually(async () => (await warned([{ kind: 'set-parameters', module: 'fee', parameters: { perTransaction: 960 } }])).length === 2);
    expect((await warned([{ kind: 'set-parameters', module: 'fee', parameters: { perTransaction: 960 } }]))[1]).toMatch(/between 860 and 960 units/);
    const badges = (parameters: object) => [{ kind: 'swap-module', module: 'open-registration', by: { name: 'company-badges', version: '1.0.0', parameters } }];
    expect(await warned(badges({}))).toEqual([expect.stringMatching(/^No organisation and no administrator is named/)]);
    expect(await warned(badges({ admins: [asset] }))).toEqual([]);
    expect(await warned(badges({ admins: 'nobody' }))).toEqual([]); // It is refused for that.
    // What is on the chain already is not in its parameters.
    inForce = [{ name: 'company-badges', version: '1.0.0', params: { admins: [asset] } }];
    expect(await warned([{ kind: 'set-parameters', module: 'company-badges', parameters: { admins: [] } }])).toEqual([expect.stringMatching(/^No administrator is named: .* Unless organisations are on the chain already,/)]);
  });

  it.each<[object]>([[{ changes: null }], [{ changes: [null] }], [{ changes: [7] }], [{ approvals: null }], [{ note: 7 }], [{ newcomers: [null] }], [{ lastHeight: 'x' }]])('believes no node that says of a proposal %j', async (more) => {
    proposal = { ...proposal!, ...more };
    expect(await home.call<Problem>('GET', `/chains/${chainId}/proposals`)).toMatchObject({ status: 502, body: { code: 'NODE_ANSWER_INVALID', facts: { node: expect.any(String) } } });
  });

  describe('believes no node', () => {
    const nested = (levels: number, inner = '1') => `${'{"a":'.repeat(levels)}${inner}${'}'.repeat(levels)}`;
    const INVALID = { status: 502, body: { code: 'NODE_ANSWER_INVALID', facts: { node: expect.any(String) } } };

    it.each<[object]>([
      [{}], [{ now: null }], [{ ...SUMS, then: 7 }], [{ ...SUMS, modules: 7 }], [{ ...SUMS, modules: [null] }], [{ ...SUMS, modules: [{ from: 'a', to: 7 }] }],
      [{ ...SUMS, packages: [{ module: 'x', from: 'a', to: 'b', carriesOver: true, leftBehind: 7, back: null }] }], [{ ...SUMS, packages: {} }],
      [{ ...SUMS, policy: { now: null, then: {} } }], [{ ...SUMS, protocol: [] }], [{ now: SUMS.now, refusal: { code: 7 } }], [{ now: SUMS.now, refusal: { code: 'X', facts: 'none' } }], [{ ...SUMS, waits: 'long' }],
    ])('that says of what changes lead to: %j', async (said) => {
      outlook = said;
      expect(await post<Problem>('/outlook', REMOVAL)).toMatchObject(INVALID);
    });

    it.each<[string, (levels: number) => void]>([
      ['an outlook', (levels) => (outlook = JSON.parse(`{"now":${JSON.stringify(SUMS.now)},"deep":${nested(levels)}}`) as object)],
      ['a proposal', (levels) => (proposal = { ...proposal!, changes: [{ kind: 'of the future', deep: JSON.parse(nested(levels)) as never }] })],
      ['what was decided', (levels) => (decided = () => JSON.parse(nested(levels)))],
    ])('whose answer is nested so deeply that nobody could walk through it: %s', async (what, deepen) => {
      deepen(3_000);
      const path = what === 'an outlook' ? '' : what === 'a proposal' ? '/1' : '/decided';
      expect(path === '' ? await post<Problem>('/outlook', REMOVAL) : await home.call<Problem>('GET', `/chains/${chainId}/proposals${path}`)).toMatchObject(INVALID);
      expect(await home.call('GET', '/hosts')).toMatchObject({ body: { items: [{ state: 'connected' }] } });
    });
  });

  it('shows a proposal that nobody decided in time as void, and one that is approved with its height', async () => {
    const state = async () => (await home.call<Page<ProposalView>>('GET', `/chains/${chainId}/proposals`)).body.items[0];
    proposal = { ...proposal!, expiresAtMs: Date.now() - 1 };
    expect(await state()).toMatchObject({ state: 'expired', outlook: null });
    proposal = { ...proposal, lastHeight: 12 };
    const askedAtMs = Date.now();
    const approved = await state();
    expect(approved).toMatchObject({ state: 'approved', lastHeight: 12, outlook: null });
    expect(approved!.lastHeightAboutMs).toBeGreaterThanOrEqual(askedAtMs + 4_000); // Four blocks, one a second.
    expect(approved!.told).toEqual({ plan: [], values: [], rules: [] });
  });

  it('says of what is approved what it does, until it has taken effect', async () => {
    const waits = async (path: string) => (await home.call<Page<ProposalView> & ProposalView>('GET', `/chains/${chainId}/proposals${path}`)).body;
    const book = (more: object) => ({ name: 'diary', version: '1.0.0', commands: {}, ...more });
    inForce = [{ name: 'rule-book', version: '2.0.0', params: { package: book({}) } }];
    const [content] = (contents = [book({ version: '1.1.0', queries: { page: { title: { en: 'A page', zh: '一页' } } }, forms: [{ name: 'write', module: 'rule-book', command: 'act', payload: { command: 'write' } }] })]);
    const bytes = canonicalJson(content as never);
    const changes: ChangeView[] = [{ kind: 'publish-package', module: 'rule-book', package: 'diary@1.1.0', hash: toHex(hash(bytes)), bytes: bytes.length }, { kind: 'swap-package', module: 'rule-book', package: 'diary@1.1.0' }];
    proposal = { ...proposal!, changes, lastHeight: 12 };
    outlook = { ...SUMS, then: SUMS.now, modules: [], packages: [{ module: 'rule-book', from: 'diary@1.0.0', to: 'diary@1.1.0', carriesOver: false, leftBehind: [], back: null }] };
    const told = { plan: expect.arrayContaining([{ words: expect.objectContaining({ en: expect.stringMatching(/^The form “write” is for the command “write”/) }), isWarning: true }]), values: [], rules: [{ en: 'New question “page” (A page).', zh: '新增查询“page”（一页）。' }, { en: 'New form “write”.', zh: '新增表单“write”。' }] };
    expect((await waits('')).items[0]).toMatchObject({ state: 'approved', outlook: null, told });
    expect(await waits('/1')).toMatchObject({ outlook: null, told });
    outlooks = () => ({ now: SUMS.now, refusal: { code: 'MODULE_NOT_AVAILABLE', facts: {} } });
    expect((await waits('/1')).told).toMatchObject({ plan: [told.plan.sample[0]], rules: told.rules });
    outlooks = () => ({ no: 'outlook' }); // Nobody can say any more.
    expect(await waits('/1')).toMatchObject({ state: 'approved', told: null });
  });

  it('proposes with a node’s signature, once, whatever dies in between', async () => {
    sending = () => problem(503, 'NODE_UNREACHABLE');
    expect((await post<Problem>('', REMOVAL, 'crash')).body.code).toBe('NODE_UNREACHABLE');
    sending = final;
    const { status, body } = await post<ProposalMade>('', REMOVAL, 'crash');
    expect({ status, id: body.id, height: body.height, proposal: body.proposal?.id }).toEqual({ status: 200, id: 1, height: 9, proposal: 1 });
    expect(signed).toEqual([{ nodeId: nodes[0].nodeId, command: 'propose-change', payload: { ...REMOVAL, note: '', atHeight: 0 } }]);
    expect(new Set(sent.map((bytes) => bytes.toString('hex'))).size).toBe(1);
    const { items } = (await home.call<Page<AuditEntry>>('GET', '/audit')).body;
    expect(items.filter(({ action }) => action === 'governance.propose')).toMatchObject([{ subject: { type: 'chain', id: chainId }, details: { seat: 'validator 1', kinds: ['remove-seat'], txId: body.txId } }]);
  });

  it('sends nothing that would leave no quorum, and says why with the sums', async () => {
    outlook = { now: SUMS.now, refusal: { code: 'NO_VALIDATOR_LEFT', facts: { seats: 0 } } };
    const { status, body } = await post<Problem>('', REMOVAL);
    expect({ status, code: body.code, field: body.field, detail: body.detail }).toEqual({ status: 409, code: 'NO_VALIDATOR_LEFT', field: '/changes', detail: 'Of 0 seats none would be a validator; nothing could ever become final again.' });
    expect([signed, sent]).toEqual([[], []]);
  });

  it.each<[string, unknown]>([
    ['no list', { changes: { kind: 'remove-seat' } }],
    ['an empty one', { changes: [] }],
    ['too many', { changes: Array.from({ length: 33 }, () => REMOVAL.changes[0]) }],
    ['no kind', { changes: [{ seat: 1 }] }],
    ['null', { changes: [null] }],
  ])('refuses %s as changes', async (_name, body) => {
    expect(await post<Problem>('', body)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', field: '/changes' } });
    expect(await post<Problem>('/outlook', body)).toMatchObject({ status: 400, body: { field: '/changes' } });
  });

  it('approves with as many seats as are needed, or with those that are named', async () => {
    const all = await post<Approved>('/1/approvals', {});
    expect(all.body.approved.map(({ seat }) => seat)).toEqual([0, 2]);
    expect(signed.map(({ nodeId, command }) => [nodeId, command])).toEqual([0, 2].map((i) => [nodes[i].nodeId, 'approve-change']));
    const one = await post<Approved>('/1/approvals', { nodeIds: [nodes[3].nodeId] });
    expect(one.body.approved.map(({ seat }) => seat)).toEqual([3]);
    expect(await post<Problem>('/1/approvals', { nodeIds: [nodes[3].nodeId, nodes[3].nodeId] })).toMatchObject({ status: 400, body: { errors: [{ field: '/nodeIds', code: 'ARRAY_UNIQUE' }] } });
    expect(await post<Problem>('/1/approvals', { nodeIds: ['somebody-1'] })).toMatchObject({ status: 409, body: { code: 'NO_VALIDATOR_HERE', field: '/nodeIds' } });
  });

  it.each(['approvals', 'rejections', 'withdrawal'])('answers a repeat of %s as before, also when the proposal waits no more', async (what) => {
    const first = await post<object>(`/1/${what}`, {}, `once-${what}`);
    const votes = sent.length;
    [proposal, decided] = [undefined, () => [over({ outcome: 'rejected' }, { id: 1 })]];
    const again = await post<object>(`/1/${what}`, {}, `once-${what}`);
    expect([first.status, again.status, again.body, sent.length]).toEqual([200, 200, first.body, votes]);
    if (what !== 'withdrawal') expect((await post<Problem>(`/1/${what}`, { nodeIds: [nodes[3].nodeId] }, `once-${what}`)).body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const another = await post<Problem & Rejected>(`/1/${what}`, {}, `twice-${what}`);
    if (what === 'rejections') expect(another).toMatchObject({ status: 200, body: { rejected: [], before: [], proposal: null, decided: { outcome: 'rejected', height: 9 } } });
    else expect(another).toMatchObject({ status: 409, body: { code: 'PROPOSAL_OVER', facts: { proposal: 1, outcome: 'rejected', height: 9 }, detail: 'Proposal 1 waits for no votes any more. It was rejected in block 9: 1 of 4 validators were against it.' } });
  });

  it('is content when the proposal is decided before its last approval, and says what the first one is refused for', async () => {
    sending = (body) => (sent.length > 1 ? problem(409, 'ALREADY_DECIDED', { change: 1, lastHeight: 9 }) : final(body));
    expect((await post<Approved>('/1/approvals', {})).body.approved.map(({ seat }) => seat)).toEqual([0]);
    sending = () => problem(409, 'NO_QUORUM_LEFT', { validators: 7, needed: 5, staying: 4, confirmed: 0 });
    const { status, body } = await post<Problem>('/1/approvals', {});
    expect([status, body.code, body.detail]).toEqual([409, 'NO_QUORUM_LEFT', expect.stringContaining('A committee of 7 needs 5; 4 of the present one stay')]);
  });

  it('speaks of the proposal or vote where it is not final in time', async () => {
    sending = (body) => ({ status: 202, body: { txId: toHex(decodeTransaction(body).txId), state: 'pending' } });
    const { status, body } = await post<Problem>('/1/approvals', {});
    expect([status, body.code, Object.keys(body.facts!)]).toEqual([504, 'NOT_FINAL_IN_TIME', ['waitedMs', 'txId', 'decisionUntil']]);
    expect(body.detail).toMatch(/^Submitted, but not final within 30000 ms\. The proposal or vote is transaction [0-9a-f]{64} and counts only if a block before \S+Z takes it in: look at the proposals before you propose or vote anew\.$/);
  });

  describe('nodes that are a block behind', () => {
    const refused = problem(404, 'NO_SUCH_CHANGE', { change: 1 });

    it('refuse what another tells of, and are asked again with the same bytes', async () => {
      sending = (body) => (sent.length === 1 ? refused : final(body));
      expect((await post<Approved>('/1/approvals', {}, 'behind')).body.approved.map(({ seat }) => seat)).toEqual([0, 2]);
      expect([signed.length, sent.length, new Set(sent.map((bytes) => bytes.toString('hex'))).size]).toEqual([2, 3, 2]);
      sent.length = signed.length = 0;
      expect((await post<Approved>('/1/approvals', {}, 'behind')).body.approved.map(({ seat }) => seat)).toEqual([0, 2]);
      expect([signed, sent]).toEqual([[], []]);
    });

    it('are believed once none tells of it any more', async () => {
      sending = () => ((proposal = undefined), refused);
      expect(await post<Problem>('/1/withdrawal', {})).toMatchObject({ status: 404, body: { code: 'NO_SUCH_CHANGE' } });
      expect(sent).toHaveLength(1);
    });

    it('do not hide what one of them tells of', async () => {
      await home.call('GET', `/chains/${chainId}/proposals`);
      const [ahead] = askedCommittees; // So it is asked first.
      knowing = nodes.find(({ nodeId }) => nodeId !== ahead)!.nodeId;
      expect((await post('/1/withdrawal', {})).status).toBe(200);
      expect((await home.call<ProposalView>('GET', `/chains/${chainId}/proposals/1`)).body.id).toBe(1);
      [others, decided] = [9, () => [over({ outcome: 'rejected' }, { id: 1 })]]; // They are further: it is over.
      expect((await post<Problem>('/1/withdrawal', {})).body.code).toBe('PROPOSAL_OVER');
      let looks = 0;
      decided = () => ((looks += 1), [over({ outcome: 'rejected' }, { id: 5 })]); // So 4 was given, and is over: it is not asked for again.
      expect((await post<Problem>('/4/withdrawal', {})).body.code).toBe('NO_SUCH_CHANGE');
      expect(looks).toBeLessThan(4 + nodes.length); // Whether it is over, and how it ended: of the node that is ahead, and once of each.
    });
  });

  it('records no vote where the one that decides would be refused, and waits for what nodes are about to say', async () => {
    const waits = { code: 'CHANGE_UNDER_WAY', facts: { change: 3, lastHeight: 20 } };
    outlook = { ...SUMS, waits };
    expect(await post<Problem>('/1/approvals', {})).toMatchObject({ status: 409, body: { code: 'CHANGE_UNDER_WAY', facts: waits.facts } });
    expect([signed, sent]).toEqual([[], []]);
    expect((await post<Approved>('/1/approvals', { nodeIds: [nodes[0]!.nodeId] })).status).toBe(200); // That one decides nothing.
    let asked = 0;
    outlooks = () => ((asked += 1) > 2 ? SUMS : { ...SUMS, waits: { code: 'NO_QUORUM_ABLE', facts: { validators: 4, needed: 3, able: 1 } } });
    expect((await post<Approved>('/1/approvals', {})).status).toBe(200);
  });

  it('says which votes are recorded when a later one is refused after all', async () => {
    sending = (body) => (sent.length > 1 ? problem(409, 'CHANGE_UNDER_WAY', { change: 3, lastHeight: 20 }) : final(body));
    const { body } = await post<Problem>('/1/approvals', {});
    expect([body.code, body.facts]).toEqual(['CHANGE_UNDER_WAY', { change: 3, lastHeight: 20, recordedVotes: 'validator 1' }]);
    expect(body.detail).toMatch(/Proposal 3 is approved and not in effect yet.* Votes that are recorded and stay: validator 1\.$/);
  });

  it('adds a node, proposes it with the keys its host deposited, and takes it away only once it has no seat', async () => {
    const begun = await home.call<Operation>('POST', `/chains/${chainId}/nodes`, {});
    expect({ status: begun.status, kind: begun.body.kind, name: begun.body.subject.name }).toEqual({ status: 202, kind: 'node.add', name: 'board / 5' });
    const nodeId = begun.body.subject.id;
    const operation = async (id: string) => (await home.call<Operation>('GET', `/operations/${id}`)).body.state;
    await eventually(async () => (await operation(begun.body.id)) === 'succeeded');
    const { items } = (await home.call<Page<NodeView>>('GET', `/chains/${chainId}/nodes`)).body;
    const added = items.find((node) => node.nodeId === nodeId)!;
    const wish = agent.received.flatMap((message) => (message.kind === 'desired' ? message.nodes : [])).findLast((node) => node.nodeId === nodeId)!;
    expect([wish.joins, wish.peers.length, wish.nodeKey]).toEqual([true, 4, added.nodeKey]);

    unseated.add(added.nodeKey);
    await post('', { changes: [{ kind: 'add-seat', nodeId }] });
    const { seat } = (signed[0].payload as { changes: { seat: Record<string, string> }[] }).changes[0];
    expect(seat).toMatchObject({ label: 'validator 5', role: 'validator', nodeKey: added.nodeKey, votingKey: expect.stringMatching(/^[0-9a-f]{64}$/), proofOfPossession: expect.stringMatching(/^[0-9a-f]{128}$/) });
    expect(await post<Problem>('/outlook', { changes: [{ kind: 'add-seat', nodeId: 'elsewhere-1' }] })).toMatchObject({ status: 404 });

    const remove = () => home.call<Problem & Operation>('DELETE', `/chains/${chainId}/nodes/${nodeId}`);
    proposal = { ...proposal!, newcomers: [added.nodeKey] };
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'NODE_IS_PROPOSED', facts: { proposal: 1 } } });
    proposal = undefined;
    unseated.clear();
    nodes = items;
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'NODE_HAS_SEAT', facts: { label: 'validator 5' } } });
    unseated.add(added.nodeKey);
    const removal = await remove();
    expect(removal.status).toBe(202);
    await eventually(async () => (await operation(removal.body.id)) === 'succeeded');
    nodes = (await home.call<Page<NodeView>>('GET', `/chains/${chainId}/nodes`)).body.items;
    expect(nodes).toHaveLength(4);
    const again = await home.call<Operation>('POST', `/chains/${chainId}/nodes`, {});
    expect(again.body.subject.name).toBe('board / 6');
  });

  it.each([[{}, 'ed25519'], [{ scheme: 'bls' }, 'bls']])('has a node make and register a voting key: %j', async (body, scheme) => {
    const renew = (nodeId: string, asked: object) => home.call<Problem>('POST', `/chains/${chainId}/nodes/${nodeId}/voting-keys`, asked);
    expect((await renew(nodes[2].nodeId, body)).status).toBe(200);
    expect(signed).toEqual([{ nodeId: nodes[2].nodeId, command: 'register-keys', payload: { scheme } }]);
    expect(await renew(nodes[2].nodeId, { scheme: 'rsa' })).toMatchObject({ status: 400, body: { field: '/scheme' } });
    expect(await renew('nobody-1', {})).toMatchObject({ status: 409, body: { code: 'NO_VALIDATOR_HERE' } });
  });

  it('votes against with as many seats as it takes, or with those that are named', async () => {
    expect((await post<Rejected>('/1/rejections', {})).body.rejected.map(({ seat }) => seat)).toEqual([0, 2]);
    expect(signed).toEqual([0, 2].map((i) => ({ nodeId: nodes[i].nodeId, command: 'reject-change', payload: { change: 1 } })));
    signed.length = 0;
    proposal = { ...proposal!, rejections: [0] };
    expect((await post<Rejected>('/1/rejections', { nodeIds: [nodes[3].nodeId] })).body).toMatchObject({ rejected: [{ seat: 3 }], proposal: { rejections: [{ seat: 0 }], quorum: 0 } });
    expect(await post<Problem>('/1/rejections', { nodeIds: ['nobody-1'] })).toMatchObject({ status: 409, body: { code: 'NO_VALIDATOR_HERE' } });
  });

  it('withdraws with the proposer’s own node', async () => {
    expect((await post('/1/withdrawal', {})).status).toBe(200);
    expect(signed).toEqual([{ nodeId: nodes[1].nodeId, command: 'withdraw-change', payload: { change: 1 } }]);
    expect(await post<Problem>('/2/withdrawal', {})).toMatchObject({ status: 404, body: { code: 'NO_SUCH_CHANGE', detail: 'There is no proposal 2 that waits: it was never made, or is among the decided ones.' } });
    expect((await post<Problem>('/zero/approvals', {})).status).toBe(404);
  });
});
