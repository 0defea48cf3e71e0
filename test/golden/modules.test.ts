import { toHex, type Json } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { ruleBook } from '@bystack/modules-contract';
import { openRegistration } from '@bystack/modules-identity';
import { quota } from '@bystack/modules-transactions';
import { epcisDocuments, loanPackage, templatePackage } from '../../libs/modules-contract/src/rule-book/testing/packages';
import { expectGolden } from './golden';

const START = Date.UTC(2026, 5, 1);

/** A published version of a module gives the same state for the same calls for ever: old blocks are executed again with it. */
describe('golden roots of modules', () => {
  it('of what version 1.0.0 of each makes of the same calls', () => {
    expectGolden('modules.json', { 'rule-book@1.0.0 loans': loans(), 'rule-book@1.0.0 traceability': traceability() });
  });
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

function traceability(): Uint8Array {
  const chain = chainOf(templatePackage('product-traceability') as unknown as Json);
  const samples = epcisDocuments().filter(({ name }) => name.endsWith('.json'));
  for (const { document } of samples) chain.call({ module: 'rule-book', command: 'act', actor: 'ann', payload: { command: 'capture', data: document } });
  return chain.stateRoot;
}
