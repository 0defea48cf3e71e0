import type { Json } from '@bystack/api';
import { CannotType } from './read-schema';
import { block, field, schemaType } from './schema-type';

const object = (properties: Json, required: Json = [], more: Json = false): Json => ({ type: 'object', properties, required, additionalProperties: more });

describe('the type of what a schema lets through', () => {
  it.each<[string, Json, string]>([
    ['a text, whatever its bounds', { type: 'string', maxLength: 3, pattern: '^a', format: 'pem' }, 'string'],
    ['whole and other numbers', { type: ['integer', 'number'], minimum: 1 }, 'number'],
    ['one of several kinds', { type: ['string', 'null'] }, 'string | null'],
    ['anything', {}, 'Json'],
    ['anything, with a title', { 'x-title': { en: 'Data', zh: '数据' } }, 'Json'],
    ['any object', { type: 'object' }, 'JsonObject'],
    ['an object without properties', object({}), 'Record<string, never>'],
    ['an object by names of any kind', { type: 'object', additionalProperties: { type: 'integer' } }, '{ readonly [name: string]: number }'],
    ['one value', { const: null }, 'null'],
    ['choices', { enum: ['a', 'it’s', "it's", 'say "x"', 'C:\\', 1, true] }, `'a' | 'it’s' | 'it\\'s' | 'say "x"' | 'C:\\\\' | 1 | true`],
    ['a list', { type: 'array', items: { type: 'string' } }, 'readonly string[]'],
    ['a list of anything', { type: 'array' }, 'readonly Json[]'],
    ['a list of lists', { type: 'array', items: { type: 'array', items: { type: 'boolean' } } }, 'readonly (readonly boolean[])[]'],
    ['a list of choices', { type: 'array', items: { enum: ['a', 'b'] } }, `readonly ('a' | 'b')[]`],
    ['fields in one order, with and without which it cannot be', object({ b: { type: 'null' }, a: { type: 'string' } }, ['a']), '{\n  readonly a: string;\n  readonly b?: null;\n}'],
    ['a field that must be there, of any kind', { type: 'object', required: ['x'] }, '{\n  readonly x: Json;\n}'],
    ['a list of objects', { type: 'array', items: object({ a: {} }) }, 'readonly {\n  readonly a?: Json;\n}[]'],
    ['an object or nothing', { ...(object({ a: {} }) as object), type: ['object', 'null'] }, '{\n  readonly a?: Json;\n} | null'],
    ['a list of an object or nothing', { type: 'array', items: { type: ['object', 'null'], properties: { a: {} } } }, 'readonly ({\n  readonly a?: Json;\n} | null)[]'],
    ['one of several objects', { type: 'object', discriminator: { propertyName: 'k' }, required: ['k'], oneOf: [object({ k: { const: 'a' } }, ['k']), object({ k: { const: 'b' } }, ['k'])] }, `{\n  readonly k: 'a';\n} | {\n  readonly k: 'b';\n}`],
    ['all of several', { allOf: [object({ a: {} }), { anyOf: [object({ b: {} }), object({ c: {} })] }] }, '{\n  readonly a?: Json;\n} & ({\n  readonly b?: Json;\n} | {\n  readonly c?: Json;\n})'],
    ['texts with every end of a line', object({ 'a\u2028b': { enum: ['x\u2029y', 'x\ny\r'] } }), `{\n  readonly 'a\\u2028b'?: 'x\\u2029y' | 'x\\ny\\r';\n}`],
    ['no choice at all', object({ a: { enum: [] }, b: { oneOf: [] }, c: { type: 'array', items: { type: [] } } }), '{\n  readonly a?: never;\n  readonly b?: never;\n  readonly c?: readonly never[];\n}'],
    ['names that are no words', object({ 'pay-out': {}, "it's": {}, $id: {}, __proto__x: {} }), `{\n  readonly $id?: Json;\n  readonly __proto__x?: Json;\n  readonly 'it\\'s'?: Json;\n  readonly 'pay-out'?: Json;\n}`],
  ])('%s', (_what, schema, type) => expect(schemaType(schema)).toBe(type));

  it.each<[string, Json, string, RegExp]>([
    ['a keyword that it does not know', object({ a: { not: { type: 'string' } } }), '/properties/a', /“not”/],
    ['another one, in a list', { type: 'array', items: { $ref: '#/$defs/a' } }, '/items', /“\$ref”/],
    ['another one, in an alternative', { oneOf: [{}, { prefixItems: [] }] }, '/oneOf/1', /“prefixItems”/],
    ['another one, of other properties', { type: 'object', additionalProperties: { if: {} } }, '/additionalProperties', /“if”/],
    ['a type that there is not', { type: 'text' }, '', /no type "text"/],
    ['a type that only an object of JavaScript has', { type: ['null', 'constructor'] }, '', /no type "constructor"/],
    ['properties of what may be no object', { properties: { a: {} } }, '', /no “type”/],
    ['properties of two kinds', object({ a: {} }, [], { type: 'string' }), '', /of a kind of their own/],
    ['an object as the one value', { const: { a: 1 } }, '', /the one value/],
    ['no schema', 'text', '', /no schema/],
  ])('refuses %s, and says where', (_what, schema, place, reason) => {
    const refused = (() => {
      try {
        return schemaType(schema);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(CannotType);
    expect(refused).toMatchObject({ code: 'CANNOT_TYPE', place, message: expect.stringMatching(reason) as string });
  });

  it('says above a field what people read of it, and lets nothing out of the comment', () => {
    const title = { en: 'How much', zh: '数量' };
    expect(schemaType(object({ kg: { type: 'integer', 'x-title': title, 'x-unit': 'kg', default: 5, 'x-description': { en: 'Of */ flour\nand bran.', zh: '' } } }))).toBe(
      '{\n  /** How much (kg). Left out: 5. Of *\\/ flour and bran. */\n  readonly kg?: number;\n}',
    );
    expect(block([field('a', 'string', 'What?')])).toBe('{\n  /** What? */\n  readonly a: string;\n}');
  });
});
