import { toHex } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { openRegistration } from '@bystack/modules-identity';
import { quota } from '@bystack/modules-transactions';
import type { JsonObject } from '@bystack/chain-core/module';

const hex = (name: string): string => toHex(keyOf(name).publicKey);

function chainOf(params: JsonObject): ModuleHarness {
  const members = ['ann', 'bob'].map((name) => ({ key: hex(name), name, roles: [] }));
  return new ModuleHarness({ modules: [{ module: quota, params }, { module: openRegistration, params: { admins: [], members } }] });
}
let spelling = 0;
/** Something a member may do again and again. */
function write(chain: ModuleHarness, actor: string): string | undefined {
  spelling += 1;
  return chain.check(rename(actor)) ?? chain.call(rename(actor)).code;
}
const rename = (actor: string): { module: string; command: string; actor: string; payload: JsonObject } => ({ module: 'open-registration', command: 'rename', actor, payload: { name: `${actor} ${spelling}` } });

describe('the quota', () => {
  it('lets each member write its burst, then its rate in block time, whatever others do', () => {
    const chain = chainOf({ perMember: { perMinute: 60, burst: 2 }, others: { perMinute: 60, burst: 1 } });
    expect([write(chain, 'ann'), write(chain, 'ann'), write(chain, 'ann')]).toEqual([undefined, undefined, 'QUOTA_EXCEEDED']);
    expect(write(chain, 'bob')).toBeUndefined();
    chain.advance(1_000);
    expect([write(chain, 'ann'), write(chain, 'ann')]).toEqual([undefined, 'QUOTA_EXCEEDED']);
  });

  it('counts all strangers together', () => {
    const chain = chainOf({ perMember: { perMinute: 60, burst: 5 }, others: { perMinute: 60, burst: 2 } });
    const join = (actor: string): string | undefined => chain.call({ module: 'open-registration', command: 'register', actor, payload: { name: actor } }).code;
    expect([join('eve'), join('mallory'), join('oscar')]).toEqual([undefined, undefined, 'QUOTA_EXCEEDED']);
    chain.advance(1_000);
    expect(join('oscar')).toBeUndefined();
    expect(write(chain, 'ann')).toBeUndefined();
  });

  it('has no limit where the rate is 0, and fills in what a blueprint leaves out', () => {
    const free = chainOf({ perMember: { perMinute: 0, burst: 1 } });
    expect(Array.from({ length: 20 }, () => write(free, 'ann')).every((code) => code === undefined)).toBe(true);
    expect(write(chainOf({}), 'ann')).toBeUndefined();
  });

  it('holds within one block, too', () => {
    const chain = chainOf({ perMember: { perMinute: 60, burst: 2 } });
    const transactions = Array.from({ length: 4 }, () => {
      spelling += 1;
      return chain.transaction([rename('ann')]);
    });
    expect(chain.block(transactions).map(({ code }) => code)).toEqual([undefined, undefined, 'QUOTA_EXCEEDED', 'QUOTA_EXCEEDED']);
  });

  it('charges everybody who signed', () => {
    const chain = chainOf({ perMember: { perMinute: 60, burst: 1 } });
    spelling += 1;
    expect(chain.block([chain.transaction([rename('ann'), rename('bob')])])[0]!.accepted).toBe(true);
    expect([write(chain, 'ann'), write(chain, 'bob')]).toEqual(['QUOTA_EXCEEDED', 'QUOTA_EXCEEDED']);
  });

  it.each<[string, JsonObject]>([
    ['a burst of nothing', { perMember: { perMinute: 5, burst: 0 } }],
    ['a negative rate', { others: { perMinute: -1, burst: 5 } }],
    ['a fraction', { others: { perMinute: 1.5, burst: 5 } }],
    ['something unknown', { perHour: 5 }],
  ])('refuses %s as parameter', (_name, params) => {
    expect(() => chainOf(params)).toThrow(expect.objectContaining({ code: 'PARAMS_INVALID' }));
  });
});
