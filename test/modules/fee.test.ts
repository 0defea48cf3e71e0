import { toHex, type Json, type JsonObject } from '@bystack/chain-core/module';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { assetOf, definitionOf, lockOf, outputOf, spend } from '@bystack/chain-core/testing/ledger-chain';
import { openRegistration } from '@bystack/modules-identity';
import { fee, fee2, quota, quota2 } from '@bystack/modules-transactions';

const COIN = assetOf('mint');
const hex = (name: string): string => toHex(keyOf(name).publicKey);
const to = (name: string, amount: bigint, ...also: string[]) => outputOf(COIN, amount, lockOf(name, ...also));
const params = (more: JsonObject = {}): JsonObject => ({ asset: toHex(COIN), treasury: hex('treasury'), perTransaction: 5, ...more });

class Chain extends ModuleHarness {
  #spelling = 0;

  constructor(policy: { module: unknown; params?: JsonObject }, spare: readonly unknown[] = []) {
    const members = ['ann', 'bob'].map((name) => ({ key: hex(name), name, roles: [] }));
    super({ modules: [policy as never, { module: openRegistration, params: { admins: [], members } }], spare: spare as never });
  }

  issue(...outputs: ReturnType<typeof to>[]) {
    const amount = outputs.reduce((sum, { value }) => sum + (value.kind === 'amount' ? value.amount : 0n), 0n);
    return this.sign({ inputs: [{ kind: 'issue', definition: definitionOf('mint'), amount }], outputs }, 'mint');
  }

  write(actor: string): string | undefined {
    this.#spelling += 1;
    return this.call({ module: 'open-registration', command: 'rename', actor, payload: { name: `${actor} ${this.#spelling}` } }).code;
  }

  account(name: string): string {
    return (this.query('fee', 'account', { key: hex(name) }) as { amount: string }).amount;
  }

  /** Lets the one validator swap the policy, and makes blocks until it has happened. */
  swap(module: string, name: string, version: string, parameters: Json): void {
    const by = { name, version, parameters };
    const give = (command: string, payload: Json) => this.call({ module: 'kernel', command, actor: 'test node 0', payload });
    const proposed = give('propose-change', { changes: [{ kind: 'swap-module', module, by }], atHeight: this.height + 6 });
    expect(proposed).toMatchObject({ accepted: true });
    const change = (proposed.events[0]!.data as { change: number }).change;
    for (const command of ['confirm-modules', 'approve-change']) expect(give(command, { change })).toMatchObject({ accepted: true });
    for (let i = 0; i < 12 && !this.blockEvents.some(({ name: event }) => event === 'modules-changed' || event === 'change-failed'); i += 1) this.block([]);
    expect(this.blockEvents).toEqual([expect.objectContaining({ name: 'modules-changed' })]);
  }
}

