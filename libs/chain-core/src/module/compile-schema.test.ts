import { checkSchema, compileSchema } from './compile-schema';

describe('compileSchema', () => {
  const check = compileSchema({
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: {
      name: { type: 'string', pattern: '^(a+)+$', 'x-title': { en: 'Name' } },
      when: { type: 'string', format: 'date-time' },
      'a/b': { type: 'array', items: { type: 'integer' } },
    },
  });

  it.each([
    [{ name: 'aa' }, undefined],
    [{}, '/name required'],
    [{ name: 'b' }, '/name pattern'],
    [{ name: 'a', more: 1 }, '/more additionalProperties'],
    [{ name: 'a', 'a/b': [1, 'x'] }, '/a~1b/1 type'],
    [{ name: 'a', when: '2024-02-29T23:59:59.5+02:00' }, undefined],
    [{ name: 'a', when: '2023-02-29T00:00:00Z' }, '/when format'],
    [{ name: 'a', when: '2023-02-28 00:00:00Z' }, '/when format'],
    [{ constructor: 1 }, '/name required'],
    [null, ' type'],
  ])('finds the fault of %j', (value, fault) => {
    const found = check(value as never);
    expect(found && `${found.path} ${found.rule}`).toBe(fault);
  });

  it('matches catastrophic patterns in linear time', () => {
    expect(check({ name: `${'a'.repeat(100_000)}b` })?.rule).toBe('pattern');
  });

  it.each([
    [{ type: 'string', pattern: '(?=a)' }],
    [{ type: 'string', format: 'telepathy' }],
    [{ typo: 'string' }],
    [{ $ref: 'https://example.org/schema' }],
    [{ type: 'frobnicate' }],
  ])('does not compile %j', (schema) => {
    expect(() => compileSchema(schema)).toThrow();
  });

  it('fills defaults only when asked', () => {
    const schema = { type: 'object', properties: { rate: { type: 'integer', default: 5 } } };
    const filled = {};
    compileSchema(schema, { fillDefaults: true })(filled);
    expect(filled).toEqual({ rate: 5 });
    const record = {};
    compileSchema(schema)(record);
    expect(record).toEqual({});
  });
});

describe('one of several kinds', () => {
  const kind = (name: string, properties: object) => ({ properties: { kind: { const: name }, ...properties }, required: ['kind', ...Object.keys(properties)], additionalProperties: false });
  const check = compileSchema({ type: 'object', discriminator: { propertyName: 'kind' }, required: ['kind'], oneOf: [kind('remove', { seat: { type: 'integer' } }), kind('set', { percent: { type: 'integer', minimum: 1 } })] });

  it.each([
    [{ kind: 'set', percent: 0 }, '/percent', /must be >= 1/],
    [{ kind: 'set' }, '/percent', /required property 'percent'/],
    [{ kind: 'remove', seat: 1, percent: 2 }, '/percent', /additional/],
    [{ kind: 'abolish' }, '/kind', /^there is no such kind; there are remove, set$/],
    [{ kind: 5 }, '/kind', /there are remove, set$/],
    [{}, '/kind', /./],
  ])('is judged by the kind that was meant: %j', (value, path, message) => {
    expect(check(value as never)).toMatchObject({ path, message: expect.stringMatching(message) as string });
    expect(check({ kind: 'set', percent: 1 })).toBeUndefined();
  });

  it('says which kinds there are as far as they are written beside it', () => {
    const one = kind('remove', {});
    const some = { properties: { kind: { enum: ['set', 'reset'] } }, required: ['kind'] };
    const told = (...oneOf: object[]) => compileSchema({ type: 'object', discriminator: { propertyName: 'kind' }, required: ['kind'], $defs: { one }, oneOf } as never)({ kind: 'abolish' });
    expect(told({ $ref: '#/$defs/one' }, some)).toMatchObject({ path: '/kind', message: 'there is no such kind; there are set, reset' });
    expect(told({ $ref: '#/$defs/one' })).toMatchObject({ path: '/kind', message: 'there is no such kind' });
  });
});

describe('schemas with one $id', () => {
  it('may be compiled one after the other', () => {
    const [one, two] = ['string', 'integer'].map((type) => compileSchema({ $id: 'bystack:same', type }));
    expect([one!('x'), two!(1), one!(1)?.rule, two!('x')?.rule]).toEqual([undefined, undefined, 'type', 'type']);
  });
});

describe('checkSchema', () => {
  it.each([[{ type: 'string', maxLength: '5' }], [{ required: 'name' }], [{ enum: 'a' }], [{ properties: [] }]])('finds %j malformed', (schema) => {
    expect(() => checkSchema(schema as never)).toThrow();
  });

  it('has nothing against a good one, also twice', () => {
    for (let times = 0; times < 2; times += 1) expect(() => checkSchema({ $id: 'bystack:same', type: 'string', maxLength: 5 })).not.toThrow();
  });
});
