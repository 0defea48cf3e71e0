import { canonicalText } from '../codec/json';
import { AMOUNT_MAX } from '../codec/writer';
import { Executor } from '../execution';
import type { Change } from '../kernel';
import { KERNEL_LIMITS } from '../kernel/limits';
import { refuseHeld } from '../kernel/refuse-plan';
import { spaceName, type AnyModule, type ModuleInForce } from '../module/active-module';
import { moduleHolding } from '../module/module-holding';
import { ModuleRegistry } from '../module/registry';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import type { SealedBlock } from '../protocol/block';
import { decodeOutput } from '../protocol/codec';
import { moduleLock, readModuleLock } from '../protocol/module-lock';
import type { Input, Lock, OpenInput, SealedTransaction } from '../protocol/transaction';
import { prefixEnd } from '../state/store-key';
import { codeOf } from '../testing/code-of';
import { KernelChain } from '../testing/kernel-chain';
import { keyOf } from '../testing/keys';
import { assetOf, callOf, definitionOf, lockOf, outputOf, spend } from '../testing/ledger-chain';
import { marketOf } from '../testing/market-module';
import { MARKETS } from '../testing/markets';
import { encodeHeld } from './held-outputs';
import { OUTPUTS } from './kernel-stores';

const [GOLD, GRAIN] = [assetOf('bank'), assetOf('mill')];
const [gold, grain] = [toHex(GOLD), toHex(GRAIN)];
const ASSETS = { gold: ['bank', gold], grain: ['mill', grain] } as const;

/** A chain with a market that holds 1,000 of gold and of grain, and 30 of gold in its till. */
class MarketChain extends KernelChain {
  readonly blocks: SealedBlock[] = [];
  #proposals = 0;