describe('the fee', () => {
  it('is paid from what was paid in, and nothing is taken from what is not recorded', () => {
    const chain = new Chain({ module: fee, params: params() });
    const refused = chain.call({ module: 'open-registration', command: 'rename', actor: 'ann', payload: { name: 'Ann' } });
    expect(refused).toMatchObject({ accepted: false, code: 'FEE_UNPAID', facts: { price: '5', account: '0', missing: '5', payer: hex('ann') } });
    const [issued] = [chain.issue(to('ann', 12n))];
    expect(chain.block([issued])[0]!.accepted).toBe(true);
    const pay = (amount: bigint) => chain.sign({ inputs: [spend({ txId: issued.txId, index: 0 })], outputs: [to('treasury', amount), to('ann', 12n - amount)] }, 'ann');
    expect(chain.block([pay(4n)])[0]!.code).toBe('FEE_UNPAID');
    expect([chain.account('ann'), chain.block([pay(11n)])[0]!.accepted, chain.account('ann')]).toEqual(['0', true, '6']);
    expect([chain.write('ann'), chain.write('ann'), chain.account('ann')]).toEqual([undefined, 'FEE_UNPAID', '1']);
  });

  it('says the same at admission as in the block, also for what is one too many in a block', () => {
    const chain = new Chain({ module: fee, params: params() });
    chain.block([chain.issue(to('mint', 1n))]);
    chain.block([chain.issue(to('treasury', 10n))]);
    const rename = (name: string) => ({ module: 'open-registration', command: 'register', actor: 'mint', payload: { name } });
    expect(chain.check(rename('a'))).toBeUndefined();
    const three = ['a', 'b', 'c'].map((name) => chain.transaction([rename(name)]));
    // The second is refused by the module, on the chain, and costs the same; the third finds the account empty.
    expect(chain.block(three).map(({ code }) => code)).toEqual([undefined, 'ALREADY_REGISTERED', 'FEE_UNPAID']);
    expect([chain.check(rename('c')), chain.account('mint')]).toEqual(['FEE_UNPAID', '0']);
  });

  it('takes only what the treasury alone can spend at once for a payment', () => {
    const chain = new Chain({ module: fee, params: params() });
    const later = { ...to('treasury', 50n), lock: { ...lockOf('treasury'), notBeforeMs: 4_102_444_800_000 } };
    const other = outputOf(assetOf('ann'), 50n, lockOf('treasury'));
    expect(chain.block([chain.issue(later, to('treasury', 50n, 'mint'), to('bob', 50n))])[0]!.accepted).toBe(true);
    expect(chain.account('mint')).toBe('0');
    const own = chain.sign({ inputs: [{ kind: 'issue', definition: definitionOf('ann'), amount: 50n }], outputs: [other] }, 'ann');
    expect(chain.block([own])[0]).toMatchObject({ code: 'FEE_UNPAID', facts: { account: '0' } });
  });

  it('costs more for more bytes', () => {
    const chain = new Chain({ module: fee, params: params({ perByte: 2 }) });
    const payment = chain.issue(to('treasury', 1_000n));
    chain.block([payment]);
    const call = chain.transaction([{ module: 'open-registration', command: 'register', actor: 'mint', payload: { name: 'Mint' } }]);
    chain.block([call]);
    expect(chain.account('mint')).toBe(String(1_000 - 5 - 2 * call.bytes.length));
    expect(chain.query('fee', 'price', { sizeBytes: call.bytes.length })).toMatchObject({ amount: String(5 + 2 * call.bytes.length) });
  });

  it('counts what was paid in by asset, so that what was paid in one is worth nothing in another', () => {
    const chain = new Chain({ module: fee, params: params() });
    chain.block([chain.issue(to('ann', 1n), to('treasury', 1_000_000n))]);
    const give = (command: string, payload: Json) => chain.call({ module: 'kernel', command, actor: 'test node 0', payload }).code;
    const change = (asset: string) => {
      const changes = [{ kind: 'set-parameters', module: 'fee', parameters: { asset } }];
      expect(give('propose-change', { changes, atHeight: chain.height + 2 })).toBeUndefined();
      for (let i = 0; i < 3; i += 1) chain.block([]);
    };
    expect(chain.account('mint')).toBe('1000000');
    change(toHex(assetOf('bank')));
    expect([chain.account('mint'), chain.write('mint')]).toEqual(['0', 'FEE_UNPAID']);
    change(toHex(COIN));
    expect(chain.account('mint')).toBe('1000000');
  });

  it('leaves voting free, so that nobody is locked out for good', () => {
    const chain = new Chain({ module: fee, params: params({ perTransaction: 1_000_000_000_000 }) });
    expect(chain.write('ann')).toBe('FEE_UNPAID');
    const give = (command: string, payload: Json) => chain.call({ module: 'kernel', command, actor: 'test node 0', payload }).code;
    const changes = [{ kind: 'set-parameters', module: 'fee', parameters: { perTransaction: 0 } }];
    expect(give('propose-change', { changes, atHeight: chain.height + 2 })).toBeUndefined();
    for (let i = 0; i < 3; i += 1) chain.block([]);
    expect(chain.write('ann')).toBeUndefined();
  });
});

