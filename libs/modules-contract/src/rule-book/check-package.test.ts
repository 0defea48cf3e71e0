import type { Json, JsonObject } from '@bystack/chain-core/module';
import { checkPackage } from './check-package';
import { WORDS_1 } from './compiled-package';
import type { RulePackage } from './package';
import { loanPackage, template, templatePackage } from './testing/packages';

type Change = (source: Record<string, never>) => void;
/** The small package with something changed in it. */
function changed(change: (source: any) => void): RulePackage { // eslint-disable-line @typescript-eslint/no-explicit-any
  const source = structuredClone(loanPackage());
  change(source as unknown as Parameters<Change>[0]);
  return source;
}
const deep = (levels: number, leaf: Json): Json => Array.from({ length: levels }).reduce<Json>((inner) => ({ properties: { a: inner } }), leaf);

describe('publishing a package', () => {
  it.each(['product-traceability', 'data-confirmation'])('accepts the template package %s', (name) => {
    checkPackage(templatePackage(name), WORDS_1);
    expect(template(name)).toMatchObject({ name, forms: expect.any(Array), slots: { contract: { params: { package: { name } } } } });
  });

  it('accepts a package that uses everything', () => expect(() => checkPackage(loanPackage(), WORDS_1)).not.toThrow());

  it.each<[string, (source: any) => void, string, string]>([ // eslint-disable-line @typescript-eslint/no-explicit-any
    ['another format', (p) => (p.format = 'bystack-package/2'), 'PACKAGE_INVALID', '/format'],
    ['another list of functions', (p) => (p.functions = 'standard/2'), 'PACKAGE_INVALID', '/functions'],
    ['a field nobody knows', (p) => (p.onPublish = 'x'), 'PACKAGE_INVALID', '/onPublish'],
    ['a missing part', (p) => delete p.records, 'PACKAGE_INVALID', '/records'],
    ['words in one language', (p) => delete p.title.zh, 'PACKAGE_INVALID', '/title/zh'],
    ['a name with spaces', (p) => (p.commands['a b'] = p.commands.add), 'PACKAGE_INVALID', '/commands/a b'],
    ['a value from nowhere', (p) => (p.commands.add.effects[0].key = { fetch: 'https://example.com' }), 'PACKAGE_INVALID', '/commands/add/effects/0/key'],
    ['a status that is no refusal', (p) => (p.errors.TOO_LONG.status = 500), 'PACKAGE_INVALID', '/errors/TOO_LONG/status'],
    ['no effects', (p) => (p.commands.add.effects = []), 'PACKAGE_INVALID', '/commands/add/effects'],
    ['an effect that does nothing', (p) => delete p.commands.add.effects[0].create, 'PACKAGE_INVALID', '/commands/add/effects/0'],
    ['a query without a question', (p) => delete p.queries.heldBy.find, 'PACKAGE_INVALID', '/queries/heldBy'],
    ['a huge package', (p) => (p.forms = [{ x: 'y'.repeat(300_000) }]), 'PACKAGE_TOO_LARGE', ''],

    ['a record type that is not there', (p) => (p.commands.add.effects[0].record = 'boat'), 'REFERENCE_MISSING', '/commands/add/effects/0/record'],
    ['an inherited name as record type', (p) => (p.commands.add.effects[0].record = 'constructor'), 'REFERENCE_MISSING', '/commands/add/effects/0/record'],
    ['a state that is not there', (p) => (p.commands.lend.effects[0].change.to = 'gone'), 'REFERENCE_MISSING', '/commands/lend/effects/0/change/to'],
    ['a state to come from that is not there', (p) => (p.commands.lend.effects[0].change.from = ['inStore', 'gone']), 'REFERENCE_MISSING', '/commands/lend/effects/0/change/from/1'],
    ['an event that is not there', (p) => (p.commands.lend.effects[0].emit[0].event = 'sold'), 'REFERENCE_MISSING', '/commands/lend/effects/0/emit/0/event'],
    ['a refusal without words', (p) => (p.commands.lend.guards[0].code = 'NEVER'), 'REFERENCE_MISSING', '/commands/lend/guards/0/code'],
    ['an index that is not there', (p) => (p.queries.heldBy.find.index = 'owner'), 'REFERENCE_MISSING', '/queries/heldBy/find/index'],
    ['a lookup of a record type that is not there', (p) => (p.lookups = [{ module: 'rule-book', query: 'record', args: { type: 'boat', key: '{{key}}' } }]), 'REFERENCE_MISSING', '/lookups/0/args/type'],
    ['a lookup by an index that is not there', (p) => (p.lookups = [{ module: 'rule-book', query: 'find', args: { type: 'tool', index: 'owner', value: '{{key}}' } }]), 'REFERENCE_MISSING', '/lookups/0/args/index'],
    ['a lookup by a query that is not there', (p) => (p.lookups = [{ module: 'rule-book', query: 'ask', args: { query: 'nothing', args: {} } }]), 'REFERENCE_MISSING', '/lookups/0/args/query'],
    ['a variable that is not there', (p) => (p.commands.add.effects[0].key = { path: '/dta/name' }), 'SOURCE_INVALID', '/commands/add/effects/0/key/path'],
    ['a key computed from the record it finds', (p) => (p.commands.lend.effects[0].key = { path: '/record/key' }), 'SOURCE_INVALID', '/commands/lend/effects/0/key/path'],
    ['the clock in a let', (p) => (p.commands.add.let = [{ name: 'x', from: { path: '/nowMs' } }]), 'SOURCE_INVALID', '/commands/add/let/0/from/path'],
    ['a let that hides something', (p) => (p.commands.add.let = [{ name: 'actor', from: { value: 'me' } }]), 'NAME_TAKEN', '/commands/add/let/0/name'],
    ['a function that is not there', (p) => (p.commands.add.let = [{ name: 'x', from: { function: 'http.get', args: [] } }]), 'FUNCTION_UNKNOWN', '/commands/add/let/0/from/function'],
    ['an inherited name as function', (p) => (p.commands.add.let = [{ name: 'x', from: { function: 'toString', args: [] } }]), 'FUNCTION_UNKNOWN', '/commands/add/let/0/from/function'],
    ['too few arguments', (p) => (p.commands.add.let = [{ name: 'x', from: { function: 'decimal.add', args: [{ value: '1' }] } }]), 'FUNCTION_UNKNOWN', '/commands/add/let/0/from/args'],
    ['a lookup that is no function', (p) => (p.records.tool.indexes.tags.lookup = 'epcis.linked'), 'FUNCTION_UNKNOWN', '/records/tool/indexes/tags/lookup'],

    ['a rule nobody can read', (p) => (p.commands.add.guards[0].require = 'data.value >'), 'RULE_INVALID', '/commands/add/guards/0/require'],
    ['a rule with three nested loops', (p) => (p.commands.add.guards[0].require = 'data.tags.all(a, data.tags.all(b, data.tags.all(c, a == c)))'), 'RULE_NESTED_LOOPS', '/commands/add/guards/0/require'],
    ['a rule with a machine’s time zone', (p) => (p.commands.lend.guards[0].require = 'now.getHours("Europe/Berlin") > 8'), 'RULE_TIME_ZONE', '/commands/lend/guards/0/require'],
    ['a rule with a catastrophic pattern', (p) => (p.commands.add.guards[0].require = 'data.name.matches("(a*)*\\\\1")'), 'PATTERN_NOT_LINEAR', '/commands/add/guards/0/require'],
    ['a when with an unknown function', (p) => (p.commands.add.effects[0].when = 'sleep(5)'), 'RULE_FUNCTION_UNKNOWN', '/commands/add/effects/0/when'],
    ['a rule that is too long', (p) => (p.commands.add.guards[0].require = `data.name != "${'x'.repeat(2_100)}"`), 'PACKAGE_INVALID', '/commands/add/guards/0/require'],

    ['a schema that refers to itself', (p) => (p.commands.add.data = { $ref: '#/definitions/node', definitions: { node: { properties: { next: { $ref: '#/definitions/node' } } } } }), 'SCHEMA_RECURSIVE', '/commands/add/data/definitions/node/properties/next/$ref'],
    ['two schemas that refer to each other', (p) => { p.schemas = { a: { $ref: 'b' }, b: { $ref: 'a' } }; p.commands.add.data = { $ref: 'a' }; }, 'SCHEMA_RECURSIVE', '/schemas/'],
    ['a remote schema', (p) => (p.commands.add.data = { $ref: 'https://example.com/schema.json' }), 'SCHEMA_REFERENCE_MISSING', '/commands/add/data/$ref'],
    ['a schema keyword with a typing error', (p) => (p.commands.add.data.properties.name.maxLenght = 5), 'SCHEMA_KEYWORD_UNKNOWN', '/commands/add/data/properties/name/maxLenght'],
    ['a pattern with look-behind', (p) => (p.commands.add.data.properties.name.pattern = '(?<=a)b'), 'PATTERN_NOT_LINEAR', '/commands/add/data/properties/name/pattern'],
    ['a schema that is too deep', (p) => (p.commands.add.data = deep(130, {})), 'MALFORMED_JSON', ''],
    ['a schema that is too wide', (p) => (p.schemas = { wide: { anyOf: Array.from({ length: 9_000 }, () => ({})) } }), 'SCHEMA_TOO_LARGE', '/schemas/wide'],
  ])('refuses %s', (_name, change, code, path) => {
    const start = process.cpuUsage();
    let refusal: { code?: string; facts?: JsonObject } = {};
    try {
      checkPackage(changed(change), WORDS_1, '/package');
    } catch (error) {
      refusal = error as typeof refusal;
    }
    expect(refusal).toMatchObject({ code, facts: { path: expect.stringContaining(`/package${path}`), reason: expect.any(String) } });
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(2_000);
  });
});
