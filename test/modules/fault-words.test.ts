import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHAIN_PROBLEMS, factsIn, faultWords, kindWords, patternWords, PROBLEMS } from '@bystack/api';
import type { Json, JsonObject } from '@bystack/chain-core/module';
import { compileSchema } from '@bystack/chain-core/module';
import { fillWords } from '@bystack/chain-core/primitives/fill-words';
import { compileSchema as compileOfRules } from '../../libs/modules-contract/src/rule-book/schema/compile-schema';
import { template, templatePackage } from '../../libs/modules-contract/src/rule-book/testing/packages';
import { KEYWORDS } from '../../libs/modules-contract/src/rule-book/schema/keywords';

const object = (more: JsonObject): JsonObject => ({ type: 'object', ...more });
const HASH = '^[0-9a-f]{64}$';

/** A schema, a value that does not fit it, and what people read of it. */
const BROKEN: readonly [keyword: string, schema: JsonObject, value: Json, en: RegExp, zh: RegExp][] = [
  ['type', { type: 'string' }, 1, /must be a text/, /须为文本/],
  ['type', { type: ['string', 'null'] }, 1, /must be a text or null/, /须为文本或空值/],
  ['type', { type: ['boolean', 'integer'] }, 'x', /must be true or false or a whole number/, /true 或 false或整数/],
  ['const', { const: 5 }, 6, /must be 5|none of the values/, /5|取值/],
  ['enum', { enum: ['a', 'b'] }, 'c', /one of a, b|none of the values/, /a, b|取值/],
  ['required', object({ properties: { a: true }, required: ['a'] }), {}, /is missing/, /缺少/],
  ['additionalProperties', object({ properties: {}, additionalProperties: false }), { a: 1 }, /no such field|not a known field/, /没有这个字段/],
  ['propertyNames', object({ propertyNames: { pattern: '^a' } }), { b: 1 }, /name that is not allowed|not a known field|of the form/, /字段名|没有这个字段|形如/],
  ['minProperties', object({ minProperties: 1 }), {}, /at least 1/, /至少 1 项/],
  ['maxProperties', object({ maxProperties: 0 }), { a: 1 }, /at most 0/, /至多 0 项/],
  ['minItems', { type: 'array', minItems: 2 }, [], /at least 2 entries/, /至少 2 项/],
  ['maxItems', { type: 'array', maxItems: 0 }, [1], /at most 0 entries/, /至多 0 项/],
  ['uniqueItems', { type: 'array', uniqueItems: true }, [1, 1], /twice/, /重复/],
  ['minLength', { type: 'string', minLength: 3 }, 'ab', /at least 3 characters/, /至少 3 个字符/],
  ['maxLength', { type: 'string', maxLength: 1 }, 'ab', /at most 1 characters/, /至多 1 个字符/],
  ['pattern', { type: 'string', pattern: HASH }, 'ab', /must be 64 hexadecimal digits/, /须为 64 位十六进制数字/],
  ['pattern', { type: 'string', pattern: '^[A-Z]{2}-\\d{4}$' }, 'b', /must be made of 2 capital letters, then “-”, then 4 digits/, /须为依次由 2 个大写字母、“-”、4 个数字组成的文本/],
  ['pattern', { type: 'string', pattern: '(?:x|y)z' }, 'b', /must be of the form \(\?:x\|y\)z/, /形如 \(\?:x\|y\)z/],
  ...(['date', 'date-time', 'time', 'uri', 'uuid', 'email'].map((format) => ['format', { type: 'string', format }, '?', /must be an? /, /须为/]) as [string, JsonObject, Json, RegExp, RegExp][]),
  ['minimum', { type: 'integer', minimum: 5 }, 1, /must be 5 or more/, /不得小于 5/],
  ['maximum', { type: 'integer', maximum: 5 }, 9, /must be 5 or less/, /不得大于 5/],
  ['exclusiveMinimum', { type: 'integer', exclusiveMinimum: 5 }, 5, /must be more than 5/, /须大于 5/],
  ['exclusiveMaximum', { type: 'integer', exclusiveMaximum: -5 }, -5, /must be less than -5/, /须小于 -5/],
  ['multipleOf', { type: 'integer', multipleOf: 5 }, 6, /must be a multiple of 5/, /须为 5 的倍数/],
  ['oneOf', { oneOf: [{ type: 'string' }, { type: 'string' }] }, 'a', /only one may fit|none of the forms/, /形式/],
  ['anyOf', { anyOf: [{ type: 'string' }, { type: 'integer' }] }, true, /a text, or must be a whole number|must be a text|none of the forms/, /文本|形式/],
  ['not', { not: { type: 'string' } }, 'a', /is not allowed here/, /此处不允许/],
];

