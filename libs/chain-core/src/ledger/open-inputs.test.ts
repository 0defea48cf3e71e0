import fc from 'fast-check';
import { canonicalText } from '../codec/json';
import { AMOUNT_MAX } from '../codec/writer';
import type { AnyModule } from '../module/active-module';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { decodeOutput } from '../protocol/codec';
import type { TransactionResult } from '../protocol/result';
import type { Input, OpenInput, OutPoint, Output, SealedTransaction, TransactionBody } from '../protocol/transaction';
import { prefixEnd } from '../state/store-key';
import { KernelChain } from '../testing/kernel-chain';
import { keyOf } from '../testing/keys';
import { assetOf, callOf, definitionOf, lockOf, outputOf, spend } from '../testing/ledger-chain';
import { market } from '../testing/market-module';
import { pool } from '../testing/pool-module';
import { OUTPUTS } from './kernel-stores';

const [GOLD, GRAIN] = [assetOf('bank'), assetOf('mill')];
const [gold, grain] = [toHex(GOLD), toHex(GRAIN)];
const MODULES = [market, pool, { ...market, version: '2.0.0' }] as unknown as readonly AnyModule[];
const open = (to: string, atLeast: bigint, atMost = AMOUNT_MAX, other: Partial<OpenInput> = {}): OpenInput => ({ kind: 'open', module: 'market', lock: 'stock', assetId: GRAIN, atLeast, atMost, to: lockOf(to), ...other });

class MarketChain extends KernelChain {
  last: readonly TransactionResult[] = [];

  constructor(stock: readonly [bigint, bigint] = [1_000n, 1_000n]) {
    super(MODULES, { modules: [market, pool].map(({ name, version }) => ({ name, version, params: {} })) });
    this.fund(...stock);
  }
  override build(...given: Parameters<KernelChain['build']>): ReturnType<KernelChain['build']> {
    const built = super.build(...given);
    this.last = built.execution.results;
    return built;
  }
  fund(...amounts: readonly [bigint, bigint]): void {
    for (const [issuer, asset, amount] of [['bank', gold, amounts[0]], ['mill', grain, amounts[1]]] as const) {
      const inputs: Input[] = [{ kind: 'issue', definition: definitionOf(issuer), amount }];
      expect(this.do(issuer, [['fund', { asset, amount: String(amount) }]], { inputs })).toBe('accepted');
    }
  }
  ask2(actor: string, commands: readonly (readonly [string, Json])[], parts: Partial<TransactionBody>): SealedTransaction {
    return this.sign({ calls: commands.map(([command, payload]) => callOf(actor, 'market', command, canonicalText(payload))), ...parts }, actor);
  }
  do(...given: Parameters<MarketChain['ask2']>): string {
    return this.advance([this.ask2(...given)])[0]!;
  }
  /** Gives all of a coin of gold for grain. */
  trade(who: string, coin: OutPoint, amount: bigint, inputs: readonly Input[], outputs: readonly Output[] = []): SealedTransaction {
    return this.ask2(who, [['trade', { give: gold, amount: String(amount), take: grain }]], { inputs: [spend(coin), ...inputs], outputs });
  }
  now(way: string, amount: bigint, inputs: readonly Input[] = [], asset = grain): string {
    return this.do('eve', [['now', { way, asset, amount: String(amount) }]], { inputs });
  }
  held(asset: Uint8Array): Record<string, bigint> {
    const sums: Record<string, bigint> = {};
    for (const [, value] of this.head.state.range({ from: OUTPUTS, to: prefixEnd(OUTPUTS)!, limit: 10_000 })) {
      const { assetId, value: { amount }, lock } = decodeOutput(value) as Output & { value: { amount: bigint } };
      if (toHex(assetId) !== toHex(asset)) continue;
      const who = lock.kind === 'keys' ? (['ann', 'bob', 'eve'].find((name) => toHex(keyOf(name).publicKey) === toHex(lock.keys[0]!)) ?? 'another') : (lock as { module: string }).module;
      sums[who] = (sums[who] ?? 0n) + amount;
    }
    return sums;
  }
  outcome(): unknown {
    return this.last[0]!.outcome;
  }
  swap(by: string): void {
    const { nextChange: change = 1 } = this.ask('epoch') as { nextChange?: number };
    expect(this.give(0, 'propose-change', { changes: [{ kind: 'swap-module', module: 'market', by: { name: 'market', version: by, parameters: {} } }], atHeight: 0 } as unknown as Json)).toBe('accepted');
    for (const seat of [0, 1, 2]) this.give(seat, 'confirm-modules', { change });
    this.approve(change, 1, 2);
    for (let i = 0; i < 9 && !this.said.some(({ name }) => name === 'modules-changed'); i += 1) this.pass(1);
    expect(this.said.map(({ name }) => name)).toContain('modules-changed');
  }
  /** Its stock, to eve. */
  empty(module = 'market'): void {
    for (const [asset, assetId] of [[gold, GOLD], [grain, GRAIN]] as const) {
      const { [module]: amount } = this.held(assetId);
      expect(this.now('draw', amount!, [open('eve', amount!, amount, { module, assetId })], asset)).toBe('accepted');
    }
  }
}

