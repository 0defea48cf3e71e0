import { Ajv2020 } from 'ajv/dist/2020';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Json, ModuleCard } from '@bystack/api';
import { KERNEL_CARD, Modules } from '../../../features/modules';
import { openApiFaults } from '../../../testing/openapi-faults';
import { SCHEMAS } from '../response-schemas.generated';
import { describeModules } from '.';

const cards = new Modules().cards();
const document = {
  openapi: '3.1.0',
  info: { title: 'Test', version: '1' },
  paths: {
    '/v1/submissions': { post: { operationId: 'submit', responses: { default: { description: 'A problem' } } } },
    '/v1/submissions/outlook': { post: { operationId: 'outlook', responses: { default: { description: 'A problem' } } } },
    '/v1/{chainId}/queries/{module}/{query}': {
      post: { operationId: 'ask', parameters: ['chainId', 'module', 'query'].map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })), responses: { default: { description: 'A problem' } } },
    },
  },
  components: { schemas: { ...SCHEMAS, SubmitDto: { type: 'object' } } },
} as unknown as OpenAPIObject;
describeModules(document, { modules: cards, kernel: KERNEL_CARD });

const ajv = new Ajv2020({ strict: false, validateSchema: false, validateFormats: false });
ajv.addSchema(document, 'document');
/** A schema of the document, with the others of it. */
const fits = (schema: object, value: Json): boolean => ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')) as object)(value) as boolean;
const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const bodyOf = (path: string) => (document.paths[path]!.post!.requestBody as { content: { 'application/json': { schema: object } } }).content['application/json'].schema;
const answerOf = (path: string) => (document.paths[path]!.post!.responses as unknown as Record<string, { content: { 'application/json': { schema: object } } }>)['200']!.content['application/json'].schema;
const asked = (path: string) => `/v1/{chainId}/queries/${path}`;
const KEY = 'ab'.repeat(32);

describe('what the OpenAPI document says of modules', () => {
  it.each<[boolean, string, Json]>([
    [true, 'a command of a module', { module: 'fee', command: 'pay-out', payload: { amount: '5' } }],
    [true, 'one that takes nothing', { module: 'company-badges', command: 'leave', payload: {} }],
    [false, 'a command that there is not', { module: 'fee', command: 'pay-in', payload: {} }],
    [false, 'a command of another module', { module: 'quota', command: 'pay-out', payload: {} }],
    [false, 'a field that there is not', { module: 'fee', command: 'pay-out', payload: { amuont: '5' } }],
    [false, 'a payload that lacks a field', { module: 'company-badges', command: 'dismiss', payload: {} }],
    [false, 'what a chain decides about itself, which has routes of its own', { module: 'kernel', command: 'approve-change', payload: { change: 1 } }],
  ])('%s for submitting %s', (good, _what, body) =>
    expect(['/v1/submissions', '/v1/submissions/outlook'].map((path) => fits(bodyOf(path), body))).toEqual([good, good]));

  it('has each question with what it takes and answers, beside the route of all', () => {
    const questions = [...new Set(cards.flatMap(({ name, queries }) => queries.map((query) => asked(`${name}/${query.name}`))))];
    expect(Object.keys(document.paths).sort()).toEqual(['/v1/submissions', '/v1/submissions/outlook', asked('{module}/{query}'), ...questions].sort());
    const ids = Object.values(document.paths).map(({ post }) => post!.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(document.paths[asked('quota/quotaOf')]!.post).toMatchObject({ operationId: 'ask_quota_quotaOf', tags: ['module quota'], parameters: [{ name: 'chainId' }], responses: { default: {} } });
    expect(([{ key: KEY }, { key: 'x' }, {}] as Json[]).map((args) => fits(bodyOf(asked('quota/quotaOf')), args))).toEqual([true, false, false]);
    const answer = { height: 3, answer: { key: KEY, member: true, perMinute: 60, burst: 1, left: 1, credits: [] } };
    expect([answer, { ...answer, answer: { member: 'yes' } }, { answer: answer.answer }].map((value) => fits(answerOf(asked('quota/quotaOf')), value))).toEqual([true, false, false]);
    expect(bodyOf(asked('fee/price'))).toEqual({ anyOf: [named('fee-1.0.0.query.price.args'), named('fee-2.0.0.query.price.args')] });
  });

  it.each<[boolean, string, Json]>([
    [true, 'of a module', { height: 1, module: 'open-registration', name: 'registered', data: { key: KEY, name: 'Ann' } }],
    [true, 'of what the chain decides about itself', { height: 1, module: 'kernel', name: 'change-cancelled', data: { change: 1, by: 2 } }],
    [true, 'of a module that nobody knows', { height: 1, module: 'mugs', name: 'taken', data: 5 }],
    [false, 'that the module does not tell', { height: 1, module: 'open-registration', name: 'born', data: {} }],
    [false, 'with other data', { height: 1, module: 'open-registration', name: 'registered', data: { key: 5 } }],
    [false, 'without a height', { module: 'mugs', name: 'taken', data: 5 }],
  ])('%s for an event %s', (good, _what, event) => expect(fits(named('EventView'), event)).toBe(good));

  it('describes every field that has a title, and refusals in words', () => {
    expect(document.components!.schemas!['quota-1.0.0.params']).toMatchObject({ title: 'Quota', properties: { perMember: { description: 'Each member', properties: { burst: { description: 'At most at once' } } } } });
    expect(document.tags!.find(({ name }) => name === 'module quota')!.description).toMatch(/\*\*Quota 2\.0\.0\.\*\*[^]*\| `QUOTA_EXCEEDED` \| 429 \|/);
  });

  it('makes a document that is one, which would be noticed', () => {
    const faults = (change: object): readonly string[] => openApiFaults({ ...document, ...change } as never);
    const schemas = document.components!.schemas!;
    const { 'fee-1.0.0.query.price.args': _args, ...others } = schemas;
    expect(faults({})).toEqual([]);
    expect(faults({ info: {} })).toContainEqual(expect.stringMatching(/^\/info .*title/));
    expect(faults({ components: { schemas: others } })).toContain('#/components/schemas/fee-1.0.0.query.price.args leads nowhere');
    expect(faults({ components: { schemas: { ...schemas, ModuleEvent: { type: 'text' } } } })).toEqual(['ModuleEvent is no schema']);
  });

  it('leaves the catalogue as it was', () => expect(new Modules().cards()).toEqual(JSON.parse(JSON.stringify(cards)) as ModuleCard[]));
});
