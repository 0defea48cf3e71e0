import { canonicalText, parseCanonicalJson } from '../codec/json';
import type { AnyModule } from '../module/active-module';
import { moduleLock } from '../protocol/module-lock';
import { blockEffectsId } from '../protocol/ids';
import { decodeOutput } from '../protocol/codec';
import type { OutputEffect, TransactionResult } from '../protocol/result';
import type { OutPoint, Output, SealedTransaction } from '../protocol/transaction';
import { prefixEnd } from '../state/store-key';
import { toHex, utf8 } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { greedy, MISSHAPEN } from '../testing/greedy-module';
import { KernelChain } from '../testing/kernel-chain';
import { keyOf } from '../testing/keys';
import { assetOf, callOf, definitionOf, lockOf, outputOf, spend } from '../testing/ledger-chain';
import { pool } from '../testing/pool-module';
import { HELD, OUTPUTS } from './kernel-stores';
import { decodeHeld } from './held-outputs';

const GOLD = assetOf('bank');
const GRAIN = assetOf('mill');
const [gold, grain] = [toHex(GOLD), toHex(GRAIN)];
const safe = (owner: string, amount: bigint, space = 'pool', asset = GOLD): Output => outputOf(asset, amount, moduleLock(space, { lock: 'safe', owner: keyOf(owner).publicKey, data: {} }));
const MODULES = [pool, greedy, { ...pool, version: '2.0.0' }, { ...pool, name: 'other' }] as unknown as readonly AnyModule[];

/** ann has gold, bob grain; there is a pool, and a module that does what it may not. */
class PoolChain extends KernelChain {
  last: readonly TransactionResult[] = [];
  hooks: readonly OutputEffect[] = [];

  constructor() {
    super(MODULES, { modules: [pool, greedy].map(({ name, version }) => ({ name, version, params: {} })) });
  }
  override build(...given: Parameters<KernelChain['build']>): ReturnType<KernelChain['build']> {
    const built = super.build(...given);
    this.last = built.execution.results;
    this.hooks = built.execution.blockResult.effects;
    return built;
  }
  ask2(actor: string, module: string, command: string, payload: object, parts: object = {}): SealedTransaction {
    return this.sign({ calls: [callOf(actor, module, command, canonicalText(payload as Json))], ...parts }, actor);
  }
  do(actor: string, module: string, command: string, payload: object, parts: object = {}): string {
    return this.advance([this.ask2(actor, module, command, payload, parts)])[0]!;
  }
  /** Puts so much of both assets into the pool. */
  fund(...amounts: readonly [bigint, bigint]): void {
    for (const [issuer, asset, amount] of [['bank', gold, amounts[0]], ['mill', grain, amounts[1]]] as const) {
      const inputs = [{ kind: 'issue', definition: definitionOf(issuer), amount }];
      expect(this.do(issuer, 'pool', 'fund', { asset, amount: String(amount) }, { inputs })).toBe('accepted');
    }
  }
  unspent(): readonly (Output & OutPoint)[] {
    return this.head.state.range({ from: OUTPUTS, to: prefixEnd(OUTPUTS)!, limit: 10_000 }).map(([key, value]) => {
      const place = Buffer.from(key.slice(OUTPUTS.length), 'latin1');
      return { ...decodeOutput(value), txId: Uint8Array.from(place.subarray(0, 32)), index: place.readUInt32BE(32) };
    });
  }
  /** Amounts by who holds them: "asset holder", names standing for keys. */
  holdings(asset: Uint8Array): Record<string, bigint> {
    const sums: Record<string, bigint> = {};
    for (const { assetId, value, lock } of this.unspent()) {
      if (toHex(assetId) !== toHex(asset) || value.kind !== 'amount') continue;
      const who = lock.kind === 'module' ? `${lock.module} ${(parseCanonicalJson(lock.data) as { lock: string }).lock}` : ['ann', 'bob', 'eve', 'bank', 'mill'].find((name) => lock.kind === 'keys' && toHex(lock.keys[0]!) === toHex(keyOf(name).publicKey))!;
      sums[who] = (sums[who] ?? 0n) + value.amount;
    }
    return sums;
  }
  held(space: string) {
    return decodeHeld(this.head.state.get(HELD + String.fromCharCode(...utf8(space))));
  }
  lockSafe(owner: string, ...amounts: bigint[]): readonly OutPoint[] {
    const inputs = amounts.map((amount) => ({ kind: 'issue' as const, definition: definitionOf('bank'), amount }));
    const transaction = this.sign({ inputs, outputs: amounts.map((amount) => safe(owner, amount)) }, 'bank');
    expect(this.advance([transaction])).toEqual(['accepted']);
    return amounts.map((_, index) => ({ txId: transaction.txId, index }));
  }
  swap(module: string, by: object): string {
    const change = (this.ask('epoch') as { nextChange?: number }).nextChange ?? 1;
    const words = [this.give(0, 'propose-change', { changes: [{ kind: 'swap-module', module, by }], atHeight: 0 } as unknown as Json)];
    if (words[0] !== 'accepted') return words[0]!;
    for (const seat of [0, 1, 2]) this.give(seat, 'confirm-modules', { change });
    for (const seat of [1, 2]) words.push(this.give(seat, 'approve-change', { change }));
    return words.at(-1)!;
  }
}
const at = ({ txId, index }: OutPoint) => ({ txId: toHex(txId), index });