const known = (said: string) => faultWords(said) ?? { en: `UNKNOWN ${said}`, zh: `UNKNOWN ${said}` };

describe.each(BROKEN)('%s %j broken by %j', (_keyword, schema, value, en, zh) => {
  it('is told in words, whoever judges it', () => {
    const said = [compileSchema(schema)(value)!.message, compileOfRules(schema, {}, '')(value)!.reason];
    for (const words of said.map(known)) {
      expect(words.en).toMatch(en);
      expect(words.zh).toMatch(zh);
      expect(`${words.en}${words.zh}`).not.toMatch(/UNKNOWN|NOT |must match|[{}]\w+[{}]/);
    }
  });
});

it('no keyword of rules is left out that can be broken by itself', () => {
  const inside = ['$ref', 'properties', 'patternProperties', 'prefixItems', 'items', 'additionalItems', 'allOf', 'if', 'then', 'else', 'dependentRequired'];
  expect([...KEYWORDS.keys()].filter((keyword) => !inside.includes(keyword) && !BROKEN.some(([shown]) => shown === keyword))).toEqual([]);
  expect(known(compileOfRules(object({ dependentRequired: { a: ['b'] } }), {}, '')({ a: 1 })!.reason).zh).toBe('缺少此项（与 a 一同必填）');
});

/** Reasons in the sources of modules, with figures and names in their places. */
function reasonsIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.includes('test'));
  return files.flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/(?:reason: ?|invalid\(place, )(?:'([^']+)'|`((?:\$\{[^}]*\}|[^`])+)`)/g)].map(([, plain, made]) => plain ?? made!.replace(/\$\{[^}]*\}/g, '7')));
}

it.each(['modules-consensus', 'modules-contract', 'modules-transactions'])('every reason that %s give is told in both languages', (lib) => {
  const reasons = reasonsIn(join(__dirname, '../../libs', lib, 'src'));
  expect(reasons.length).toBeGreaterThan(1);
  const isMixed = (zh: string) => !/[\u4e00-\u9fff]/.test(zh) || /[a-z]{2,} [a-z]{2,}/.test(zh);
  const whole = reasons.map((said) => said.replace(/^"7" needs 7$/, '"decimal.add" needs a text here')); // Made of two.
  expect(whole.filter((said) => isMixed(known(said).zh))).toEqual([]);
});

it('several reasons are told one after the other, and what is not known stays as it is said', () => {
  expect(faultWords('must be a text, or is missing')).toEqual({ en: 'must be a text, or is missing', zh: '须为文本，或缺少此项' });
  expect(faultWords('the moon is wrong')).toBeUndefined();
  expect(factsIn({ reason: 'the moon is wrong', path: '/a' }, 'zh')).toEqual({ reason: 'the moon is wrong', path: '/a' });
  expect(factsIn({ path: '', rule: 'required' }, 'zh')).toEqual({ path: '最外层', rule: 'required', reason: '缺少此项' });
});

it('nothing that somebody wrote is taken for a place in our words', () => {
  expect(faultWords('must be one of {kinds}, $1')).toEqual({ en: 'must be one of {kinds}, $1', zh: '须为以下之一：{kinds}, $1' });
});

it.each(Object.entries({ ...PROBLEMS, ...CHAIN_PROBLEMS }))('%s names the same facts in both languages', (_code, { en, zh }) => {
  const facts = (words: string) => [...new Set(words.match(/\{\w+(\+1)?\}/g) ?? [])].sort();
  expect(facts(zh)).toEqual(facts(en));
  expect([fillWords(zh, {}), /[\u4e00-\u9fff]/.test(zh)]).toEqual([zh, true]);
});