describe('an open input', () => {
  it('lets two trade in one block by the same limits, in whichever order; the third, for whom they do not hold any more, loses nothing', () => {
    for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0]]) {
      const chain = new MarketChain();
      const trades = ['ann', 'bob', 'eve'].map((who) => chain.trade(who, chain.issue('bank', who, 60n)[0]!, 60n, [open(who, 50n)]));
      expect(trades.map((trade) => chain.refusal(trade))).toEqual([undefined, undefined, undefined]);
      expect(chain.advance(order.map((i) => trades[i]!))).toEqual(['accepted', 'accepted', 'refused OPEN_INPUT_OUTSIDE_LIMITS']);
      const [first, second, third] = order.map((i) => ['ann', 'bob', 'eve'][i]!) as [string, string, string];
      expect(chain.held(GRAIN)).toEqual({ market: 894n, [first]: 56n, [second]: 50n });
      expect(chain.held(GOLD)).toEqual({ market: 1_120n, [third]: 60n });
      expect(chain.last[2]).toMatchObject({ outcome: { call: -1, facts: { input: 1, came: '45', atLeast: '50', atMost: String(AMOUNT_MAX) } }, effects: [], events: [] });
    }
  });

  it('is bound to an output that its signer can spend, and that the result says, after what the module made', () => {
    const chain = new MarketChain();
    const trade = chain.trade('ann', chain.issue('bank', 'ann', 100n)[0]!, 60n, [open('bob', 1n, 56n)], [outputOf(GOLD, 40n, lockOf('ann'))]);
    expect(chain.advance([trade])).toEqual(['accepted']);
    expect(chain.last[0]!.effects).toMatchObject([{ module: 'market' }, { module: 'kernel', spent: [], created: [outputOf(GRAIN, 56n, lockOf('bob'))] }]);
    // One declared output, two reserves.
    expect(chain.advance([chain.sign({ inputs: [spend({ txId: trade.txId, index: 3 })], outputs: [outputOf(GRAIN, 56n, lockOf('eve'))] }, 'bob')])).toEqual(['accepted']);
  });

  it.each<[string, bigint, bigint, string]>([
    ['just what comes', 56n, 56n, 'accepted'], ['one more at least', 57n, AMOUNT_MAX, 'refused OPEN_INPUT_OUTSIDE_LIMITS'], ['one less at most', 1n, 55n, 'refused OPEN_INPUT_OUTSIDE_LIMITS'],
  ])('holds the module to its limits: %s', (_, atLeast, atMost, word) => {
    const chain = new MarketChain();
    expect(chain.advance([chain.trade('ann', chain.issue('bank', 'ann', 60n)[0]!, 60n, [open('ann', atLeast, atMost)])])).toEqual([word]);
  });

  it('counts over all calls, and what is put back', () => {
    const chain = new MarketChain();
    const portion = (way: string, amount: string, asset = grain): [string, Json] => ['now', { way, asset, amount }];
    const one = open('eve', 30n, 30n);
    expect(chain.do('eve', [portion('draw', '10'), portion('tidy', '1'), portion('draw', '20')], { inputs: [one] })).toBe('accepted');
    const [coin] = chain.issue('mill', 'eve', 5n);
    expect(chain.do('eve', [portion('draw', '35'), ['fund', { asset: grain, amount: '5' }]], { inputs: [one, spend(coin!)] })).toBe('refused UNBALANCED');
    expect(chain.do('eve', [portion('draw', '35'), ['fund', { asset: grain, amount: '5' }]], { inputs: [one] })).toBe('accepted');
    expect(chain.do('eve', [portion('draw', '1'), ['fund', { asset: grain, amount: '1' }]], {})).toBe('accepted');
    expect(chain.do('eve', [portion('draw', '1'), ['fund', { asset: grain, amount: '1' }]], { inputs: [open('eve', 1n)] })).toBe('refused OPEN_INPUT_OUTSIDE_LIMITS');
    expect(chain.held(GRAIN)).toEqual({ market: 940n, eve: 65n });
  });

  it('is of one asset: two are bound each to its own', () => {
    const chain = new MarketChain();
    const both = [['now', { way: 'draw', asset: grain, amount: '7' }], ['now', { way: 'draw', asset: gold, amount: '9' }]] as const;
    const gets = (...inputs: Input[]): string => chain.do('eve', both, { inputs });
    expect(gets(open('bob', 9n, 9n, { assetId: GOLD }), open('ann', 7n, 7n))).toBe('accepted');
    expect(gets(open('bob', 7n, 7n, { assetId: GOLD }), open('ann', 9n, 9n))).toBe('refused OPEN_INPUT_OUTSIDE_LIMITS');
    expect(gets(open('bob', 7n, 7n))).toBe('refused OPEN_INPUT_MISSING');
    expect(chain.outcome()).toMatchObject({ call: -1, facts: { module: 'market', lock: 'stock', assetId: gold, taken: '9' } });
    expect([chain.held(GOLD), chain.held(GRAIN)]).toEqual([{ market: 991n, bob: 9n }, { market: 993n, ann: 7n }]);
  });

  it('spends nothing by itself: such a transaction is recorded once, and lasts two minutes', () => {
    const chain = new MarketChain();
    const draw = (parts: Partial<TransactionBody>) => chain.ask2('eve', [['now', { way: 'draw', asset: grain, amount: '1' }]], { inputs: [open('eve', 1n)], ...parts });
    expect(chain.refusal(draw({ validUntilMs: chain.timeMs + 120_001 }))).toBe('WINDOW_TOO_LONG');
    const once = draw({});
    expect([chain.advance([once, once]), chain.advance([once])]).toEqual([['ALREADY_RECORDED', 'ALREADY_RECORDED'], ['ALREADY_RECORDED']]);
    expect(chain.held(GRAIN)).toEqual({ market: 999n, eve: 1n });
  });

  const trade = (inputs: readonly Input[], parts: Partial<TransactionBody> = {}) => (chain: MarketChain) => chain.ask2('ann', [['trade', { give: gold, amount: '60', take: grain }]], { inputs, ...parts });
  it.each<[string, (chain: MarketChain) => SealedTransaction, string]>([
    ['for a module that is not in force', trade([open('ann', 1n, 9n, { module: 'market~1' })]), 'OPEN_INPUT_NOT_ACCEPTED'],
    ['for the kernel', trade([open('ann', 1n, 9n, { module: 'kernel' })]), 'OPEN_INPUT_NOT_ACCEPTED'],
    ['under a lock that there is not', trade([open('ann', 1n, 9n, { lock: 'toString' })]), 'OPEN_INPUT_NOT_ACCEPTED'],
    ['under a shared lock that is not open', trade([open('ann', 1n, 9n, { lock: 'till' })]), 'OPEN_INPUT_NOT_ACCEPTED'],
    ['under a lock with owners', trade([open('ann', 1n, 9n, { module: 'pool', lock: 'safe' })]), 'OPEN_INPUT_NOT_ACCEPTED'],
    ['without a call to its module', trade([open('ann', 1n)], { calls: [callOf('ann', 'pool', 'drain', canonicalText({ asset: grain }))] }), 'OPEN_INPUT_NOT_ACCEPTED'],
    ['without any call', trade([open('ann', 1n)], { calls: [] }), 'OPEN_INPUT_NOT_ACCEPTED'],
    ['twice for the same', trade([open('ann', 1n), open('bob', 2n)]), 'OPEN_INPUT_TWICE'],
  ])('cannot be signed %s: neither let in nor recorded', (_, make, code) => {
    const chain = new MarketChain();
    const transaction = make(chain);
    expect([chain.refusal(transaction), chain.advance([transaction])]).toEqual([code, [code]]);
  });

  it('costs whoever signed nothing but the account of the policy when it is refused', () => {
    const chain = new MarketChain();
    const before = chain.head.state.range({ from: OUTPUTS, to: prefixEnd(OUTPUTS)!, limit: 100 });
    expect(chain.now('draw', 9n, [open('eve', 10n)])).toBe('refused OPEN_INPUT_OUTSIDE_LIMITS');
    expect(chain.head.state.range({ from: OUTPUTS, to: prefixEnd(OUTPUTS)!, limit: 100 })).toEqual(before);
  });
});

