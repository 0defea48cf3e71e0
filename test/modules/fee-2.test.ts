import { AMOUNT_MAX, concatBytes, fromHex, moduleLock, toHex, type Hash, type Json, type ReadView } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { changeModule } from '@bystack/chain-core/testing/contract';
import { assetOf, definitionOf, lockOf, outputOf, spend } from '@bystack/chain-core/testing/ledger-chain';
import { openRegistration } from '@bystack/modules-identity';
import { fee, fee2, quota2 } from '@bystack/modules-transactions';

const COIN = assetOf('mint');
const hex = (name: string): string => toHex(keyOf(name).publicKey);
const to = (name: string, amount: bigint, asset = COIN) => outputOf(asset, amount, lockOf(name));
const payIn = (name: string, amount: bigint, space = 'fee', asset = COIN) => outputOf(asset, amount, moduleLock(space, { lock: 'account', owner: keyOf(name).publicKey, data: {} }));
const params = { asset: toHex(COIN), treasury: hex('treasury'), perTransaction: 5, handOverFrom: 10 };
/** The same, and says what it otherwise keeps to itself: what of an account is used and not handed over. */
const owedOf = ({ state }: { state: ReadView }, { key }: { key: string }): string => String(Buffer.from(state.get('accounts', concatBytes(fromHex(key)!, COIN))!).readBigUInt64BE(16));
const telling = { ...fee2, queries: { ...fee2.queries, owed: { ...fee2.queries!['account']!, answer: owedOf } } };
/** Enough to keep one block from settling all of them, by their keys: the lowest first. */
const CROWD = Array.from({ length: 18 }, (_, i) => `member ${String.fromCharCode(97 + i)}`).sort((a, b) => (hex(a) < hex(b) ? -1 : 1));
type Outputs = readonly ReturnType<typeof to>[];

class Chain extends ModuleHarness {
  #spelling = 0;

  constructor(policy: { readonly name: string; readonly version: string } = fee2, given: object = params, names = ['ann', 'bob']) {
    const members = names.map((name) => ({ key: hex(name), name, roles: [] }));
    super({ modules: [{ module: policy as never, params: given as never }, { module: openRegistration, params: { admins: [], members } }], spare: [fee, fee2, quota2].filter(({ name, version }) => name !== policy.name || version !== policy.version) as never });
  }
  issue(outputs: Outputs, issuer = 'mint'): { readonly txId: Hash; readonly code: string | undefined } {
    const amount = outputs.reduce((sum, { value }) => sum + (value.kind === 'amount' ? value.amount : 0n), 0n);
    const made = this.sign({ inputs: [{ kind: 'issue', definition: definitionOf(issuer), amount }], outputs }, issuer);
    return { txId: made.txId, code: this.block([made])[0]!.code };
  }
  write(actor: string): string | undefined {
    this.#spelling += 1;
    return this.call({ module: 'open-registration', command: 'rename', actor, payload: { name: `${actor} ${this.#spelling}` } }).code;
  }
  /** All of them in one block. */
  writeAll(actors: readonly string[]): readonly (string | undefined)[] {
    this.#spelling += 1;
    const renames = actors.map((actor) => this.transaction([{ module: 'open-registration', command: 'rename', actor, payload: { name: `${actor} ${this.#spelling}` } }]));
    return this.block(renames).map(({ code }) => code);
  }
  /** What of an account is used and not handed over. */
  owed(name: string): bigint {
    return BigInt(this.query('fee', 'owed', { key: hex(name) }) as string);
  }
  payOut(actor: string, payload: Json = {}): string | undefined {
    return this.call({ module: 'fee', command: 'pay-out', actor, payload }).code;
  }
  account(name: string): readonly [amount: string, paidIn: string] {
    const { amount, paidIn } = this.query('fee', 'account', { key: hex(name) }) as { amount: string; paidIn: string };
    return [amount, paidIn];
  }
  spends(name: string, txId: Hash, index: number, outputs: Outputs): string | undefined {
    return this.block([this.sign({ inputs: [spend({ txId, index })], outputs }, name)])[0]!.code;
  }
}