describe('what patterns ask for', () => {
  it.each<[string, string | undefined, string | undefined]>([
    ['^[a-z][a-z0-9-]{0,31}$', 'made of 1 lower-case letter, then up to 31 of: lower-case letters, digits, “-”', '依次由 1 个小写字母、至多 31 个小写字母或数字或“-”组成的文本'],
    ['^(0|[1-9][0-9]{0,18})$', '“0” or made of 1 digit other than 0, then up to 18 digits', '“0”或依次由 1 个非 0 数字、至多 18 个数字组成的文本'],
    ['^\\+86\\d{11}$', 'made of “+86”, then 11 digits', '依次由“+86”、11 个数字组成的文本'],
    ['^OBSERVE$', '“OBSERVE”', '“OBSERVE”'],
    ['^(kg|g)$', '“kg” or “g”', '“kg”或“g”'],
    ['^[a-zA-Z]+$', '1 or more letters', '至少 1 个字母'],
    ['^[A-Z0-9]{2,3}$', '2 to 3 of: capital letters, digits', ' 2 至 3 个大写字母或数字'],
    ['^\\d*$', 'any number of digits', '任意个数字'],
    ...['a+', '^a', 'a$', '^a\\$', '^[^a]$', '^a.b$', '^[a-f]$', '^(a(b|c))$', '^(?!x)y$', '^\\w+$', '^[\\s]$', '^$', '', '^'].map((pattern): [string, undefined, undefined] => [pattern, undefined, undefined]),
  ])('%s is told in words, or not at all', (pattern, en, zh) => {
    expect(patternWords(pattern)).toEqual(en === undefined ? undefined : { en, zh });
  });

  const field = (more: JsonObject): JsonObject => ({ type: 'string', pattern: '^[A-Z]{2}-\\d{4}$', ...more });
  const words = { en: 'The code on the bag.', zh: '袋上的编号。' };
  it.each<[string, JsonObject, string, string]>([
    ['the description of the field', field({ description: 'The code on the bag.' }), 'as its description says: The code on the bag', '其说明所述的形式：The code on the bag'],
    ['in the language', field({ 'x-words': { description: words } }), 'as its description says: The code on the bag', '其说明所述的形式：袋上的编号'],
    ['with an example', field({ 'x-description': words, examples: ['AB-0426'] }), 'as its description says: The code on the bag, such as AB-0426', '其说明所述的形式：袋上的编号，如 AB-0426'],
    ['an example alone, with the pattern in words', field({ examples: ['AB-0426'] }), 'made of 2 capital letters, then “-”, then 4 digits, such as AB-0426', '依次由 2 个大写字母、“-”、4 个数字组成的文本，如 AB-0426'],
    ['an example alone', field({ pattern: '(?:x|y)', examples: ['x1'] }), 'such as x1', '如 x1 的形式'],
    ['a title, where nothing else is said', field({ pattern: '(?:x|y)', title: 'Bag' }), 'in the form of a “Bag”', '“Bag”的形式'],
  ])('is told by what its field says: %s', (_what, schema, en, zh) => {
    const cards = [{ surface: { acts: { pack: { data: { properties: { bags: { items: schema } } } } } } }];
    const facts = { path: '/bags/3', reason: `must match ${String(schema['pattern'])}` };
    expect(factsIn(facts, 'en', () => cards)).toMatchObject({ reason: `must be ${en}` });
    expect(factsIn(facts, 'zh', () => cards)).toMatchObject({ reason: `须为${zh}` });
    expect(kindWords(schema).en).toBe(`text, ${en}`);
  });

  it('a unit is told by the codes that there are, where a form has words for them', () => {
    const cards = [{ surface: { package: templatePackage('product-traceability') } }];
    const said = (reason: string, language: 'en' | 'zh', name = 'uom') => factsIn({ path: `/epcisBody/eventList/0/quantityList/0/${name}`, reason }, language, () => cards)['reason'];
    for (const reason of ['must match ^[A-Z0-9]{2,3}$', 'must be one of "KGM", "GRM", "TNE", "LTR", "MLT", "HLT", …']) {
      expect(said(reason, 'en')).toMatch(/must be a code such as KGM for Kilograms \(kg\), GRM for Grams \(g\), TNE for Tonnes \(t\), LBR for Pounds \(lb\)$/);
      expect(said(reason, 'zh')).toBe('须为代码，如 KGM 表示千克（kg）、GRM 表示克（g）、TNE 表示吨（t）、LBR 表示磅（lb）');
    }
    expect(said('must be one of "a", "b"', 'en', 'nothing')).toBe('must be one of "a", "b"');
  });

  it('of two fields with one pattern the one that is wrong is asked; a field with nothing to say leaves it to the other', () => {
    const cards = { properties: { a: field({ description: 'First' }), b: field({ description: 'Second' }), c: field({}) } };
    const said = (path: string) => factsIn({ path, reason: `must match pattern "${field({}).pattern as string}"` }, 'en', () => cards)['reason'];
    expect([said('/b'), said('/c')]).toEqual(['it must be as its description says: Second', 'it must be as its description says: First']);
  });

  /** Every schema of a text with a pattern in what modules and templates bring. */
  function* patternsIn(value: unknown): Generator<JsonObject> {
    if (Array.isArray(value)) for (const one of value) yield* patternsIn(one);
    if (typeof value !== 'object' || value === null) return;
    if (typeof (value as JsonObject)['pattern'] === 'string') yield value as JsonObject;
    for (const one of Object.values(value)) yield* patternsIn(one);
  }
  it.each(['data-confirmation', 'open-ledger', 'product-traceability'])('in the forms and rules of %s are never shown as they are', (name) => {
    const { schemas: _ofGs1, ...book } = templatePackage(name);
    for (const schema of patternsIn([book, template(name)['forms']])) expect(kindWords(schema).en).not.toContain(String(schema['pattern']));
  });
});
