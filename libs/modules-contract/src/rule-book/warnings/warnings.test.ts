import type { JsonObject } from '@bystack/chain-core/module';
import { checkPackage } from '../check-package';
import { WORDS_1, WORDS_2 } from '../compiled-package';
import { ruleBook } from '..';
import { RuleCompiler } from '../rules/compile-rule';
import type { RulePackage } from '../package';
import { loanPackage, templatePackage } from '../testing/packages';
import { packageFaults } from './package-faults';
import { warnOfPackage } from './warn';

const DATA: JsonObject = {
  type: 'object',
  properties: {
    reference: { type: 'string' }, count: { type: 'integer' }, quantity: { type: 'number' }, tons: { type: 'number', multipleOf: 1 }, grade: { enum: [1, 2, 3] }, note: { type: ['string', 'null'] },
    place: { $ref: 'shared#/definitions/place' }, lines: { type: 'array', items: { type: 'object', properties: { amount: { type: 'number' } }, additionalProperties: false } }, free: { type: 'object' },
    open: { type: 'object', properties: { a: {} }, additionalProperties: true }, own: { type: 'object', properties: { a: {} }, patternProperties: { '^x-': {} } },
    either: { oneOf: [{ type: 'object', properties: { a: {} } }, { type: 'object', properties: { b: {} } }, { type: 'null' }] },
    parts: { allOf: [{ properties: { a: { type: 'integer' } } }, { properties: { b: {} }, if: { required: ['b'] }, then: { properties: { c: {} } } }] },
  },
  required: ['reference'],
};

function packageOf(require: string): RulePackage {
  const source = structuredClone(loanPackage()) as unknown as { schemas: object; commands: { add: { data: object; items: string[]; guards: object[] } } };
  source.schemas = { shared: { definitions: { place: { type: 'object', properties: { site: { type: 'string' } } } } } };
  Object.assign(source.commands.add, { data: DATA, items: ['/lines'], guards: [{ code: 'TOO_LONG', require }], effects: [{ record: 'tool', key: { path: '/data/reference' }, create: { state: 'inStore', data: { path: '/item' } } }] });
  return source as unknown as RulePackage;
}
/** Captured events that must keep one more rule. */
function traceability(require: string): RulePackage {
  const source = structuredClone(templatePackage('product-traceability')) as unknown as { errors: object; commands: { capture: { guards: object[] } } };
  source.errors = { WRONG: { status: 422, words: { en: 'Wrong.', zh: '错。' } } };
  source.commands.capture.guards = [{ code: 'WRONG', require }];
  return source as unknown as RulePackage;
}
const faultsOfEvents = (require: string) => {
  checkPackage(traceability(require), WORDS_2);
  return packageFaults(traceability(require)).map(({ fault }) => fault);
};
const faultsOf = (require: string) => {
  checkPackage(packageOf(require), WORDS_2);
  return packageFaults(packageOf(require)).map(({ fault }) => fault);
};

