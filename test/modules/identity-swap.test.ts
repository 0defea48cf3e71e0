import { toHex, type Json } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { ruleBook } from '@bystack/modules-contract';
import { companyBadges, openRegistration } from '@bystack/modules-identity';
import { loanPackage } from '../../libs/modules-contract/src/rule-book/testing/packages';
import { certificate, root } from '../../libs/modules-identity/src/company-badges/testing/make-certificate';

const hex = (name: string): string => toHex(keyOf(name).publicKey);
const VALIDATOR = 'test node 0';
const badge = (holder: string, serial: number, units: readonly string[]): string => certificate({ name: `${holder}, employed`, publicKey: keyOf(holder).publicKey, issuer: { name: 'Mill CA' }, serial, units });

describe('open registration becomes company badges, by one vote', () => {
  const admins = [hex('admin')];
  const chain = new ModuleHarness({
    modules: [
      { module: ruleBook, params: { package: loanPackage() as unknown as Json } },
      { module: openRegistration, params: { admins, members: [{ key: hex('kim'), name: 'Kim', roles: ['keeper'] }] } },
    ],
    spare: [companyBadges as never],
  });
  const call = (module: string, actor: string, command: string, payload: Json) => chain.call({ module, command, actor, payload });
  const add = (actor: string, name: string) => call('rule-book', actor, 'act', { command: 'add', data: { name, value: '10.00' } });
  const whoIs = (name: string) => chain.query('company-badges', 'whoIs', { key: hex(name) });

  it('carries over who is registered, also on the way', () => {
    expect(add('kim', 'saw')).toMatchObject({ accepted: true });
    call('open-registration', 'bob', 'register', { name: 'Bob' });
    const organisations = [{ organisation: 'mill', name: 'The Mill', certificate: root('Mill CA'), roles: ['keeper'] }];
    const by = { name: 'company-badges', version: '1.0.0', parameters: { admins, organisations } };
    expect(call('kernel', VALIDATOR, 'propose-change', { changes: [{ kind: 'swap-module', module: 'open-registration', by }], atHeight: chain.height + 8 })).toMatchObject({ accepted: true });
    // The one validator's node says that it has the module, and its organisation decides alone.
    for (const command of ['confirm-modules', 'approve-change']) expect(call('kernel', VALIDATOR, command, { change: 1 })).toMatchObject({ accepted: true });
    chain.block([]);
    expect(call('open-registration', 'eve', 'register', { name: 'Eve' })).toMatchObject({ accepted: true });
    expect(call('open-registration', 'admin', 'grantRole', { key: hex('bob'), role: 'keeper' })).toMatchObject({ accepted: true });
    for (let i = 0; i < 12 && !chain.blockEvents.some(({ name }) => name === 'modules-changed'); i += 1) chain.block([]);
    expect(chain.query('kernel', 'history')).toMatchObject({ set: 1, migrating: null });
    expect([whoIs('kim'), whoIs('bob'), whoIs('eve')]).toMatchObject([{ name: 'Kim', roles: ['keeper'] }, { name: 'Bob', roles: ['keeper'] }, { name: 'Eve', roles: [], takesPart: true, badge: null }]);
  });

  it('and leaves the rules and their records alone', () => {
    expect(add('bob', 'axe')).toMatchObject({ accepted: true });
    expect(add('eve', 'adze')).toMatchObject({ accepted: false, code: 'NOT_PERMITTED' });
    expect(chain.query('rule-book', 'record', { type: 'tool', key: 'saw' })).toMatchObject({ state: 'inStore' });
  });

  it('binds whoever shows a badge to it, from then on', () => {
    expect(call('company-badges', 'eve', 'enrol', { certificate: badge('eve', 1, ['keeper']) })).toMatchObject({ accepted: true });
    expect(add('eve', 'adze')).toMatchObject({ accepted: true });
    expect(call('company-badges', 'bob', 'enrol', { certificate: badge('bob', 2, []) })).toMatchObject({ accepted: true });
    expect(add('bob', 'file')).toMatchObject({ accepted: false, code: 'NOT_PERMITTED' });
    expect(chain.query('company-badges', 'history', { key: hex('bob') })).toMatchObject({ memberships: [{ name: 'Bob', badge: null, roles: ['keeper'] }, { name: 'bob, employed', badge: { organisation: 'mill' } }] });
  });

  it('answers what was asked of the past as it was', () => {
    expect(chain.query('open-registration', 'whoIs', { key: hex('bob') }, 0)).toMatchObject({ name: 'Bob', roles: ['keeper'] });
  });
});