  constructor(modules: readonly AnyModule[] = MARKETS) {
    super(modules, { modules: [{ name: 'market', version: '1.0.0', params: {} }] });
    expect([this.bring('fund', 'gold', 1_000n), this.bring('fund', 'grain', 1_000n), this.bring('save', 'gold', 30n)]).toEqual(['accepted', 'accepted', 'accepted']);
  }
  override build(...given: Parameters<KernelChain['build']>): ReturnType<KernelChain['build']> {
    const built = super.build(...given);
    this.blocks.push(built.block);
    return built;
  }
  get market(): ModuleInForce {
    return this.ask<{ modules: readonly ModuleInForce[] }>('modules').modules[0]!;
  }
  /** Its open lock first. */
  get locks(): readonly string[] {
    const { name, version } = this.market;
    return Object.keys(this.executor.modules.resolver.find(name, version)!.locks!);
  }
  open(atLeast: bigint, other: Partial<OpenInput> = {}): OpenInput {
    return { kind: 'open', module: spaceName(this.market), lock: this.locks[0]!, assetId: GRAIN, atLeast, atMost: AMOUNT_MAX, to: lockOf('eve'), ...other };
  }
  order(who: string, command: string, payload: object, inputs: readonly Input[] = []): SealedTransaction {
    return this.sign({ calls: [callOf(who, this.market.name, command, canonicalText(payload as Json))], inputs }, who);
  }
  do(...given: Parameters<MarketChain['order']>): string {
    return this.advance([this.order(...given)])[0]!;
  }
  bring(command: 'fund' | 'save', of: keyof typeof ASSETS, amount: bigint): string {
    const [issuer, asset] = ASSETS[of];
    return this.do(issuer, command, { asset, amount: String(amount) }, [{ kind: 'issue', definition: definitionOf(issuer), amount }]);
  }
  /** Somebody gives all of a new coin of gold for grain. */
  trade(given: bigint, least: bigint, other: Partial<OpenInput> = {}): string {
    const [coin] = this.issue('bank', 'ann', given);
    return this.do('ann', 'trade', { give: gold, amount: String(given), take: grain }, [spend(coin!), this.open(least, { to: lockOf('ann'), ...other })]);
  }
  /** What modules hold: its space and lock, amount and place. */
  get held() {
    return this.head.state.range({ from: OUTPUTS, to: prefixEnd(OUTPUTS)!, limit: 10_000 }).flatMap(([key, value]) => {
      const output = decodeOutput(value);
      const place = Buffer.from(key.slice(OUTPUTS.length), 'latin1');
      if (output.lock.kind !== 'module' || output.value.kind !== 'amount') return [];
      const at = { txId: place.toString('hex', 0, 32), index: place.readUInt32BE(32) };
      return [{ words: `${output.lock.module} ${readModuleLock(output.lock.data)!.lock} ${output.value.amount}`, at, output }];
    });
  }
  get words(): readonly string[] {
    return this.held.map(({ words }) => words).sort();
  }
  swap(name: string, version = '1.0.0', takesOver = true): Change {
    return { kind: 'swap-module', module: this.market.name, by: { name, version, parameters: {} }, ...(takesOver && { takesOver }) };
  }
  /** The proposal, all it needs, and the blocks until it has taken effect or failed. @returns what the chain said at the end, or why it is refused */
  replace(change: Change): string {
    const words = this.propose(0, change);
    if (words !== 'accepted') return words;
    const id = (this.#proposals += 1);
    for (const seat of [0, 1, 2]) this.give(seat, 'confirm-modules', { change: id });
    const decided = this.approve(id, 1, 2);
    if (decided[1] !== 'accepted') return decided[1]!;
    for (let block = 0; block < 20; block += 1) {
      const end = this.said.find((it) => it.name === 'modules-changed' || it.name === 'change-failed');
      if (end !== undefined) return end.name === 'change-failed' ? `failed ${(end.data as { code: string }).code}` : 'changed';
      this.pass(1);
    }
    return 'nothing happens';
  }
  outlook(change: Change): Json {
    return this.ask('outlook', { changes: [change] } as unknown as Json);
  }
}

describe('a successor that takes over what belongs to nobody alone', () => {
  it('spends it by its own rules from its first block on, and the market before it nothing any more', () => {
    const chain = new MarketChain();
    expect(chain.words).toEqual(['market stock 1000', 'market stock 1000', 'market till 30']);
    expect(chain.replace(chain.swap('bazaar'))).toBe('changed');
    expect(chain.said[0]).toEqual({ name: 'outputs-taken-over', data: { change: 1, from: 'market@1.0.0', to: 'bazaar@1.0.0', outputs: 3 } });
    expect(chain.market).toMatchObject({ name: 'bazaar', space: 1, takenOver: [{ space: 'market', locks: { stock: 'shelf', till: 'drawer' } }] });
    expect(chain.words).toEqual(['market stock 1000', 'market stock 1000', 'market till 30']);
    expect(chain.trade(60n, 56n)).toBe('accepted');
    expect(chain.words).toEqual(['bazaar~1 shelf 1060', 'bazaar~1 shelf 944', 'market till 30']);
    const saved = chain.held.find(({ words }) => words === 'market till 30')!;
    expect([chain.do('eve', 'show', saved.at), chain.do('eve', 'show', saved.at)]).toEqual(['accepted', 'refused OUTPUT_NOT_THERE']);
    expect(chain.words).toEqual(['bazaar~1 shelf 1090', 'bazaar~1 shelf 944']);
  });

  it('gives what lay under an open lock to open inputs that name its own space and lock, and to no other', () => {
    const chain = new MarketChain();
    const before = chain.sign({ calls: [callOf('eve', 'market', 'now', canonicalText({ way: 'draw', asset: grain, amount: '10' }))], inputs: [chain.open(10n)] }, 'eve');
    chain.replace(chain.swap('market', '2.0.0'));
    expect(chain.advance([before])).toEqual(['OPEN_INPUT_NOT_ACCEPTED']);
    const draw = (...inputs: Input[]) => chain.do('eve', 'now', { way: 'draw', asset: grain, amount: '10' }, inputs);
    expect(draw()).toBe('refused OPEN_INPUT_MISSING');
    expect(draw(chain.open(11n))).toBe('refused OPEN_INPUT_OUTSIDE_LIMITS');
    expect(draw(chain.open(10n, { atMost: 10n }))).toBe('accepted');
    expect(chain.do('eve', 'now', { way: 'pay', asset: grain, amount: '10' })).toBe('refused OPEN_INPUT_MISSING');
  });

  it('is no way for a signature, or for somebody else’s module, to what was taken over', () => {
    const chain = new MarketChain();
    chain.replace(chain.swap('bazaar'));
    for (const { at, output } of chain.held) {
      const outPoint = { txId: Buffer.from(at.txId, 'hex'), index: at.index };
      expect(chain.advance([chain.sign({ inputs: [spend(outPoint)], outputs: [outputOf(output.assetId, 30n, lockOf('eve'))] }, 'eve')])).toEqual(['MODULE_LOCKED']);
    }
  });

  it('is whom an output belongs to, as anybody says who has the output and the set of modules', () => {
    const chain = new MarketChain();
    const lockOfSaved = () => chain.held.find(({ words }) => words.startsWith('market till'))!.output.lock as Extract<Lock, { kind: 'module' }>;
    const holder = (set: number) => moduleHolding(chain.ask<{ modules: readonly ModuleInForce[] }>('modules', { set }).modules, lockOfSaved())?.name;
    chain.replace(chain.swap('bazaar'));
    chain.replace(chain.swap('stall'));
    expect([0, 1, 2].map(holder)).toEqual(['market', 'bazaar', 'stall']);
    const owned = moduleLock('market', { lock: 'till', owner: keyOf('ann').publicKey, data: {} });
    expect(moduleHolding([chain.market], owned)).toBeUndefined();
  });

  it('takes over what the one before it had taken over, whatever locks are called on the way, and back; a space that is empty is forgotten', () => {
    const chain = new MarketChain();
    for (const [name, version] of [['bazaar', '1.0.0'], ['stall', '1.0.0'], ['market', '2.0.0'], ['bazaar', '1.0.0']] as const) {
      expect(chain.replace(chain.swap(name, version))).toBe('changed');
      expect(chain.bring('save', 'gold', 1n)).toBe('accepted');
    }
    expect(chain.market.takenOver).toEqual([
      { space: 'market~3', locks: { stock: 'shelf', till: 'drawer' } }, { space: 'stall~2', locks: { till: 'shelf', shelf: 'drawer' } },
      { space: 'bazaar~1', locks: { shelf: 'shelf', drawer: 'drawer' } }, { space: 'market', locks: { stock: 'shelf', till: 'drawer' } },
    ]);
    expect(chain.words).toEqual(['bazaar~1 drawer 1', 'bazaar~4 drawer 1', 'market stock 1000', 'market stock 1000', 'market till 30', 'market~3 till 1', 'stall~2 shelf 1']);
    for (const { words, at } of chain.held) if (!words.includes('stock') && !words.startsWith('bazaar~4')) expect(chain.do('eve', 'show', at)).toBe('accepted');
    expect(chain.trade(60n, 1n)).toBe('accepted');
    expect(chain.words).toEqual(['bazaar~4 drawer 1', 'bazaar~4 shelf 1093', expect.stringMatching(/^bazaar~4 shelf 9/)]);
    expect(chain.replace(chain.swap('stall'))).toBe('changed');
    expect(chain.market.takenOver).toEqual([{ space: 'bazaar~4', locks: { shelf: 'till', drawer: 'shelf' } }]);
  });

  it('comes to the same on a node that executes the chain from its beginning', () => {
    const chain = new MarketChain();
    chain.replace(chain.swap('bazaar'));
    chain.trade(60n, 1n);
    chain.replace(chain.swap('stall'));
    let parent = { id: chain.beginning.block.id, header: chain.beginning.block.header, state: chain.beginning.state };
    const node: Executor = chain.anotherExecutor();
    for (const block of chain.blocks) parent = { id: block.id, header: block.header, state: node.execute(parent, block).state };
    expect(toHex(parent.state.root)).toBe(toHex(chain.head.state.root));
  });
});

describe('a take-over is refused', () => {
  it.each<[string, string, string, boolean, string]>([
    ['where the proposal does not say so', 'bazaar', '1.0.0', false, 'refused OUTPUTS_HELD'],
    ['by one that declares nothing', 'silent', '1.0.0', true, 'refused TAKE_OVER_NOT_DECLARED'],
    ['by one that leaves a lock out', 'hasty', '1.0.0', true, 'refused TAKE_OVER_NOT_DECLARED'],
    ['by a version that knows another one only', 'market', '3.0.0', true, 'refused TAKE_OVER_NOT_DECLARED'],
    ['and everything stays as it was, where the migration breaks down', 'clumsy', '1.0.0', true, 'failed MIGRATION_BROKE'],
  ])('%s', (_, name, version, takesOver, expected) => {
    const chain = new MarketChain();
    const change = chain.swap(name, version, takesOver);
    const [outlook, ended] = [chain.outlook(change) as { refusal?: { code: string } }, chain.replace(change)];
    // Whether the successor declares it, only those know who have it: on the chain it fails, where they said that they could run it.
    expect([outlook.refusal?.code, ended]).toEqual([expected.startsWith('refused') ? expected.slice(8) : undefined, expected.replace('refused TAKE', 'failed TAKE')]);
    expect([chain.market, chain.words]).toEqual([{ name: 'market', version: '1.0.0', params: {} }, ['market stock 1000', 'market stock 1000', 'market till 30']]);
    expect(chain.trade(60n, 56n)).toBe('accepted');
  });

  it('by nodes, which do not say that they are able, where the successor does not declare it', () => {
    const chain = new MarketChain();
    const why = (change: Change) => {
      expect(chain.propose(0, change)).toBe('accepted');
      const proposal = chain.seats.unconfirmedSwaps(toHex(keyOf('test node 1').publicKey)).at(-1)!;
      return chain.seats.whyUnrunnable(chain.executor.modules.resolver, proposal)?.code;
    };
    expect([why(chain.swap('silent')), why(chain.swap('hasty')), why(chain.swap('bazaar'))]).toEqual(['TAKE_OVER_NOT_DECLARED', 'TAKE_OVER_NOT_DECLARED', undefined]);
  });

  it('of a module that has nothing of the kind', () => {
    const plain = { ...marketOf({ name: 'plain' }), locks: {} } as unknown as AnyModule;
    const chain = new KernelChain([plain, ...MARKETS], { modules: [{ name: 'plain', version: '1.0.0', params: {} }] });
    const by = { name: 'bazaar', version: '1.0.0', parameters: {} };
    expect(chain.propose(0, { kind: 'swap-module', module: 'plain', by, takesOver: true })).toBe('refused NOTHING_TO_TAKE_OVER');
  });

  it('is judged alike by a node that does not have the successor: it goes on until it would have to run it', () => {
    const chain = new MarketChain();
    chain.propose(0, chain.swap('bazaar'));
    const { genesis } = chain.executor as unknown as { genesis: ConstructorParameters<typeof Executor>[0] };
    const node = new Executor(genesis, new ModuleRegistry(MARKETS.slice(0, 1)).resolve(genesis.modules));
    let parent = { id: chain.beginning.block.id, header: chain.beginning.block.header, state: chain.beginning.state };
    for (const block of chain.blocks) parent = { id: block.id, header: block.header, state: node.execute(parent, block).state };
    expect(toHex(parent.state.root)).toBe(toHex(chain.head.state.root));
  });

  it('for a time by one that leaves what it takes where it lay, again and again: what is kept of it is bounded', () => {
    const spaces = (count: number) => Array.from({ length: count }, (_, i) => ({ space: `market~${i + 2}`, locks: {} }));
    const state = { get: () => encodeHeld({ owned: 0, shared: 1 }), range: () => [] };
    const said = (count: number): unknown => {
      const from = { name: 'market', version: '1.0.0', params: {}, space: 1, takenOver: spaces(count) };
      return codeOf(() => refuseHeld(state, { renewals: [{ from, to: { ...from, name: 'bazaar' }, takesOver: true }] }));
    };
    expect([said(KERNEL_LIMITS.takenOverMax - 1), said(KERNEL_LIMITS.takenOverMax)]).toEqual(['ok', 'TAKEN_OVER_TOO_OFTEN']);
  });
});

describe('an outlook says beforehand', () => {
  it('what would be taken over, from wherever it lies, and whether there is a way back for it', () => {
    const chain = new MarketChain();
    const much = 10n ** 18n - 1n;
    for (let i = 0; i < 10; i += 1) chain.bring('save', 'gold', much);
    const assets = (ofGold: bigint, ofGrain: bigint) => [{ assetId: gold, amount: String(ofGold) }, { assetId: grain, amount: String(ofGrain) }].sort((a, b) => (a.assetId < b.assetId ? -1 : 1));
    expect(chain.outlook(chain.swap('bazaar'))).toMatchObject({ modules: [{ from: 'market@1.0.0', carriesOver: true, takenOver: { outputs: 13, assets: assets(10n * much + 1_030n, 1_000n), areAll: true, givesBack: true } }] });
    chain.replace(chain.swap('bazaar'));
    expect(chain.trade(60n, 1n)).toBe('accepted');
    expect(chain.outlook(chain.swap('stall'))).toMatchObject({ modules: [{ carriesBack: false, takenOver: { outputs: 13, assets: assets(10n * much + 1_090n, 944n), givesBack: false } }] });
  });
});
