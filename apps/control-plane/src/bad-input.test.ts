import { createConnection } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '@bystack/api';
import { openApiFaults } from './testing/openapi-faults';
import { routesOf, type Route } from './testing/routes';
import { send, TestInstallation } from './testing/test-installation';

const DEEP = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
const BODIES: readonly (readonly [string, string | undefined])[] = [
  ['nothing', undefined],
  ['an empty text', ''],
  ['null', 'null'],
  ['a number', '1'],
  ['a text', '"x"'],
  ['an array', '[]'],
  ['an unfinished object', '{"name":'],
  ['an unknown field', '{"surprise":true}'],
  ['__proto__', '{"__proto__":{"role":"owner"}}'],
  ['constructor', '{"constructor":{"prototype":{"role":"owner"}},"toString":1,"hasOwnProperty":1}'],
  ['deep nesting', `{"name":${DEEP}}`],
  ['a key twice', '{"name":"a","name":"b"}'],
  [
    'NUL in a text',
    '{"name":"a\\u0000b","template":"x\\u0000","email":"a\\u0000@b.c","confirmName":"\\u0000","module":"\\u0000","command":"\\u0000","payload":"\\u0000"}',
  ],
  ['half a surrogate', '{"name":"\\ud800"}'],
  ['a number too large', '{"validators":123456789012345678901234567890}'],
  [
    'wrong types',
    '{"name":{},"template":[],"validators":"4","slots":7,"hostIds":{},"email":5,"password":null,"token":true,"role":"king","confirmName":0,"force":"no","module":1,"command":2,"payload":3,"transaction":4,"wait":5}',
  ],
  ['objects for texts', '{"name":{"length":1},"template":{"toString":1},"confirmName":{"$ne":null}}'],
];

const QUERIES = [
  'limit=x&before=-1&tail=1e9&from=x&follow=%00&a[b]=c',
  'limit=1&limit=2&before=1&before=2&from=1&from=2&serial=aa&serial=bb&search=a&search=b&format=der&format=pem&set=1&set=2&after=a&after=b',
  'search=%00',
  'before=%ED%A0%80&after=%00&serial=%FF',
  '__proto__=1&constructor=2&toString=3',
];