describe('an output that is locked to a module', () => {
  const word = (output: Output): string => {
    const chain = new PoolChain();
    const [coin] = chain.issue('bank', 'ann', 5n);
    return chain.advance([chain.sign({ inputs: [spend(coin!)], outputs: [output] }, 'ann')])[0]!;
  };
  const module = (name: string, data: object | string): Output => outputOf(GOLD, 5n, { kind: 'module', module: name, data: utf8(typeof data === 'string' ? data : canonicalText(data as never)) });
  const owner = toHex(keyOf('ann').publicKey);
  it.each<[string, Output, string]>([
    ['as the module declares', safe('ann', 5n), 'accepted'],
    ['to a module that is not in force', safe('ann', 5n, 'fee'), 'LOCK_NOT_ACCEPTED'],
    ['to a module that this software has, and the chain has not', safe('ann', 5n, 'other'), 'LOCK_NOT_ACCEPTED'],
    ['to the kernel', safe('ann', 5n, 'kernel'), 'LOCK_NOT_ACCEPTED'],
    ['in a way that only the module does', module('pool', { lock: 'reserve', data: {} }), 'LOCK_NOT_ACCEPTED'],
    ['in such a way, with an owner', module('pool', { lock: 'reserve', data: {}, owner }), 'LOCK_NOT_ACCEPTED'],
    ['without an owner where there must be one', module('pool', { lock: 'safe', data: {} }), 'LOCK_NOT_ACCEPTED'],
    ['with an owner who is no key', module('pool', { lock: 'safe', data: {}, owner: 'ann' }), 'LOCK_NOT_ACCEPTED'],
    ['with an owner in capitals', module('pool', { lock: 'safe', data: {}, owner: owner.toUpperCase() }), 'LOCK_NOT_ACCEPTED'],
    ['in a way that it does not know', module('pool', { lock: 'toString', data: {}, owner }), 'LOCK_NOT_ACCEPTED'],
    ['with more than it wants to know', module('pool', { lock: 'safe', data: { more: 1 }, owner }), 'LOCK_NOT_ACCEPTED'],
    ['with a field that nobody reads', module('pool', { lock: 'safe', data: {}, owner, also: 1 }), 'LOCK_NOT_ACCEPTED'],
    ['in JSON that is not canonical', module('pool', `{"lock":"safe","data":{},"owner":"${owner}"}`), 'LOCK_NOT_ACCEPTED'],
    ['in bytes that are no JSON', module('pool', '{'), 'LOCK_NOT_ACCEPTED'],
    ['in nothing', module('pool', ''), 'LOCK_NOT_ACCEPTED'],
  ])('%s', (_, output, expected) => expect(word(output)).toBe(expected));

  it('is spent by no signature while the module is in force, by the module when its owner asks, and by nobody twice', () => {
    const chain = new PoolChain();
    const [one] = chain.lockSafe('ann', 5n);
    expect(chain.held('pool')).toEqual({ owned: 1, shared: 0 });
    expect(chain.advance([chain.sign({ inputs: [spend(one!)], outputs: [outputOf(GOLD, 5n, lockOf('ann'))] }, 'ann')])).toEqual(['MODULE_LOCKED']);
    expect(chain.refusal(chain.ask2('bob', 'pool', 'fetch', at(one!)))).toBe('NOT_YOURS');
    expect(chain.advance([chain.ask2('ann', 'pool', 'fetch', at(one!)), chain.ask2('ann', 'pool', 'fetch', at(one!))])).toEqual(['accepted', 'refused NOT_YOURS']);
    expect([chain.holdings(GOLD), chain.held('pool')]).toEqual([{ ann: 5n }, { owned: 0, shared: 0 }]);
    // What the module made counts on after what the transaction declared: here nothing.
    expect(chain.last[0]).toMatchObject({ effects: [{ module: 'pool', spent: [one], created: [{ lock: lockOf('ann') }] }] });
    const made = { txId: chain.last[0]!.txId, index: 0 };
    expect(chain.advance([chain.sign({ inputs: [spend(made)], outputs: [outputOf(GOLD, 5n, lockOf('bob'))] }, 'ann')])).toEqual(['accepted']);
  });
});