describe('fees that are paid back', () => {
  it('are the treasury’s as they are used, in one output for all accounts, and nothing is lost on the way', () => {
    const chain = new Chain();
    chain.issue([payIn('ann', 40n), payIn('bob', 7n), payIn('bob', 40n)]);
    expect([chain.write('ann'), chain.write('bob'), chain.account('ann'), chain.account('bob')]).toEqual([undefined, undefined, ['35', '35'], ['42', '42']]);
    const both = ['ann', 'bob'].map((actor) => chain.transaction([{ module: 'open-registration', command: 'rename', actor, payload: { name: `${actor} again` } }]));
    expect(chain.block(both).map(({ code }) => code)).toEqual([undefined, undefined]);
    expect([chain.account('ann'), chain.account('bob')]).toEqual([['30', '30'], ['37', '37']]);
    expect([chain.payOut('ann'), chain.payOut('bob', { amount: '30' })]).toEqual([undefined, undefined]);
    expect([chain.account('ann'), chain.account('bob'), chain.write('ann')]).toEqual([['0', '0'], ['2', '2'], 'FEE_UNPAID']);
  });

  it('cannot be kept from their owner by tiny pieces that others pay in', () => {
    const chain = new Chain();
    const dust = Array.from({ length: 255 }, () => payIn('ann', 1n));
    for (let i = 0; i < 3; i += 1) expect(chain.issue(dust).code).toBeUndefined();
    expect(chain.issue([payIn('ann', 1_000n)]).code).toBeUndefined();
    expect(chain.account('ann')).toEqual(['1765', '1765']);
    expect(chain.payOut('ann', { amount: '1000' })).toBeUndefined();
    // The large piece was enough for this; of the others 200 are taken at a time.
    expect([chain.account('ann'), chain.payOut('ann'), chain.account('ann')]).toEqual([['760', '760'], undefined, ['560', '560']]);
  });

  it('are handed over in turn: whose keys are low, and who write in every block, keep nobody else waiting', () => {
    const chain = new Chain(telling, { ...params, handOverFrom: 5 }, CROWD);
    const [first, last] = [CROWD.slice(0, 16), CROWD.slice(16)];
    expect(chain.issue([...first.map((name) => payIn(name, 400n)), ...last.map((name) => payIn(name, 100n))]).code).toBeUndefined();
    const owed = () => last.map((name) => chain.owed(name));
    expect([chain.writeAll(CROWD), owed()]).toEqual([CROWD.map(() => undefined), [5n, 5n]]);
    // The others write in every block, and had their turn.
    expect([chain.writeAll(first), owed()]).toEqual([first.map(() => undefined), [0n, 0n]]);
    expect(first.map((name) => chain.owed(name)).filter((each) => each > 0n)).toHaveLength(2);
    chain.block([]);
    expect(CROWD.map((name) => chain.owed(name))).toEqual(CROWD.map(() => 0n));
  });

  it('keep who owes more than eight of their pieces come to from standing in others’ way', () => {
    const chain = new Chain(telling, { ...params, handOverFrom: 50 }, CROWD);
    const [dusty, last] = [CROWD.slice(0, 16), CROWD[17]!];
    for (const name of dusty) expect(chain.issue(Array.from({ length: 60 }, () => payIn(name, 1n))).code).toBeUndefined();
    expect(chain.issue([payIn(last, 100n)]).code).toBeUndefined();
    for (let i = 0; i < 9; i += 1) chain.writeAll([...dusty, last]);
    expect([...dusty, last].map((name) => chain.owed(name))).toEqual([...dusty, last].map(() => 45n));
    chain.writeAll([...dusty, last]);
    // Of each of the first 16 eight pieces of one unit were taken; the last one is next, though their keys come before.
    expect([chain.owed(dusty[0]!), chain.owed(last)]).toEqual([42n, 50n]);
    chain.block([]);
    expect([chain.owed(dusty[0]!), chain.owed(last)]).toEqual([34n, 0n]);
    for (let i = 0; i < 8; i += 1) chain.block([]);
    expect([chain.blockEvents, dusty.map((name) => chain.owed(name))]).toEqual([[], dusty.map(() => 0n)]);
  });

  it('write no account for who neither pays nor is paid in for', () => {
    const chain = new Chain();
    expect(chain.issue([to('ann', 9n), payIn('bob', 9n)]).code).toBeUndefined();
    expect(chain.query('fee', 'accounts')).toMatchObject([{ key: hex('bob') }]);
  });

  it('are handed over although two accounts together hold more than an amount can be', () => {
    const chain = new Chain();
    for (const name of ['ann', 'bob']) expect(chain.issue([payIn(name, AMOUNT_MAX)]).code).toBeUndefined();
    const twice = [1, 2].flatMap((n) => ['ann', 'bob'].map((actor) => chain.transaction([{ module: 'open-registration', command: 'rename', actor, payload: { name: `${actor} ${n}` } }])));
    expect(chain.block(twice).map(({ code }) => code)).toEqual([undefined, undefined, undefined, undefined]);
    const left = String(AMOUNT_MAX - 10n);
    expect([chain.blockEvents, chain.account('ann'), chain.account('bob')]).toEqual([[], [left, left], [left, left]]);
    chain.block([]);
    expect([chain.blockEvents, chain.payOut('ann'), chain.payOut('bob')]).toEqual([[], undefined, undefined]);
  });

  it('are not paid with another asset, and nothing is paid out of one that was never paid in', () => {
    const chain = new Chain();
    chain.issue([payIn('ann', 100n)]);
    const other = assetOf('bank');
    expect(chain.issue([payIn('bob', 9n, 'fee', other)], 'bank').code).toBe('FEE_UNPAID');
    expect(chain.payOut('ann', { asset: toHex(other) })).toBe('NOTHING_PAID_IN');
    expect(chain.account('ann')).toEqual(['95', '95']);
  });

  it('take payment for what the paying in itself costs, and leave others’ deposits to them', () => {
    const chain = new Chain();
    const { txId } = chain.issue([to('ann', 20n), payIn('bob', 6n)]);
    expect(chain.spends('ann', txId, 0, [payIn('bob', 20n)])).toBe('FEE_UNPAID');
    expect(chain.spends('ann', txId, 0, [payIn('ann', 4n), to('ann', 16n)])).toBe('FEE_UNPAID');
    expect(chain.spends('ann', txId, 0, [payIn('ann', 8n), payIn('bob', 12n)])).toBeUndefined();
    expect([chain.account('ann'), chain.account('bob')]).toEqual([['3', '3'], ['18', '18']]);
    expect(chain.spends('bob', txId, 1, [to('bob', 6n)])).toBe('MODULE_LOCKED');
  });
});