describe('bad input', () => {
  let home: TestInstallation;
  let routes: Route[];
  beforeAll(async () => {
    home = await TestInstallation.start({ RATE_SIGN_IN_PER_MINUTE: '1000' });
    routes = routesOf(home.plane.app);
  });
  afterAll(() => home.close());

  it('of any kind, at any address, is answered with a problem and never with a 5xx', async () => {
    const ids = ['x', '%00', '..%2f..%2fetc', '%F0%9F%92%A9', 'f'.repeat(64), "'%3B--", 'a'.repeat(3000)];
    for (const { method, path } of routes.filter((route) => route.method !== 'GET' && route.path !== '/hosts/join-tokens')) {
      for (const [name, body] of BODIES) {
        const id = ids[(name.length + path.length) % ids.length];
        const answer = await home.call(method, path.replace(/:\w+/g, id), body, {
          authorization: `Bearer ${home.key}`,
          'content-type': 'application/json',
        });
        expect([method, path, name, answer.status < 500, answer.status]).toEqual([method, path, name, true, expect.any(Number)]);
        if (answer.status >= 400)
          expect([method, path, name, answer.body.code, answer.headers.get('content-type')]).toEqual([
            method,
            path,
            name,
            expect.stringMatching(/^[A-Z][A-Z_]+$/),
            'application/problem+json; charset=utf-8',
          ]);
      }
    }
    for (const { path } of routes.filter((route) => route.method === 'GET' && !/events$/.test(route.path))) {
      for (const id of ids) {
        const query = QUERIES[id.length % QUERIES.length]!;
        const { status } = await home.call('GET', `${path.replace(/:\w+/g, id)}?${query}`);
        expect([path, id, query, status < 500]).toEqual([path, id, query, true]);
      }
    }
  });

  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.5', 'zh', '没有模板“rocket”。'],
    ['en-GB,zh;q=0.5', 'en', 'There is no template “rocket”.'],
    ['fr', 'en', 'There is no template “rocket”.'],
    ['', 'en', 'There is no template “rocket”.'],
  ])('is explained in the language that is asked for with %j', async (language, spoken, words) => {
    const answer = await home.call('POST', '/chains', '{"name":"a","template":"rocket"}', {
      authorization: `Bearer ${home.key}`,
      'content-type': 'application/json',
      'accept-language': language,
    });
    expect(answer.body).toMatchObject({ code: 'UNKNOWN_TEMPLATE', detail: words });
    expect(answer.headers.get('content-language')).toBe(spoken);
    expect(answer.headers.get('vary')).toContain('Accept-Language');
  });

  it.each([
    ['POST', '/chains', '{"name":', 'application/json', 400, 'MALFORMED_JSON'],
    ['POST', '/chains', 'null', 'application/json', 400, 'INVALID_REQUEST'],
    ['POST', '/chains', 'a=b', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['POST', '/chains', '{}', 'text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['POST', '/chains', `{"name":"${'x'.repeat(2 * 1024 * 1024)}"}`, 'application/json', 413, 'BODY_TOO_LARGE'],
    ['POST', '/chains', DEEP, 'application/json', 400, 'MALFORMED_JSON'],
    ['PUT', '/chains', undefined, '', 405, 'METHOD_NOT_ALLOWED'],
    ['PATCH', `/chains/${'f'.repeat(64)}`, '{}', 'application/json', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/nothing', undefined, '', 404, 'NOT_FOUND'],
    ['GET', '/%', undefined, '', 400, 'INVALID_REQUEST'],
    ['POST', '/chains', `{"name":"a","template":"open-ledger","slots":{"contract":{"params":{"package":{"title":"${'x'.repeat(1_100_000)}"}}}}}`, 'application/json', 422, 'INVALID_PARAMETER'],
    ['DELETE', '/hosts/join-tokens/x', undefined, '', 404, 'NOT_FOUND'],
  ])('%s %s: %#', async (method, path, body, type, status, code) => {
    const answer = await home.call(method, path, body, { authorization: `Bearer ${home.key}`, ...(type ? { 'content-type': type } : {}) });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
    if (status === 405) expect(answer.headers.get('allow')).toMatch(/GET/);
  });

  it.each([
    ['{"a":1,}', 'it holds a character that is not possible there|" is missing', '有不应出现的字符|缺少 "'], [DEEP, 'it is nested too deeply', '嵌套过深'], ['{"a":1,"a":2}', 'a field is there twice', '有字段重复出现'], ['{"a":', 'it ends too early', '过早结束'],
    ['{"a":12345678901234567890}', 'a whole number is beyond 2\\^53-1', '整数超出'], ['{"a":"\\ud800"}', 'half of a surrogate pair|not UTF-8', '代理字符|UTF-8'], ['{"__proto__":1}', 'may not be called __proto__', '不得为 __proto__'], ['nothing', 'not possible there', '有不应出现的字符'],
  ])('JSON that is not taken is told why, in both languages: %#', async (body, en, zh) => {
    const headers = { authorization: `Bearer ${home.key}`, 'content-type': 'application/json' };
    const told = [await home.call('POST', '/chains', body, headers), await home.call('POST', '/chains', body, { ...headers, 'accept-language': 'zh' })].map((answer) => [answer.body.code, answer.body.detail]);
    expect(told).toEqual([['MALFORMED_JSON', expect.stringMatching(`^The request body cannot be read as JSON: .*(${en})`)], ['MALFORMED_JSON', expect.stringMatching(`^无法将请求正文读作 JSON：.*(${zh})`)]]);
  });

  it.each(['/%ff', '/chains/%ff', '/chains/%E4%B8/proposals'])('an address that is no text (%s) is said to be none, in both languages', async (path) => {
    const inEnglish = await home.call('GET', path);
    const inChinese = await home.call('GET', path, undefined, { authorization: `Bearer ${home.key}`, 'accept-language': 'zh' });
    expect([inEnglish, inChinese].map(({ body: { code, detail, errors } }) => [code, detail, errors])).toEqual([
      ['INVALID_REQUEST', expect.stringMatching(/^The address cannot be read/), undefined],
      ['INVALID_REQUEST', expect.stringMatching(/^无法读取该地址/), undefined],
    ]);
  });

  it.each(['', ' ', 'a b', 'ü', 'x'.repeat(201)])(
    'an idempotency key “%s” that is none is refused, if it can be sent at all',
    async (key) => {
      const answer = await home.call(
        'POST',
        '/api-keys',
        { name: 'k', role: 'clerk' },
        { authorization: `Bearer ${home.key}`, 'idempotency-key': Buffer.from(key).toString('latin1') },
      );
      // An empty value is what many clients send for none; fetch sends spaces as an empty value.
      expect(answer.body.code).toBe('IDEMPOTENCY_KEY_INVALID');
    },
  );

  it('names every wrong field', async () => {
    const { body } = await home.call('POST', '/chains', { name: '', template: 5, slots: { contract: { version: 'new' } }, 'a/b': 1 });
    expect(body.errors?.map(({ field, code }) => [field, code])).toEqual(
      expect.arrayContaining([
        ['/name', 'PLAIN_LINE'],
        ['/template', expect.any(String)],
        ['/slots/contract/version', 'MATCHES'],
        ['/a~1b', 'UNKNOWN_FIELD'],
      ]),
    );
  });

  it('says of what is missing that it is required, and nothing else', async () => {
    const { body } = await home.call('POST', '/chains', { slots: { contract: {} } });
    expect(body.errors).toEqual([
      { field: '/name', code: 'REQUIRED', detail: 'name is required' },
      { field: '/template', code: 'REQUIRED', detail: 'template is required' },
    ]);
  });

  it('that is no HTTP ends the connection, not the program', async () => {
    const { port, hostname } = new URL(home.plane.ready.url);
    for (const bytes of [
      '\x16\x03\x01',
      'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
      'POST /api/v1/chains HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n',
      `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n\r\n`,
    ]) {
      await new Promise<void>((settle) =>
        createConnection(Number(port), hostname, function (this: import('node:net').Socket) {
          this.end(bytes);
        })
          .on('close', () => settle())
          .on('error', () => undefined)
          .resume(),
      );
    }
    expect((await home.call<{ live: boolean }>('GET', '/health/live')).body).toEqual({ live: true });
  });

  it('does not crowd out others: who shows nothing but wrong keys is not listened to', async () => {
    const codes = await Promise.all(
      Array.from({ length: 700 }, async () => (await home.call('GET', '/chains', undefined, { authorization: 'Bearer wrong' })).body.code),
    );
    expect(new Set(codes)).toEqual(new Set(['NOT_SIGNED_IN', 'TOO_MANY_REQUESTS']));
  });
});

describe('the pages', () => {
  let home: TestInstallation;
  beforeAll(async () => {
    home = await TestInstallation.start();
    const { consoleDir } = home.settings;
    mkdirSync(join(consoleDir, 'assets'), { recursive: true });
    writeFileSync(join(consoleDir, 'index.html'), '<!doctype html><title>console</title>');
    writeFileSync(join(consoleDir, 'assets', 'app-1a2b.js'), '1');
  });
  afterAll(() => home.close());
  const page = (path: string) => send<string>(home.plane.ready.url, 'GET', path, undefined, {});

  it.each(['/', '/chains/abc', '/setup'])('%s is the console', async (path) => {
    const { status, body, headers } = await page(path);
    expect([status, body, headers.get('cache-control')]).toEqual([200, expect.stringContaining('console'), 'no-cache']);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
  });

  it('has files that never change, and none outside its folder', async () => {
    expect((await page('/assets/app-1a2b.js')).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await page('/assets/gone.js')).status).toBe(404);
    expect((await page('/..%2f..%2fdata%2fseal.key')).body).not.toMatch(/^[0-9a-f]{64}/);
  });

  it('describes every route of the API, in OpenAPI 3.1', async () => {
    const { body } = await send<{
      openapi: string;
      info: { description: string };
      components: { securitySchemes: object; schemas: Record<string, object> };
      paths: Record<string, Record<string, { responses: object; security?: object }>>;
    }>(
      home.plane.ready.url,
      'GET',
      '/api/docs-json',
      undefined,
      {},
    );
    expect(body.openapi).toBe('3.1.0');
    expect(openApiFaults(body)).toEqual([]);
    expect(body.info.description).toMatch(/`Origin`[^]*`CSRF_REFUSED`[^]*`seat` counts from 0/);
    expect(body.components.securitySchemes).toMatchObject({ 'api-key': { type: 'http', scheme: 'bearer', description: 'An API key: bk_…' } });
    expect(body.components.securitySchemes).not.toHaveProperty('api-key.bearerFormat');
    for (const { method, path } of routesOf(home.plane.app)) {
      const operation = body.paths[`/api/v1${path.replace(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()];
      expect([path, operation?.responses]).toEqual([path, expect.objectContaining({ default: expect.anything() as object })]);
    }
    expect(body.paths['/api/v1/chains/{chainId}/queries/quota/quotaOf']?.post).toMatchObject({ tags: ['module quota'], security: body.paths['/api/v1/chains']!.get!.security });
    // A dry run repeats as it is: only what changes something takes a key.
    const takesKey = (path: string) => JSON.stringify(body.paths[`/api/v1/chains${path}`]!.post).includes('Idempotency-Key');
    expect(['', '/{chainId}/submissions', '/outlook', '/{chainId}/queries/{module}/{query}', '/{chainId}/queries/quota/quotaOf'].map(takesKey)).toEqual([true, true, false, false, false]);
    expect((await page('/api/docs')).status).toBe(200);
  });

  it.each([
    ['POST', '/'],
    ['GET', '/assets/gone.js'],
    ['GET', '/api/nothing'],
    ['GET', '/api/docs/%ZZ'],
  ])('%s %s is a problem too', async (method, path) => {
    const { status, body, headers } = await send<Problem>(home.plane.ready.url, method, path, undefined, {});
    expect([path, status < 500, headers.get('content-type'), body.code]).toEqual([
      path,
      true,
      'application/problem+json; charset=utf-8',
      expect.stringMatching(/^(NOT_FOUND|INVALID_REQUEST)$/),
    ]);
  });

  it('keeps answers of the API out of caches', async () => {
    const problem = await send<Problem>(home.plane.ready.url, 'GET', '/api/v1/chains', undefined, {});
    expect([problem.status, problem.headers.get('cache-control')]).toEqual([401, 'no-store']);
  });
});