describe('a module’s call', () => {
  it('spends and makes outputs, weighed together with what the transaction declares: two who trade at once do not stand in each other’s way', () => {
    const chain = new PoolChain();
    chain.fund(1_000n, 1_000n);
    const [a, b] = [chain.issue('bank', 'ann', 100n)[0]!, chain.issue('bank', 'bob', 100n)[0]!];
    const trade = (who: string, coin: OutPoint, least: string) => chain.ask2(who, 'pool', 'trade', { give: gold, amount: '60', take: grain, least }, { inputs: [spend(coin)], outputs: [outputOf(GOLD, 40n, lockOf(who))] });
    const [first, second] = [trade('ann', a, '50'), trade('bob', b, '50')];
    expect(chain.advance([first, second])).toEqual(['accepted', 'accepted']);
    expect(chain.holdings(GRAIN)).toEqual({ 'pool reserve': 1_000n - 56n - 50n, ann: 56n, bob: 50n });
    expect(chain.holdings(GOLD)).toEqual({ 'pool reserve': 1_120n, ann: 40n, bob: 40n });
    expect(chain.last[1]!.effects[0]!.spent).toEqual([{ txId: first.txId, index: 1 }, { txId: first.txId, index: 2 }]);
    expect(chain.held('pool')).toEqual({ owned: 0, shared: 2 });
  });

  it('is refused by the kernel when the whole does not balance, and nothing of it stays; what it cost to find out is recorded', () => {
    const chain = new PoolChain();
    chain.fund(1_000n, 1_000n);
    const before = chain.unspent();
    const [coin] = chain.issue('bank', 'ann', 100n);
    const trade = (outputs: readonly Output[]) => chain.ask2('ann', 'pool', 'trade', { give: gold, amount: '60', take: grain, least: '1' }, { inputs: [spend(coin!)], outputs });
    const short = [trade([]), trade([outputOf(GOLD, 39n, lockOf('ann'))]), trade([outputOf(GOLD, 40n, lockOf('ann')), outputOf(GRAIN, 1n, lockOf('ann'))])];
    expect(chain.refusal(short[0]!)).toBeUndefined();
    expect(chain.advance(short)).toEqual(short.map(() => 'refused UNBALANCED'));
    expect(chain.last[0]).toMatchObject({ outcome: { call: -1, code: 'UNBALANCED', facts: { in: '1100', out: '1060' } }, effects: [], events: [] });
    expect(chain.unspent().length).toBe(before.length + 1);
    expect(chain.advance(short)).toEqual(short.map(() => 'ALREADY_RECORDED'));
  });

  it('finds what the call before it made, in one transaction', () => {
    const chain = new PoolChain();
    chain.fund(1_000n, 1_000n);
    const [coin] = chain.issue('bank', 'ann', 20n);
    const call = (least: string) => callOf('ann', 'pool', 'trade', canonicalText({ give: gold, amount: '10', take: grain, least }));
    const transaction = chain.sign({ inputs: [spend(coin!)], calls: [call('9'), call('9')] }, 'ann');
    expect(chain.advance([transaction])).toEqual(['accepted']);
    expect(chain.last[0]!.effects.map(({ spent, created }) => [spent.length, created.length])).toEqual([[2, 3], [2, 3]]);
    const stale = chain.sign({ inputs: [spend(chain.issue('bank', 'ann', 20n)[0]!)], calls: [call('9'), call('10')] }, 'ann');
    expect(chain.advance([stale])).toEqual(['refused TOO_LITTLE']);
    expect(chain.held('pool')).toEqual({ owned: 0, shared: 2 });
  });
});

