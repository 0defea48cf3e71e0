import { canonicalJson, hash, toHex, type Json } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { ruleBook, type RulePackage } from '@bystack/modules-contract';
import { openRegistration } from '@bystack/modules-identity';
import { quota } from '@bystack/modules-transactions';
import { epcisDocuments, loanPackage, templatePackage } from '../../libs/modules-contract/src/rule-book/testing/packages';
import { expectGolden } from './golden';

const START = Date.UTC(2026, 5, 1);
const SAMPLES_OF_1_0 = ['harvest.json', 'packing-and-shipping.json', 'receiving-with-sensor.json', 'roasting.json'];

/** A published version of a module gives the same state for the same calls for ever: old blocks are executed again with it. */
describe('golden roots of modules', () => {
  it('of what version 1.0.0 of each makes of the same calls', () => {
    expectGolden('modules.json', {
      'rule-book@1.0.0 loans': loans(),
      'rule-book@1.0.0 traceability': traceability(templatePackage('product-traceability', '1.0.0'), SAMPLES_OF_1_0),
      'rule-book@1.0.0 traceability 1.1.0': traceability(templatePackage('product-traceability'), [...SAMPLES_OF_1_0, 'picking.json', 'selling.json']),
    });
  });
});

/** Chains keep a package under its name and version: once published, another text needs another version. */
it('packages of rules that templates bring or keep are, byte for byte, what they were', () => {
  const all = [templatePackage('data-confirmation'), templatePackage('open-ledger'), templatePackage('product-traceability', '1.0.0'), templatePackage('product-traceability')];
  expectGolden('packages.json', Object.fromEntries(all.map((source) => [`${source.name}@${source.version}`, hash(canonicalJson(source as unknown as Json))])));
});

function chainOf(source: Json): ModuleHarness {
  const members = ['ann', 'kim'].map((name) => ({ key: toHex(keyOf(name).publicKey), name, roles: ['keeper'] }));
  return new ModuleHarness({
    startMs: START,
    modules: [{ module: ruleBook, params: { package: source } }, { module: openRegistration, params: { admins: [], members } }, { module: quota, params: { perMember: { perMinute: 60, burst: 50 } } }],
  });
}

function loans(): Uint8Array {
  const chain = chainOf(loanPackage() as unknown as Json);
  const act = (actor: string, payload: Json): unknown => chain.call({ module: 'rule-book', command: 'act', actor, payload });
  act('kim', { command: 'add', data: { name: 'drill', value: '120.50', tags: ['red'] } });
  act('kim', { command: 'add', data: { name: 'robot', value: '1000.01' } });
  chain.advance(60_000);
  act('ann', { command: 'lend', key: 'drill', data: { to: 'bob', until: '2026-06-04T00:00:00Z' } });
  chain.call({ module: 'open-registration', command: 'register', actor: 'eve', payload: { name: 'Eve' } });
  act('eve', { command: 'giveBack', key: 'drill', data: {} });
  return chain.stateRoot;
}

function traceability(source: RulePackage, names: readonly string[]): Uint8Array {
  const chain = chainOf(source as unknown as Json);
  const samples = epcisDocuments().filter(({ name }) => names.includes(name));
  expect(samples).toHaveLength(names.length);
  for (const { document } of samples) chain.call({ module: 'rule-book', command: 'act', actor: 'ann', payload: { command: 'capture', data: document } });
  return chain.stateRoot;
}
