import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { parseStrictJson, type Json, type JsonObject } from '@bystack/chain-core/module';
import { compileSchema } from './compile-schema';
import { FORMATS } from './formats';

const gs1 = JSON.parse(readFileSync(join(__dirname, '../../../../../templates/product-traceability/gs1-epcis-2.0.schema.json'), 'utf8')) as JsonObject;

function fits(schema: JsonObject, value: Json): boolean {
  return compileSchema(schema, {}, '')(value) === undefined;
}
function problem(schema: JsonObject, value: Json): { path: string; reason: string } | undefined {
  return compileSchema(schema, {}, '')(value);
}
function oracle(schema: JsonObject): (value: Json) => boolean {
  const ajv = new Ajv({ strict: false, allErrors: false });
  for (const [name, format] of FORMATS) ajv.addFormat(name, (text: string) => format.test(text));
  const validate = ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' });
  return (value) => validate(value);
}

describe('a compiled schema', () => {
  it.each<[string, JsonObject, Json, string, string]>([
    ['wrong type', { type: 'string' }, 5, '', 'a text'],
    ['missing field', { required: ['a'] }, {}, '/a', 'is missing'],
    ['unknown field', { properties: { a: {} }, additionalProperties: false }, { b: 1 }, '/b', 'not a known field'],
    ['nested place', { properties: { a: { items: { type: 'integer' } } } }, { a: [1, 'x'] }, '/a/1', 'a whole number'],
    ['escaped place', { properties: { 'a/b~c': { type: 'null' } } }, { 'a/b~c': 1 }, '/a~1b~0c', 'null'],
    ['deepest alternative', { anyOf: [{ type: 'string' }, { properties: { a: { type: 'string' } } }] }, { a: 1 }, '/a', 'a text'],
    ['alternatives at one place', { anyOf: [{ enum: ['a'] }, { type: 'integer' }] }, 'b', '', 'must be a, or must be a whole number'],
    ['a list entry that is there twice', { uniqueItems: true }, [{ a: 1 }, 2, { a: 1 }], '/2', 'twice'],
    ['characters, not UTF-16 units', { maxLength: 1 }, '😀😀', '', 'at most 1'],
    ['if/then', { if: { required: ['a'] }, then: { required: ['b'] } }, { a: 1 }, '/b', 'is missing'],
    ['not', { not: { type: 'string' } }, 'x', '', 'not allowed'],
    ['oneOf', { oneOf: [{ type: 'integer' }, { minimum: 3 }] }, 4, '', 'only one'],
  ])('names place and reason: %s', (_name, schema, value, path, reason) => {
    expect(problem(schema, value)).toEqual({ path, reason: expect.stringContaining(reason) });
  });

  it.each<[string, JsonObject, string]>([
    ['a keyword it does not know', { type: 'string', maxLenght: 3 }, 'SCHEMA_KEYWORD_UNKNOWN'],
    ['a keyword that needs a whole evaluation record', { unevaluatedProperties: false }, 'SCHEMA_KEYWORD_UNKNOWN'],
    ['a keyword that only schemas of modules may have', { discriminator: { propertyName: 'kind' }, oneOf: [{ properties: { kind: { const: 'a' } } }] }, 'SCHEMA_KEYWORD_UNKNOWN'],
    ['an unknown format', { format: 'hostname' }, 'SCHEMA_KEYWORD_UNKNOWN'],
    ['direct recursion', { $ref: '#' }, 'SCHEMA_RECURSIVE'],
    ['recursion through data', { properties: { next: { $ref: '#/definitions/a' } }, definitions: { a: { items: { $ref: '#/definitions/a' } } } }, 'SCHEMA_RECURSIVE'],
    ['a remote reference', { $ref: 'https://example.com/schema.json' }, 'SCHEMA_REFERENCE_MISSING'],
    ['a reference that leads nowhere', { $ref: '#/definitions/none' }, 'SCHEMA_REFERENCE_MISSING'],
    ['a reference into the prototype', { $ref: '#/constructor' }, 'SCHEMA_REFERENCE_MISSING'],
    ['a back-reference', { pattern: '(a)\\1' }, 'PATTERN_NOT_LINEAR'],
    ['a look-ahead inside', { pattern: 'a(?=b)' }, 'PATTERN_NOT_LINEAR'],
    ['a look-ahead before alternatives', { pattern: '^(?!a)|b' }, 'PATTERN_NOT_LINEAR'],
    ['a pattern that folds case', { pattern: 'a(?mi:b)' }, 'PATTERN_NOT_LINEAR'],
    ['a long pattern', { pattern: 'a'.repeat(600) }, 'PATTERN_TOO_LONG'],
    ['fractional remainders', { multipleOf: 0.1 }, 'SCHEMA_INVALID'],
    ['an unknown type', { type: 'float' }, 'SCHEMA_INVALID'],
    ['a schema that is no schema', { properties: { a: 5 } }, 'SCHEMA_INVALID'],
    ['depth', Array.from({ length: 200 }).reduce<JsonObject>((inner) => ({ items: inner }), {}), 'SCHEMA_TOO_LARGE'],
  ])('refuses at publish time %s', (_name, schema, code) => {
    expect(() => compileSchema(schema, {}, '/here')).toThrow(expect.objectContaining({ code, facts: expect.objectContaining({ path: expect.any(String) }) }));
  });

  it('bounds depth through references that were compiled before', () => {
    const definitions: Record<string, JsonObject> = { d0: { type: 'string' } };
    const nested = (target: string): JsonObject => Array.from({ length: 60 }).reduce<JsonObject>((inner) => ({ items: inner }), { $ref: target });
    for (let i = 1; i <= 4; i += 1) definitions[`d${i}`] = nested(`#/definitions/d${i - 1}`);
    const inOrder = { prefixItems: [0, 1, 2, 3, 4].map((i) => ({ $ref: `#/definitions/d${i}` })), definitions };
    expect(() => compileSchema(inOrder, {}, '')).toThrow(expect.objectContaining({ code: 'SCHEMA_TOO_LARGE' }));
  });

  it('bounds the work of a schema that multiplies itself', () => {
    const definitions: Record<string, JsonObject> = { d0: { not: { type: 'null' } } };
    for (let i = 1; i <= 24; i += 1) definitions[`d${i}`] = { allOf: [{ $ref: `#/definitions/d${i - 1}` }, { $ref: `#/definitions/d${i - 1}` }] };
    const validate = compileSchema({ $ref: '#/definitions/d24', definitions }, {}, '');
    expect(() => validate('x')).toThrow(expect.objectContaining({ code: 'DATA_TOO_COMPLEX' }));
  });

  it('counts characters as the machine does, whatever halves of pairs stand beside each other', () => {
    const units = fc.array(fc.constantFrom('a', 'é', '中', '😀', '\ud83d', '\ude00'), { maxLength: 8 });
    fc.assert(fc.property(units, (parts) => {
      const text = parts.join('');
      const { length } = [...text];
      expect([fits({ maxLength: length }, text), fits({ minLength: length }, text), fits({ minLength: length + 1 }, text)]).toEqual([true, true, false]);
      if (length > 0) expect(fits({ maxLength: length - 1 }, text)).toBe(false);
    }));
  });

  it('matches a pattern that is catastrophic elsewhere in linear time', () => {
    expect(fits({ pattern: '^(a+)+$' }, `${'a'.repeat(5_000)}!`)).toBe(false);
    expect(fits({ pattern: '^(a|a)*b?$' }, 'a'.repeat(5_000))).toBe(true);
  });

  it('reads a leading look-ahead as GS1 means it', () => {
    const pattern = '^(?!(urn:epcglobal:cbv|https?:\\/\\/ns\\.gs1\\.org/cbv\\/))';
    for (const text of ['urn:epcglobal:cbv:x', 'http://ns.gs1.org/cbv/x', 'https://ns.gs1.org/cbv/x', 'https://example.com/', '', 'x urn:epcglobal:cbv']) {
      expect([text, fits({ pattern }, text)]).toEqual([text, new RegExp(pattern).test(text)]);
    }
  });
});