describe('what a module may not', () => {
  const CASES: readonly [string, string][] = [
    ['mint', 'UNBALANCED'], ['nothing', 'AMOUNT_OVERFLOW'], ['grab', 'OUTPUT_NOT_THERE'], ['grab-own', 'OUTPUT_NOT_THERE'], ['burn', 'OUTPUT_NOT_THERE'],
  ];
  /** Another module's output, and one of a key's. */
  const outputs = (chain: PoolChain): OutPoint[] => [chain.lockSafe('ann', 9n)[0]!, chain.issue('bank', 'ann', 9n)[0]!];

  it.each(CASES)('%s: neither in a call nor at the end of a block', (way, code) => {
    const chain = new PoolChain();
    for (const outPoint of outputs(chain)) {
      const before = chain.unspent();
      expect(chain.do('eve', 'greedy', 'now', { way, asset: gold, ...at(outPoint), count: 1 })).toBe(`refused ${code}`);
      expect(chain.do('eve', 'greedy', 'at-end', { way, asset: gold, ...at(outPoint), count: 1 })).toBe('accepted');
      expect([chain.said, chain.hooks]).toEqual([[{ name: 'hook-left-out', data: { module: 'greedy', code } }], []]);
      expect(chain.unspent()).toEqual(before);
    }
  });

  it.each([['burn', 'UNBALANCED'], ['twice', 'OUTPUT_NOT_THERE'], ['grab-and-refuse', 'CHANGED_ITS_MIND']])('%s, with an output of its own', (way, code) => {
    const chain = new PoolChain();
    const nest = outputOf(GOLD, 300n, moduleLock('greedy', { lock: 'nest', owner: keyOf('ann').publicKey, data: {} }));
    const laid = chain.sign({ inputs: [{ kind: 'issue', definition: definitionOf('bank'), amount: 300n }], outputs: [nest] }, 'bank');
    expect(chain.advance([laid])).toEqual(['accepted']);
    const asked = { way, asset: gold, txId: toHex(laid.txId), index: 0, count: 1 };
    expect([chain.do('eve', 'greedy', 'now', asked), chain.do('eve', 'greedy', 'at-end', asked)]).toEqual([`refused ${code}`, 'accepted']);
    expect([chain.said, chain.holdings(GOLD), chain.held('greedy')]).toEqual([[{ name: 'hook-left-out', data: { module: 'greedy', code } }], { 'greedy nest': 300n }, { owned: 1, shared: 0 }]);
  });

  it.each(MISSHAPEN.map((lock, form) => [form, lock.threshold, lock.keys.length]))('make an output that nobody could declare (%i: %i of %i keys): that is its fault, and nothing of it is recorded', (form) => {
    const chain = new PoolChain();
    const asked = chain.ask2('eve', 'greedy', 'now', { way: 'misshape', asset: gold, txId: '00'.repeat(32), index: 0, count: form });
    const { leftOut, block } = chain.build([asked]);
    expect([leftOut.map(({ kind }) => kind), block.transactions]).toEqual([['fault'], []]);
    expect(String((leftOut[0] as unknown as { error: { cause: Error } }).error.cause)).toContain('greedy makes outputs as a transaction may declare them');
  });

  it('touch more than 256 outputs at once', () => {
    const chain = new PoolChain();
    const nest = outputOf(GOLD, 300n, moduleLock('greedy', { lock: 'nest', owner: keyOf('ann').publicKey, data: {} }));
    const laid = chain.sign({ inputs: [1, 2].map(() => ({ kind: 'issue' as const, definition: definitionOf('bank'), amount: 300n })), outputs: [nest, nest] }, 'bank');
    chain.advance([laid]);
    const asked = (index: number, count: number) => ({ way: 'split', asset: gold, txId: toHex(laid.txId), index, count });
    expect(chain.do('eve', 'greedy', 'now', asked(0, 257))).toBe('refused TOO_MANY_EFFECTS');
    const both = [asked(0, 200), asked(1, 57)].map((payload) => callOf('eve', 'greedy', 'now', canonicalText(payload)));
    expect(chain.advance([chain.sign({ calls: both }, 'eve')])).toEqual(['refused TOO_MANY_EFFECTS']);
    expect(chain.do('eve', 'greedy', 'at-end', asked(0, 257))).toBe('accepted');
    expect(chain.said).toEqual([{ name: 'hook-left-out', data: { module: 'greedy', code: 'TOO_MANY_EFFECTS' } }]);
    expect(chain.do('eve', 'greedy', 'now', asked(0, 256))).toBe('accepted');
    expect([chain.last[0]!.effects[0]!.created.length, chain.holdings(GOLD)]).toEqual([255, { eve: 300n, 'greedy nest': 300n }]);
  });
});

