import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHAIN_PROBLEMS, factsIn, faultWords, PROBLEMS } from '@bystack/api';
import type { Json, JsonObject } from '@bystack/chain-core/module';
import { compileSchema } from '@bystack/chain-core/module';
import { fillWords } from '@bystack/chain-core/primitives/fill-words';
import { compileSchema as compileOfRules } from '../../libs/modules-contract/src/rule-book/schema/compile-schema';
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
  ['pattern', { type: 'string', pattern: '^a+$' }, 'b', /must be of the form \^a\+\$/, /形如 \^a\+\$/],
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