describe('what lies under an open lock', () => {
  it.each<[string, string, Input[]]>([
    ['draw', 'OPEN_INPUT_MISSING', []], ['pay', 'OPEN_INPUT_MISSING', []], ['hide', 'OPEN_INPUT_MISSING', []],
    ['pay', 'UNBALANCED', [open('ann', 9n)]], ['hide', 'UNBALANCED', [open('ann', 9n)]],
  ])('is not taken by %s: %s', (way, code, inputs) => {
    const chain = new MarketChain();
    expect(chain.now(way, 9n, inputs)).toBe(`refused ${code}`);
    expect(chain.held(GRAIN)).toEqual({ market: 1_000n });
  });

  it.each<[string, string | undefined]>([['tidy', undefined], ['draw', 'OPEN_INPUT_MISSING'], ['pay', 'OPEN_INPUT_MISSING'], ['hide', 'OPEN_INPUT_MISSING']])('is not taken at the end of a block: %s', (way, code) => {
    const chain = new MarketChain();
    expect(chain.do('eve', [['at-end', { way, asset: grain, amount: '9' }]], {})).toBe('accepted');
    expect(chain.said).toEqual(code === undefined ? [] : [{ name: 'hook-left-out', data: { module: 'market', code } }]);
    expect(chain.held(GRAIN)).toEqual({ market: 1_000n });
  });
});

