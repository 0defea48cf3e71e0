import { toHex, type Json, type JsonObject } from '@bystack/chain-core/module';
import { keyOf, TEST_TIME_MS } from '@bystack/chain-core/testing';
import type { CallStep, ModuleScenario } from '@bystack/chain-core/testing/contract';
import { ruleBook, type RulePackage } from '@bystack/modules-contract';
import { openRegistration } from '@bystack/modules-identity';
import { loanPackage } from '../../../libs/modules-contract/src/rule-book/testing/packages';

const member = (name: string, roles: readonly string[]) => ({ key: toHex(keyOf(name).publicKey), name, roles });
const act = (actor: string, payload: JsonObject, refused?: string): CallStep => ({ actor, command: 'act', payload, refused });
const add = (name: string, value: string, more: JsonObject = {}): JsonObject => ({ command: 'add', data: { name, value, ...more } });
const lend = (key: string, until: string): JsonObject => ({ command: 'lend', key, data: { to: 'bob', until } });

const inADay = new Date(TEST_TIME_MS + 86_400_000).toISOString();
const words = (en: string) => ({ en, zh: en });
const again = { from: ['inStore'], to: 'inStore' };

/** The loans, and one more command whose effect depends on what it is told. */
export function workshop(): RulePackage {
  const loans = loanPackage();
  const stamp = {
    title: words('Stamp'), who: 'members', data: { type: 'object' },
    effects: [
      { when: 'data.kind == "keep"', record: 'tool', key: { path: '/key' }, create: { state: 'inStore', data: { path: '/data' } }, keep: true },
      { when: 'data.kind == "sum"', record: 'tool', key: { path: '/key' }, change: { ...again, data: { object: { sum: { function: 'decimal.add', args: [{ path: '/data/a' }, { path: '/data/b' }] } } } } },
      { when: 'data.kind == "text"', record: 'tool', key: { path: '/key' }, change: { ...again, data: { path: '/data/text' } } },
    ],
  };
  return { ...loans, commands: { ...loans.commands, stamp } } as unknown as RulePackage;
}
const stamp = (key: string, data: JsonObject): JsonObject => ({ command: 'stamp', key, data });

const OWN_TESTS = 'libs/modules-contract/src/rule-book';
const shownIn = (file: string, ...codes: readonly string[]) => Object.fromEntries(codes.map((code) => [code, file]));

/** Nearly everything that a package may have, so that one chain shows the whole module. */
export const ruleBookScenario: ModuleScenario = {
  module: ruleBook,
  params: { package: workshop() as unknown as Json },
  beside: [{ module: openRegistration, params: { members: [member('kim', ['keeper']), member('ann', [])] } }],
  steps: [
    act('kim', add('drill', '120.50', { tags: ['power', 'red'] })),
    act('kim', add('drill', '1.00'), 'RECORD_EXISTS'),
    act('ann', add('saw', '1.00'), 'NOT_PERMITTED'),
    act('kim', add('robot', '1000.01'), 'TOO_VALUABLE'),
    act('kim', { command: 'add', data: { name: 'saw' } }, 'DATA_INVALID'),
    act('kim', add('', '1.00'), 'KEY_INVALID'),
    act('kim', { command: 'fly' }, 'COMMAND_UNKNOWN'),
    act('ann', lend('saw', inADay), 'RECORD_NOT_FOUND'),
    act('ann', lend('drill', '2020-01-01T00:00:00Z'), 'IN_THE_PAST'),
    act('ann', lend('drill', '2099-01-01T00:00:00Z'), 'TOO_LONG'),
    act('ann', lend('drill', inADay)),
    act('ann', lend('drill', inADay), 'WRONG_STATE'),
    act('kim', add('axe', '3.00', { tags: ['red'] })),
    { waitMs: 60_000 },
    { query: 'record', args: { type: 'tool', key: 'drill' }, answer: { state: 'lent', version: 2 } },
    { query: 'records', args: { type: 'tool', limit: 1 }, answer: { records: [{ key: 'axe' }] } },
    { query: 'find', args: { type: 'tool', index: 'holder', value: 'bob' }, answer: { records: [{ key: 'drill' }] } },
    { query: 'ask', args: { query: 'heldBy', args: { holder: 'bob' } }, answer: { records: [{ key: 'drill' }] } },
    act('stranger', { command: 'giveBack', key: 'drill', data: {} }),
    { query: 'history', args: { type: 'tool', key: 'drill' }, answer: { versions: [{ version: 1 }, { version: 2 }, { version: 3 }] } },
    act('ann', stamp('drill', { kind: 'keep' })),
    act('ann', stamp('drill', { kind: 'sum', a: '0.10', b: '0.20' })),
    act('ann', stamp('drill', { kind: 'sum', a: true, b: '1' }), 'ARGUMENT_INVALID'),
    act('ann', stamp('drill', { kind: 'sum', a: 'one', b: '1' }), 'NOT_A_DECIMAL'),
    act('ann', stamp('drill', { kind: 'text', text: 'no object' }), 'RECORD_DATA_INVALID'),
    act('ann', stamp('drill', { kind: 'nothing of these' }), 'NO_EFFECT'),
    { query: 'record', args: { type: 'tool', key: 'drill' }, answer: { data: { sum: '0.3' } } },
    { query: 'rules', args: {}, answer: { name: 'loans' } },
  ],
  badParams: [{ what: 'a package that is none', params: { package: { name: 'loans' } }, path: '/package' }],
  refusedAtFounding: ['PACKAGE_INVALID'],
  shownElsewhere: {
    ...shownIn('test/modules/package-swap.test.ts', 'PACKAGE_CANNOT_FOLLOW', 'RECORD_NOT_CARRIED'),
    ...shownIn('test/modules/rule-book.test.ts', 'DATA_TOO_LARGE', 'ITEMS_COUNT', 'EPCIS_PREFIX_UNKNOWN', 'INDEX_TOO_LARGE', 'RECORDS_TOO_LARGE', 'RECORD_TYPE_UNKNOWN', 'QUERY_UNKNOWN', 'INDEX_UNKNOWN', 'ARGUMENTS_INVALID'),
    ...shownIn(`${OWN_TESTS}/check-package.test.ts`, 'PACKAGE_TOO_LARGE', 'NAME_TAKEN', 'REFERENCE_MISSING', 'FUNCTION_UNKNOWN', 'SOURCE_INVALID', 'SCHEMA_KEYWORD_UNKNOWN', 'SCHEMA_RECURSIVE', 'SCHEMA_TOO_LARGE', 'PATTERN_NOT_LINEAR', 'RULE_INVALID', 'RULE_FUNCTION_UNKNOWN', 'RULE_TIME_ZONE', 'RULE_NESTED_LOOPS'),
    ...shownIn(`${OWN_TESTS}/schema/compile-schema.test.ts`, 'DATA_TOO_COMPLEX', 'SCHEMA_INVALID', 'SCHEMA_REFERENCE_MISSING', 'PATTERN_TOO_LONG'),
    ...shownIn(`${OWN_TESTS}/rules/compile-rule.test.ts`, 'RULE_TOO_COSTLY', 'RULE_RESULT', 'RULE_TOO_LARGE', 'RULE_NUMBER', 'RULE_VARIABLE_UNKNOWN', 'RULE_PATTERN', 'RULE_LITERAL_IN_LOOP'),
  },
};