describe.each([['1.0.0', quota], ['2.0.0', quota2]])('quotas %s become fees, and come back', (version, before) => {
  const chain = new Chain({ module: before, params: {} }, [fee, ...(before === quota2 ? [] : [quota2])]);

  it('members who wrote go on with the opening credit', () => {
    expect(chain.write('ann')).toBeUndefined();
    const by = { name: 'fee', version: '1.0.0', parameters: params({ openingCredit: 7 }) };
    expect(chain.query('kernel', 'outlook', { changes: [{ kind: 'swap-module', module: 'quota', by }] })).toMatchObject({ modules: [{ from: `quota@${version}`, to: 'fee@1.0.0', carriesOver: true }] });
    chain.swap('quota', 'fee', '1.0.0', params({ openingCredit: 7 }));
    expect([chain.account('ann'), chain.account('bob')]).toEqual(['7', '0']);
    expect([chain.write('ann'), chain.write('ann'), chain.write('bob')]).toEqual([undefined, 'FEE_UNPAID', 'FEE_UNPAID']);
    expect(chain.block([chain.issue(to('treasury', 100n))])[0]!.accepted).toBe(true);
  });

  it('back: quotas count anew, and what was paid in is kept', () => {
    chain.swap('fee', 'quota', '2.0.0', {});
    expect([chain.write('ann'), chain.write('bob')]).toEqual([undefined, undefined]);
    expect(chain.query('quota', 'quotaOf', { key: hex('ann') })).toMatchObject({ member: true, burst: 200, left: 199, credits: [{ asset: toHex(COIN), amount: '2' }] });
  });

  it('and there again: everybody finds what they had, and newcomers the opening credit', () => {
    chain.swap('quota', 'fee', '1.0.0', params({ openingCredit: 9 }));
    expect(['ann', 'bob', 'mint', 'eve'].map((name) => chain.account(name))).toEqual(['2', '9', '100', '0']);
  });
});

describe('a treasury that nobody can have the private half of', () => {
  const lost = 'ff'.repeat(32);
  const refusal = { refusal: { code: 'PARAMS_INVALID', facts: { module: 'fee', path: '/treasury', reason: expect.stringContaining('nobody can have') as Json } } };

  it.each([['1.0.0', fee], ['2.0.0', fee2]])('is refused where fees %s are set anew', (_version, module) => {
    const chain = new Chain({ module, params: params() });
    const changes = [{ kind: 'set-parameters', module: 'fee', parameters: { treasury: lost } }];
    expect(chain.query('kernel', 'outlook', { changes })).toMatchObject(refusal);
    expect(chain.call({ module: 'kernel', command: 'propose-change', actor: 'test node 0', payload: { changes } }).code).toBe('PARAMS_INVALID');
  });

  it.each(['1.0.0', '2.0.0'])('is refused where fees %s take the quotas’ place', (version) => {
    const chain = new Chain({ module: quota2, params: {} }, [fee, fee2]);
    const changes = [{ kind: 'swap-module', module: 'quota', by: { name: 'fee', version, parameters: params({ treasury: lost }) } }];
    expect(chain.query('kernel', 'outlook', { changes })).toMatchObject(refusal);
  });

  it('is left as it is on a chain that has it already', () => {
    const choices = [fee, fee2].map(({ name, version }) => [{ name, version, params: params({ treasury: lost }) }]);
    for (const chosen of choices) expect(new ModuleRegistry([fee, fee2] as never).resolve(chosen).choices()).toMatchObject(chosen);
  });
});

describe('a chain that keeps no assets', () => {
  it('cannot change to fees, and hears why before anybody votes', () => {
    const chain = new ModuleHarness({ modules: [{ module: quota2 }, { module: openRegistration }], spare: [fee as never], assets: 'disabled' });
    const changes = [{ kind: 'swap-module', module: 'quota', by: { name: 'fee', version: '1.0.0', parameters: params() } }];
    expect(chain.query('kernel', 'outlook', { changes })).toMatchObject({ refusal: { code: 'ASSETS_NEEDED', facts: { module: 'fee' } } });
  });
});