describe('when fees change', () => {
  it('from 1.0.0, what was paid to the treasury is credit: good for fees, and not paid out; back again it is there, and deposits are their owners’', async () => {
    const { handOverFrom: _, ...first } = params;
    const chain = new Chain(fee, first);
    const paid = chain.issue([to('treasury', 12n), to('mint', 8n), to('ann', 50n)]);
    expect(chain.query('fee', 'account', { key: hex('mint') })).toMatchObject({ amount: '12' });
    expect((await changeModule(chain, 'fee', fee2 as never, params as never)).name).toBe('modules-changed');
    expect([chain.account('mint'), chain.payOut('mint'), chain.account('mint')]).toEqual([['12', '0'], 'NOTHING_PAID_IN', ['7', '0']]);
    const { lock } = chain.query('fee', 'account', { key: hex('ann') }) as { lock: { module: string } };
    expect(chain.spends('ann', paid.txId, 2, [payIn('ann', 50n)])).toBe('LOCK_NOT_ACCEPTED');
    const into = chain.sign({ inputs: [spend({ txId: paid.txId, index: 2 })], outputs: [payIn('ann', 50n, lock.module)] }, 'ann');
    expect(chain.block([into])[0]!.accepted).toBe(true);
    expect(chain.account('ann')).toEqual(['45', '45']);
    const by = { name: 'fee', version: '1.0.0', parameters: first };
    expect(chain.query('kernel', 'outlook', { changes: [{ kind: 'swap-module', module: 'fee', by }] } as never)).toMatchObject({ modules: [{ carriesOver: true, carriesBack: true, returned: 1 }] });
    expect((await changeModule(chain, 'fee', fee as never, first as never)).name).toBe('modules-changed');
    expect(chain.query('fee', 'account', { key: hex('mint') })).toMatchObject({ amount: '7' });
    expect(chain.spends('bob', into.txId, 0, [to('treasury', 50n)])).toBe('SIGNATURE_MISSING');
    expect(chain.spends('ann', into.txId, 0, [to('treasury', 10n), to('ann', 40n)])).toBeUndefined();
    expect(chain.query('fee', 'account', { key: hex('ann') })).toMatchObject({ amount: '5' });
  });

  it('to quotas, credit is kept for the day when fees return, and deposits are their owners’', async () => {
    const chain = new Chain();
    const { txId } = chain.issue([payIn('ann', 50n)]);
    expect((await changeModule(chain, 'fee', quota2 as never, {})).name).toBe('modules-changed');
    expect(chain.spends('ann', txId, 0, [to('bob', 50n)])).toBeUndefined();
  });
});