describe('beside ajv', () => {
  const leaf = fc.constantFrom<JsonObject>(
    { type: 'string' }, { type: ['integer', 'null'] }, { minimum: 2 }, { maxLength: 2 }, { minLength: 1, pattern: 'a' }, { enum: ['a', 1, null, [1]] }, { const: { a: 1 } },
    { format: 'uri' }, { required: ['a'] }, { minItems: 1, uniqueItems: true }, { maxProperties: 1 }, { exclusiveMaximum: 3 }, { multipleOf: 2 },
  );
  const schemas = fc.letrec<{ schema: JsonObject }>((tie) => ({
    schema: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf,
      fc.record({ properties: fc.record({ a: tie('schema'), b: tie('schema') }), additionalProperties: fc.oneof(fc.constant<Json>(false), tie('schema')) }) as fc.Arbitrary<JsonObject>,
      fc.record({ items: tie('schema') }), fc.record({ items: fc.tuple(tie('schema'), tie('schema')), additionalItems: tie('schema') }),
      fc.record({ propertyNames: leaf }), fc.record({ patternProperties: fc.record({ '^a': tie('schema') }) }),
      fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }), fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }), fc.record({ not: tie('schema') }),
      fc.record({ if: tie('schema'), then: tie('schema'), else: tie('schema') }))  as fc.Arbitrary<JsonObject>,
  })).schema;
  const values = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.constantFrom<Json>(null, true, 0, 1, 2, 4, 2.5, '', 'a', 'ab', 'abc', 'x:y', 'https://a.b/c'),
      fc.array(tie('value'), { maxLength: 3 }) as fc.Arbitrary<Json>,
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3, noNullPrototype: true }) as fc.Arbitrary<Json>),
  })).value;
  const canonical = (value: Json): Json => parseStrictJson(JSON.stringify(sorted(value)));

  it('agrees about generated schemas and documents', () => {
    fc.assert(fc.property(schemas, fc.array(values, { minLength: 1, maxLength: 8 }), (schema, documents) => {
      const [ours, theirs] = [compileSchema(schema, {}, ''), oracle(schema)];
      for (const raw of documents) {
        const document = canonical(raw);
        expect([document, ours(document) === undefined]).toEqual([document, theirs(document)]);
      }
    }), { numRuns: 250 });
  });

  const folder = process.env['BYSTACK_VECTORS'] ?? join(__dirname, '../../../../../../shared/vectors');
  const examples = existsSync(join(folder, 'epcis')) ? readdirSync(join(folder, 'epcis/examples'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonld')).sort() : [];
  const own = join(__dirname, '../../../../../templates/product-traceability/samples');
  const files = [...examples.map((name) => join(folder, 'epcis/examples', name)), ...(existsSync(own) ? readdirSync(own).map((name) => join(own, name)) : [])];

  it('agrees about GS1 documents, whole and with anything broken', () => {
    const [ours, theirs] = [compileSchema(gs1, {}, ''), oracle(gs1)];
    let refused = 0;
    for (const file of files) {
      const document = canonical(JSON.parse(readFileSync(file, 'utf8')) as Json);
      expect([file, ours(document)]).toEqual([file, undefined]);
      for (const broken of breakages(document)) {
        const fine = theirs(broken.value);
        refused += fine ? 0 : 1;
        expect([file, broken.where, ours(broken.value) === undefined]).toEqual([file, broken.where, fine]);
      }
    }
    expect(refused).toBeGreaterThan(files.length * 5);
  });
});

function sorted(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((entry: Json) => sorted(entry));
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted((value as JsonObject)[key]!)]));
}

/** The document with each of its values left out, turned into a number, a text and a list, one at a time. */
function* breakages(document: Json, where = ''): Generator<{ where: string; value: Json }> {
  if (document === null || typeof document !== 'object') return;
  const list = Array.isArray(document);
  for (const key of Object.keys(document)) {
    const copy = (): Record<string, Json> => (list ? [...(document as Json[])] : { ...document }) as unknown as Record<string, Json>;
    const child = (document as JsonObject)[key]!;
    for (const replacement of [5, 'not this', ['x']] as Json[]) {
      const changed = copy();
      changed[key] = replacement;
      yield { where: `${where}/${key} := ${JSON.stringify(replacement)}`, value: changed as Json };
    }
    if (!list) {
      const changed = copy();
      delete changed[key];
      yield { where: `${where}/${key} left out`, value: changed };
    }
    for (const inner of breakages(child, `${where}/${key}`)) {
      const changed = copy();
      changed[key] = inner.value;
      yield { where: inner.where, value: changed as Json };
    }
  }
}
