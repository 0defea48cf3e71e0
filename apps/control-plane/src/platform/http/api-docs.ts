import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { describeModules, type DescribedModules } from './module-docs';
import { ANSWERS, SCHEMAS } from './response-schemas.generated';

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457. `code` is stable; `detail` is for people; `field` points at what is wrong in the request.',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    field: { type: 'string' },
    facts: { type: 'object' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } } },
    },
  },
};
const ABOUT = [
  'Provision and use sidechains. Every mutation takes an `Idempotency-Key`; errors are `application/problem+json`, in Chinese with `Accept-Language: zh`.',
  'A mutation with the session cookie needs an `Origin` header of this very address, else it is refused (`CSRF_REFUSED`); one with an API key does not.',
  'What each module takes, answers and tells stands under *module NAME* and in the schemas `NAME-VERSION.…` (`params`, `command`, `query`, `event`); which versions a chain has, `GET …/commands` says.',
  '`seat` counts from 0 here; the console, receipts in words and the command line count from 1.',
].join('\n\n');
const METHODS = ['get', 'post', 'delete', 'put', 'patch'] as const;

/**
 * OpenAPI 3.1, at /api/docs for people and /api/docs-json for programs; written when it is first asked for.
 * @param modules asked for then
 */
export function serveApiDocs(app: NestExpressApplication, modules: () => DescribedModules): void {
  SwaggerModule.setup('api/docs', app, () => describeApi(app, modules()), { jsonDocumentUrl: 'api/docs-json', customSiteTitle: 'Bystack API' });
}

function describeApi(app: NestExpressApplication, modules: DescribedModules): OpenAPIObject {
  const options = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Bystack')
    .setDescription(ABOUT)
    .setVersion('1')
    .addCookieAuth('bystack_session', { type: 'apiKey', in: 'cookie' }, 'session')
    .addSecurity('api-key', { type: 'http', scheme: 'bearer', description: 'An API key: bk_…' })
    .build();
  const document = withCommonParts(SwaggerModule.createDocument(app, options));
  describeModules(document, modules);
  return document;
}

/** What holds for every route is said once, here. */
function withCommonParts(document: OpenAPIObject): OpenAPIObject {
  const schemas = { ...document.components?.schemas, ...SCHEMAS, Problem: PROBLEM };
  document.components = { ...document.components, schemas: schemas as NonNullable<OpenAPIObject['components']>['schemas'] };
  const problem = {
    description: 'A problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const item of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      operation.responses = { ...withAnswer(operation.responses, ANSWERS[operation.operationId ?? '']), default: problem };
    }
  }
  return document;
}

/** The schema of what is answered, where Nest only knows that something is. */
function withAnswer(responses: object | undefined, schema: object | undefined): Record<string, never> {
  const entries = Object.entries(responses ?? {}).map(([status, response]: [string, object]) => [
    status,
    schema && status.startsWith('2') ? { ...response, content: { 'application/json': { schema } } } : response,
  ]);
  return Object.fromEntries(entries) as Record<string, never>;
}