describe('a hook', () => {
  it('pays out a few in each block, at an id that follows from the block', () => {
    const chain = new PoolChain();
    const safes = chain.lockSafe('ann', 1n, 2n, 3n, 4n, 5n, 6n);
    const later = chain.sign({ calls: safes.map((outPoint) => callOf('ann', 'pool', 'fetch-later', canonicalText(at(outPoint)))) }, 'ann');
    const parent = chain.head;
    expect(chain.advance([later])).toEqual(['accepted']);
    const id = blockEffectsId(chain.executor.chainId, chain.head.header.height, parent.id);
    expect([chain.hooks[0]!.spent, chain.held('pool').owned, chain.holdings(GOLD)]).toEqual([safes.slice(0, 4), 2, { ann: 10n, 'pool safe': 11n }]);
    const paid = chain.sign({ inputs: [0, 1, 2, 3].map((index) => spend({ txId: id, index })), outputs: [outputOf(GOLD, 10n, lockOf('bob'))] }, 'ann');
    expect(chain.advance([paid])).toEqual(['accepted']);
    expect([chain.held('pool'), chain.holdings(GOLD)]).toEqual([{ owned: 0, shared: 0 }, { ann: 11n, bob: 10n }]);
  });
});

describe('when a module is replaced', () => {
  const OTHER = { name: 'pool', version: '2.0.0', parameters: {} };

  it('what belongs to somebody is theirs, and nobody else’s; what comes later under the same name cannot touch it', () => {
    const chain = new PoolChain();
    const [one, two] = chain.lockSafe('ann', 5n, 7n);
    expect(chain.ask('outlook', { changes: [{ kind: 'swap-module', module: 'pool', by: OTHER }] } as unknown as Json)).toMatchObject({ modules: [{ returned: 2 }] });
    expect(chain.swap('pool', OTHER)).toBe('accepted');
    for (let i = 0; i < 9 && !chain.said.some(({ name }) => name === 'modules-changed'); i += 1) chain.pass(1);
    expect(chain.said.map(({ name }) => name)).toEqual(['modules-changed']);
    const take = (who: string, outPoint: OutPoint, amount: bigint) => chain.sign({ inputs: [spend(outPoint)], outputs: [outputOf(GOLD, amount, lockOf(who))] }, who);
    expect(chain.refusal(chain.ask2('ann', 'pool', 'fetch', at(one!)))).toBe('NOT_YOURS');
    expect(chain.advance([take('eve', one!, 5n), take('ann', one!, 5n)])).toEqual(['SIGNATURE_MISSING', 'accepted']);
    expect(chain.advance([chain.sign({ inputs: [spend(two!)], outputs: [safe('ann', 7n)] }, 'ann'), chain.sign({ inputs: [spend(two!)], outputs: [safe('ann', 7n, 'pool~1')] }, 'ann')])).toEqual(['LOCK_NOT_ACCEPTED', 'accepted']);
    expect(chain.holdings(GOLD)).toEqual({ ann: 5n, 'pool~1 safe': 7n });
  });

  it('what was signed for it and has not been recorded is told that the module is gone, not that it does not balance', () => {
    const chain = new PoolChain();
    const [coin] = chain.issue('bank', 'ann', 100n);
    const fund = chain.ask2('ann', 'pool', 'fund', { asset: gold, amount: '100' }, { inputs: [spend(coin!)], validUntilMs: chain.timeMs + 3_000_000 });
    expect(chain.refusal(fund)).toBeUndefined();
    expect(chain.swap('pool', { ...OTHER, name: 'other', version: '1.0.0' })).toBe('accepted');
    chain.pass(2);
    expect(chain.refusal(fund)).toBe('UNKNOWN_MODULE');
    expect(chain.advance([fund])).toEqual(['UNKNOWN_MODULE']);
  });

  it('nothing may be left that belongs to nobody alone: the swap is refused, when proposed and when decided', () => {
    const chain = new PoolChain();
    chain.fund(10n, 10n);
    expect(chain.swap('pool', OTHER)).toBe('refused OUTPUTS_HELD');
    expect(['gold', 'grain'].map((name) => chain.do('ann', 'pool', 'drain', { asset: name === 'gold' ? gold : grain }))).toEqual(['accepted', 'accepted']);
    expect(chain.give(0, 'propose-change', { changes: [{ kind: 'swap-module', module: 'pool', by: OTHER }], atHeight: chain.head.header.height + 12 } as unknown as Json)).toBe('accepted');
    for (const seat of [0, 1, 2]) chain.give(seat, 'confirm-modules', { change: 1 });
    expect(chain.approve(1, 1, 2)).toEqual(['accepted', 'accepted']);
    // Somebody gives the pool a new reserve before the change takes effect.
    expect(chain.do('bank', 'pool', 'fund', { asset: gold, amount: '10' }, { inputs: [{ kind: 'issue', definition: definitionOf('bank'), amount: 10n }] })).toBe('accepted');
    for (let i = 0; i < 20 && !chain.said.some(({ name }) => name === 'change-failed'); i += 1) chain.pass(1);
    expect(chain.said).toEqual([{ name: 'change-failed', data: { change: 1, code: 'OUTPUTS_HELD', facts: { module: 'pool', outputs: 1 } } }]);
    expect(chain.do('ann', 'pool', 'drain', { asset: gold })).toBe('accepted');
  });
});