describe('rules that will fail', () => {
  it.each<[string, object[]]>([
    ['size(data.refrence) >= 3', [{ is: 'no-field', field: 'data.refrence', isAsked: false }]],
    ['!has(data.refrence) || size(data["refrence"]) > 1', [{ is: 'no-field', field: 'data.refrence', isAsked: true }, { is: 'no-field', field: 'data["refrence"]', isAsked: false }]],
    ['data.place.sites == "x"', [{ is: 'no-field', field: 'data.place.sites', isAsked: false }]],
    ['data.reference.length > 2', [{ is: 'no-field', field: 'data.reference.length', isAsked: false }]],
    ['item.amont == "1"', [{ is: 'no-field', field: 'item.amont', isAsked: false }]],
    ['data.lines.all(line, line.amont == "1")', [{ is: 'no-field', field: 'line.amont', isAsked: false }]],
    ['data.lines[0].amont == "1"', [{ is: 'no-field', field: 'data.lines[0].amont', isAsked: false }]],
    ['data.either.c == 1', [{ is: 'no-field', field: 'data.either.c', isAsked: false }]],
    ['data.parts.d == 1', [{ is: 'no-field', field: 'data.parts.d', isAsked: false }]],
    ['record.owner == actor', [{ is: 'no-field', field: 'record.owner', isAsked: false }]],
    ['data.quantity > 0', [{ is: 'fraction', value: 'data.quantity', does: '>' }]],
    ['data.quantity * 2 == 4', [{ is: 'fraction', value: 'data.quantity', does: '*' }]],
    ['item.amount <= data.count', [{ is: 'fraction', value: 'item.amount', does: '<=' }]],
    ['data.lines.all(line, line.amount >= 1)', [{ is: 'fraction', value: 'line.amount', does: '>=' }]],
    ['data.quantity > "0.5"', [{ is: 'fraction', value: 'data.quantity', does: '>' }]],
    ['int(data.quantity) > 0', [{ is: 'fraction', value: 'data.quantity', does: 'int' }]],
    ['data.count > "0"', [{ is: 'kinds', left: 'data.count', right: '"0"', kinds: ['whole', 'text'], does: '>' }]],
    ['data.reference > 5', [{ is: 'kinds', left: 'data.reference', right: '5', kinds: ['text', 'whole'], does: '>' }]],
    ['decimal.add(data.quantity, 1) > 5', [{ is: 'kinds', left: 'decimal.add(…)', right: '5', kinds: ['text', 'whole'], does: '>' }]],
  ])('are told of: %s', (require, faults) => expect(faultsOf(require)).toEqual(faults));

  it.each([
    'size(data.reference) >= 3 && data.count > 5', 'data.tons > 5', 'data.grade < 3', 'data.quantity == 5 || data.quantity != "33.5"', 'decimal.compare(string(data.quantity), "0.5") > 0', 'decimal.compare(data.quantity, 1) == 1',
    'data.place.site == "x" && data.free.anything > 5 && data.open.b == 1 && data.own["x-y"] == 2', 'data.either.a == 1 || data.either.b == 2', 'data.parts.a > 1 && data.parts.b == 1 && data.parts.c == 1',
    'data.note == null || data.note > "a"', 'record.version > 1 && record.data.anything == 1 && record.createdBy == actor', 'attributes.site == "x" && roles.exists(role, role == "keeper")', 'timestamp("2026-01-31T00:00:00Z") < now && nowMs > 5',
    'data.lines.filter(line, has(line.amount)).size() > 0', 'data.free.all(name, name.startsWith("x"))', '[data.count, 2].exists(x, x > 1)',
  ])('are not seen where there are none: %s', (require) => expect(faultsOf(require)).toEqual([]));

  it.each<[string, object]>([
    ['item.quantityList.all(q, q.quantity >= 1)', { is: 'fraction', value: 'q.quantity', does: '>=' }],
    ['item.quantityList.all(q, q.quantty != "1")', { is: 'no-field', field: 'q.quantty', isAsked: false }],
    ['has(item.readPiont)', { is: 'no-field', field: 'item.readPiont', isAsked: true }],
    ['item.readPiont.id == "x"', { is: 'no-field', field: 'item.readPiont', isAsked: false }],
    ['item.readPoint.idd == "x"', { is: 'no-field', field: 'item.readPoint.idd', isAsked: false }],
    ['size(item.actoin) > 0', { is: 'no-field', field: 'item.actoin', isAsked: false }],
    ['item.errorDeclaration.resaon == "x"', { is: 'no-field', field: 'item.errorDeclaration.resaon', isAsked: false }],
    ['item.action > 5', { is: 'kinds', left: 'item.action', right: '5', kinds: ['text', 'whole'], does: '>' }],
  ])('are told of events, whose schemas count beside one another and under conditions: %s', (require, fault) => expect(faultsOfEvents(require)).toEqual([fault]));

  it.each([
    'item.quantityList.all(q, decimal.compare(string(q.quantity), "1") >= 0 && q.uom != "X" && q.epcClass > "u")', 'has(item.readPoint) && item.readPoint.id > "u" && item.bizLocation.id > "u"', 'size(item.action) > 0 && size(item.bizStep) > 0 && item.type == "ObjectEvent"',
    'item.epcList.all(epc, epc.startsWith("u")) && item.childEPCs.size() > 0 && item.inputQuantityList.size() > 0 && item.parentID > "u"', 'item["example:grade"] > 5 && item.ilmd["example:lot"].of == 1 && item["@context"] != ""', 'item.errorDeclaration.reason == "incorrect_data"',
    'item.bizTransactionList.exists(one, one.type == "po" && one.bizTransaction > "u")', 'item.sensorElementList.all(one, one.sensorReport.all(report, report.type != "" && has(report.value)))', 'size(data.epcisBody.eventList) < 100 && data.schemaVersion == "2.0"',
  ])('are not seen in events where there are none: %s', (require) => expect(faultsOfEvents(require)).toEqual([]));

  it('are not told of what conditions make of a field beside what always counts', () => {
    const source = packageOf('data.a > 5 && data.b > 5') as unknown as { commands: { add: { data: object } } };
    source.commands.add.data = { properties: { a: { type: ['string', 'integer'] }, reference: {}, lines: {} }, if: { required: ['reference'] }, then: { properties: { a: { type: 'string' }, b: { type: 'string' } } }, else: { properties: { b: { type: 'integer' } } } };
    expect(packageFaults(source as unknown as RulePackage)).toEqual([]);
  });

  it('fail indeed, with data that the schema lets through, where a warning says so', () => {
    const evaluate = (source: string, data: JsonObject) => new RuleCompiler().compile(source, ['data', 'item'], '')({ data, item: data });
    for (const source of ['data.quantity > 0', 'data.quantity * 2 == 4', 'int(data.quantity) > 0']) expect([evaluate(source, { quantity: 33.5 }), typeof evaluate(source, { quantity: 33 })]).toEqual([undefined, 'boolean']);
    expect([evaluate('data.quantity > "0.5"', { quantity: 33 }), evaluate('data.count > "0"', { count: 1 }), evaluate('data.reference > 5', { reference: 'x' }), evaluate('data.reference.length > 2', { reference: 'x' })]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('stand in values, effects, paths and questions, too', () => {
    const source = structuredClone(loanPackage()) as any; // eslint-disable-line @typescript-eslint/no-explicit-any
    source.commands.add.let = [{ name: 'label', from: { object: { of: { path: '/data/nam' } } } }, { name: 'much', from: { cel: 'data.value > 5' } }];
    source.commands.add.guards.push({ code: 'TOO_LONG', require: 'label.off == ""' });
    source.commands.add.effects[0].when = 'data.naem != ""';
    source.commands.lend.effects[0].key = { path: '/record/kee' };
    source.commands.lend.effects[0].key = { path: '/data/tu' };
    source.queries.heldBy.find.value = { cel: 'args.holdr' };
    const found = packageFaults(source as RulePackage);
    expect(found.map(({ place, of, code }) => [place, of, code])).toEqual([
      ['/commands/add/let/0/from/object/of/path', 'add', undefined], ['/commands/add/let/1/from/cel', 'add', undefined], ['/commands/add/guards/1/require', 'add', 'TOO_LONG'],
      ['/commands/add/effects/0/when', 'add', undefined], ['/commands/lend/effects/0/key/path', 'lend', undefined], ['/queries/heldBy/find/value/cel', 'heldBy', undefined],
    ]);
  });

  it.each(['product-traceability', 'data-confirmation'])('are not in the template %s', (name) => expect(packageFaults(templatePackage(name))).toEqual([]));
  it('are not in the small package', () => expect(packageFaults(loanPackage())).toEqual([]));
});

describe('warnings of a package', () => {
  it('are sentences in both languages, with the rule, its place and the field', () => {
    const [words, ...others] = ruleBook.warnParams!({ package: packageOf('data.quantity > 0') }, {});
    expect(others).toEqual([]);
    expect(words).toEqual({ en: expect.stringMatching(/^The rule TOO_LONG of the command “add” \(\/commands\/add\/guards\/0\/require\) uses “>” on data\.quantity, .*decimal\.compare\(string\(data\.quantity\), "0"\)/), zh: expect.stringMatching(/^命令“add”的规则 TOO_LONG（.*data\.quantity.*小数/) });
    expect(warnOfPackage(packageOf('size(data.refrence) > 1'), WORDS_1)).toEqual([{ en: expect.stringContaining('reads data.refrence, of which no schema tells'), zh: expect.stringContaining('data.refrence') }]);
  });

  it('say nothing of a package that is refused anyway, and are no more than a few', () => {
    expect(warnOfPackage(packageOf('data.'), WORDS_1)).toEqual([]);
    expect(warnOfPackage({} as RulePackage, WORDS_1)).toEqual([]);
    const many = warnOfPackage(packageOf(Array.from({ length: 40 }, (_, i) => `data.x${i}`).join(' && ')), WORDS_1);
    expect([many.length, many.at(-1)!.en]).toEqual([17, 'There are 24 more warnings about the rules of “loans”.']);
  });

  it('end, however often references lead to the same schema', () => {
    const source = packageOf('data.reference.a == 1') as unknown as { schemas: Record<string, object>; commands: { add: { data: object } } };
    const level = (next: object): object => ({ allOf: [next, next], anyOf: [next, next] });
    source.schemas = { deep: { definitions: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`d${i}`, level(i === 59 ? { type: 'object' } : { $ref: `#/definitions/d${i + 1}` })])) } };
    source.commands.add.data = { properties: { reference: { $ref: 'deep#/definitions/d0' }, lines: {} } };
    expect(packageFaults(source as unknown as RulePackage)).toEqual([]);
  });
});