describe('when the module is replaced between signing and execution', () => {
  it('what was signed for the old one is neither taken nor given by the next, which has a space of its own; with its name the same limits are good again', () => {
    const chain = new MarketChain();
    const [coin] = chain.issue('bank', 'ann', 60n);
    const body = { validUntilMs: chain.timeMs + 3_600_000, calls: [callOf('ann', 'market', 'trade', canonicalText({ give: gold, amount: '60', take: grain }))] };
    const signed = chain.sign({ ...body, inputs: [spend(coin!), open('ann', 50n)] }, 'ann');
    expect(chain.refusal(signed)).toBeUndefined();
    chain.empty();
    chain.swap('2.0.0');
    chain.fund(1_000n, 1_000n);
    expect([chain.refusal(signed), chain.advance([signed])]).toEqual(['OPEN_INPUT_NOT_ACCEPTED', ['OPEN_INPUT_NOT_ACCEPTED']]);
    const again = chain.sign({ ...body, inputs: [spend(coin!), open('ann', 50n, AMOUNT_MAX, { module: 'market~1' })] }, 'ann');
    expect(chain.advance([again])).toEqual(['accepted']);
    expect(chain.held(GRAIN)).toEqual({ 'market~1': 944n, ann: 56n, eve: 1_000n });
    chain.empty('market~1');
  });
});

describe('whatever is asked of a market', () => {
  interface Step { readonly way: 'draw' | 'fund'; readonly amount: number; readonly asset: number }
  const step: fc.Arbitrary<Step> = fc.record({ way: fc.constantFrom('draw', 'fund'), amount: fc.integer({ min: 1, max: 40 }), asset: fc.nat(1) });
  const limits = fc.option(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 40 })), { nil: undefined });

  it('a simple sum says the same as the ledger', () => {
    const chain = new MarketChain([10_000n, 10_000n]);
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), fc.tuple(limits, limits), (steps, signed) => {
      const came = [0, 1].map((asset) => steps.reduce((sum, it) => (it.asset !== asset ? sum : sum + (it.way === 'draw' ? it.amount : -it.amount)), 0));
      const inputs = signed.flatMap((it, asset) => (it === undefined ? [] : [open('ann', BigInt(it[0]), BigInt(it[0] + it[1]), { assetId: [GOLD, GRAIN][asset]! })]));
      const isWithin = signed.every((it, asset) => it === undefined || (came[asset]! >= it[0] && came[asset]! <= it[0] + it[1]));
      const isNamed = signed.every((it, asset) => it !== undefined || came[asset]! <= 0);
      const isCovered = came.every((sum) => sum >= 0);
      const expected = !isWithin ? 'refused OPEN_INPUT_OUTSIDE_LIMITS' : !isNamed ? 'refused OPEN_INPUT_MISSING' : !isCovered ? 'refused UNBALANCED' : 'accepted';
      const before = [GOLD, GRAIN].map((asset) => chain.held(asset));
      const commands = steps.map(({ way, amount, asset }): [string, Json] => [way === 'draw' ? 'now' : 'fund', { ...(way === 'draw' && { way }), asset: [gold, grain][asset]!, amount: String(amount) }]);
      expect(chain.do('eve', commands, { inputs })).toBe(expected);
      const got = (asset: number): bigint => (expected === 'accepted' && signed[asset] !== undefined ? BigInt(came[asset]!) : 0n);
      [GOLD, GRAIN].forEach((asset, i) => expect(chain.held(asset)).toEqual({ ...before[i], market: before[i]!['market']! - got(i), ...(got(i) + (before[i]!['ann'] ?? 0n) > 0n && { ann: (before[i]!['ann'] ?? 0n) + got(i) }) }));
    }), { numRuns: 60 });
  });
});
