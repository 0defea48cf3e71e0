import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiKeyCreated, Me, Page, ApiKeyView } from '@bystack/api';
import { Database } from '../../platform/db';
import { OwnPassword } from './own-password';
import { eventually } from '../../testing/eventually';
import { TestInstallation } from '../../testing/test-installation';

const PASSWORD = 'correct horse battery';
/** Behind bk_ and the prefix. */
const SECRET_AT = 'bk_000000000000_'.length;

describe('signing in', () => {
  let home: TestInstallation;
  beforeAll(async () => {
    home = await TestInstallation.start({ RATE_SIGN_IN_PER_MINUTE: '12' });
  });
  afterAll(() => home.close());

  const signIn = (email: string, password: string) => home.call<Me & { code?: string }>('POST', '/auth/sign-in', { email, password }, {});
  const cookieOf = (headers: Headers) => (headers.get('set-cookie') ?? '').split(';')[0];

  it('begins with a link that works once', async () => {
    const used = home.plane.ready.setupUrl?.split('#token=')[1];
    for (const token of [used, 'guess']) {
      const answer = await home.call('POST', '/setup', { token, email: 'eve@example.org', name: 'Eve', password: PASSWORD }, {});
      expect([answer.status, answer.body.code]).toEqual([403, 'SETUP_LINK_INVALID']);
    }
    expect((await home.call<{ needed: boolean }>('GET', '/setup', undefined, {})).body).toEqual({ needed: false });
  });

  it('gives a cookie that scripts and other sites cannot use', async () => {
    const { status, body, headers } = await signIn('ANN@example.org', PASSWORD);
    expect([status, body.email, body.role]).toEqual([200, 'ann@example.org', 'owner']);
    expect(headers.get('set-cookie')).toMatch(/^bystack_session=[^;]+; Max-Age=\d+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
    expect((await home.call<Me>('GET', '/auth/me', undefined, { cookie: cookieOf(headers) })).body.userId).toBe(home.me.userId);
  });

  it('answers a wrong password and an unknown address alike', async () => {
    for (const [email, password] of [
      ['ann@example.org', 'wrong password'],
      ['nobody@example.org', PASSWORD],
    ]) {
      const { status, body, headers } = await signIn(email, password);
      expect([status, body.code, headers.get('set-cookie')]).toEqual([401, 'SIGN_IN_FAILED', null]);
    }
  });

  it.each([
    ['no origin', {}, 403],
    ['another origin', { origin: 'http://evil.example' }, 403],
    ['origin null', { origin: 'null' }, 403],
    ['our name on another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }, 403],
    ['our own page', { origin: 'self' }, 204],
  ])('lets only our pages change things with a cookie: %s', async (_name, headers: Record<string, string>, status) => {
    const { headers: begun } = await signIn('ann@example.org', PASSWORD);
    const given = headers.origin === 'self' ? { origin: home.plane.ready.url } : headers;
    expect((await home.call('POST', '/auth/sign-out', undefined, { cookie: cookieOf(begun), ...given })).status).toBe(status);
  });

  it('is limited by account, whatever headers the caller writes', async () => {
    const codes: string[] = [];
    for (let i = 0; i < 20; i += 1)
      codes.push(
        (await home.call('POST', '/auth/sign-in', { email: 'bob@example.org', password: 'x' }, { 'x-forwarded-for': `10.0.0.${i}` })).body
          .code,
      );
    expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS');
  });

  it('ends with signing out: the cookie and open streams count no more', async () => {
    const stream = await fetch(`${home.plane.ready.url}/api/v1/events`, { headers: { cookie: home.cookie } });
    const ended = (async () => {
      for await (const _ of stream.body as unknown as AsyncIterable<Uint8Array>);
      return true;
    })();
    expect((await home.call('POST', '/auth/sign-out', undefined, { cookie: home.cookie, origin: home.plane.ready.url })).status).toBe(204);
    expect(await ended).toBe(true);
    expect((await home.call('GET', '/auth/me', undefined, { cookie: home.cookie })).status).toBe(401);
  });

  it('takes no token but its own', async () => {
    const [, payload] = home.cookie.split('=')[1].split('.');
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), exp: 9_999_999_999 };
    const signed = (header: object, secret: string) =>
      `${part(header)}.${part(claims)}.${createHmac('sha256', secret)
        .update(`${part(header)}.${part(claims)}`)
        .digest('base64url')}`;
    const forged = [
      `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`,
      signed({ alg: 'HS256', typ: 'JWT' }, ''),
      signed({ alg: 'HS256', kid: '/dev/null' }, ''),
      'a.b.c',
      '',
      '%00',
    ];
    for (const token of forged)
      expect((await home.call('GET', '/auth/me', undefined, { cookie: `bystack_session=${token}` })).status).toBe(401);
  });
});

describe('a password', () => {
  const NEXT = 'another long sentence';
  let home: TestInstallation;
  beforeAll(async () => {
    home = await TestInstallation.start({ RATE_SIGN_IN_PER_MINUTE: '30' });
  });
  afterAll(() => home.close());

  const begin = async (password: string) => (await home.call('POST', '/auth/sign-in', { email: 'ann@example.org', password }, {})).headers.get('set-cookie')?.split(';')[0];
  const change = (cookie: string, currentPassword: unknown, newPassword: unknown) => home.call<{ code?: string; field?: string }>('POST', '/auth/password', { currentPassword, newPassword }, { cookie, origin: home.plane.ready.url });
  const status = async (cookie: string | undefined) => (await home.call('GET', '/auth/me', undefined, { cookie: cookie ?? '' })).status;
  const resetToken = async (email: string) => home.plane.app.get(OwnPassword).linkFor(email).then((link) => link?.path.split('#token=')[1]);
  const reset = (token: string | undefined, newPassword = PASSWORD) => home.call<{ code?: string; email?: string }>('POST', '/auth/password/reset', { token, newPassword }, {});

  it('is changed only by who knows it, long enough, and never by an API key', async () => {
    const cookie = (await begin(PASSWORD))!;
    expect((await change(cookie, 'not this one at all', NEXT)).body).toMatchObject({ code: 'PASSWORD_WRONG', field: '/currentPassword' });
    expect((await change(cookie, PASSWORD, 'short')).body).toMatchObject({ code: 'PASSWORD_TOO_WEAK', field: '/newPassword' });
    expect((await change(cookie, null, 7)).status).toBe(400);
    expect((await home.call<{ code: string }>('POST', '/auth/password', { currentPassword: PASSWORD, newPassword: NEXT })).body.code).toBe('PEOPLE_ONLY');
    expect(await begin(NEXT)).toBeUndefined();
  });

  it('once changed ends every session but the one it was changed in', async () => {
    const [here, elsewhere] = [(await begin(PASSWORD))!, await begin(PASSWORD)];
    expect((await change(here, PASSWORD, NEXT)).status).toBe(204);
    expect([await status(here), await status(elsewhere)]).toEqual([200, 401]);
    expect([await begin(PASSWORD), typeof (await begin(NEXT))]).toEqual([undefined, 'string']);
  });

  it('that was forgotten is set with a link that counts once, for its own person, and ends all sessions', async () => {
    const before = await begin(NEXT);
    expect(await resetToken('nobody@example.org')).toBeUndefined();
    const replaced = await resetToken('ann@example.org');
    const token = await resetToken('ANN@example.org');
    expect((await reset(replaced)).body.code).toBe('RESET_LINK_INVALID');
    expect((await reset(token, 'short')).body.code).toBe('PASSWORD_TOO_WEAK');
    expect((await home.call<{ code: string }>('POST', '/setup', { token: 'guess', email: 'eve@example.org', name: 'Eve', password: PASSWORD }, {})).body.code).toBe('SETUP_LINK_INVALID');
    expect((await reset(token)).body.email).toBe('ann@example.org');
    expect((await reset(token)).body.code).toBe('RESET_LINK_INVALID');
    expect([await status(before), typeof (await begin(PASSWORD))]).toEqual([401, 'string']);
  });
});

describe('API keys', () => {
  let home: TestInstallation;
  beforeAll(async () => {
    home = await TestInstallation.start();
  });
  afterAll(() => home.close());

  it('are shown once, known by their prefix, and end when revoked, open streams too', async () => {
    const { body: made } = await home.call<ApiKeyCreated>('POST', '/api-keys', { name: 'line 3', role: 'clerk' });
    const mine = { authorization: `Bearer ${made.key}` };
    expect((await home.call<Me>('GET', '/auth/me', undefined, mine)).body).toMatchObject({ name: 'line 3', role: 'clerk' });
    const listed = (await home.call<Page<ApiKeyView>>('GET', '/api-keys')).body.items;
    expect(JSON.stringify(listed)).not.toContain(made.key);
    expect(listed.find(({ id }) => id === made.id)).toMatchObject({
      prefix: made.key.slice(0, made.prefix.length),
      lastUsedAtMs: expect.any(Number) as number,
    });
    const stream = await fetch(`${home.plane.ready.url}/api/v1/events`, { headers: mine });
    let ended = false;
    void (async () => {
      for await (const _ of stream.body as unknown as AsyncIterable<Uint8Array>);
      ended = true;
    })();
    expect((await home.call('DELETE', `/api-keys/${made.id}`)).status).toBe(204);
    expect((await home.call('GET', '/auth/me', undefined, mine)).status).toBe(401);
    await eventually(() => ended);
    expect((await home.call('DELETE', `/api-keys/${made.id}`)).status).toBe(404);
  });

  it.each([
    'Bearer',
    'Bearer x',
    'Bearer bk_000000000000_',
    `Bearer bk_000000000000_${'A'.repeat(43)}`,
    'Basic YTpi',
    `Bearer ${'x'.repeat(5000)}`,
  ])('refuses %s', async (authorization) => {
    expect((await home.call('GET', '/auth/me', undefined, { authorization })).status).toBe(401);
  });

  it('differ from one another: the right prefix with a wrong secret is nobody', async () => {
    expect(
      (
        await home.call('GET', '/auth/me', undefined, {
          authorization: `Bearer ${home.key.slice(0, -1)}${home.key.endsWith('A') ? 'B' : 'A'}`,
        })
      ).status,
    ).toBe(401);
  });

  it('cannot be served without the key file that belongs to the database', async () => {
    const { writeFileSync } = await import('node:fs');
    const file = join(home.dataDir, 'seal.key');
    const right = readFileSync(file);
    await home.plane.close();
    writeFileSync(file, 'ab'.repeat(32));
    await expect(home.start()).rejects.toThrow('seal.key does not open what is in the database');
    writeFileSync(file, right);
    await home.start();
  }, 60_000);

  it('and other secrets are in no table and in no file others can read', async () => {
    const headers = { authorization: `Bearer ${home.key}`, 'idempotency-key': 'secret' };
    const { body: made } = await home.call<ApiKeyCreated>('POST', '/api-keys', { name: 'kept', role: 'clerk' }, headers);
    const { manager } = home.plane.app.get(Database);
    const tables = (await manager.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)) as { tablename: string }[];
    expect(tables.length).toBeGreaterThan(10);
    for (const { tablename } of tables) {
      const rows = JSON.stringify(await manager.query(`SELECT t::text AS row FROM "${tablename}" AS t`));
      for (const secret of [made.key.slice(SECRET_AT), home.key.slice(SECRET_AT), PASSWORD]) {
        expect([tablename, rows.includes(secret), rows.includes(Buffer.from(secret).toString('hex'))]).toEqual([tablename, false, false]);
      }
    }
    for (const name of readdirSync(home.dataDir))
      expect([name, statSync(join(home.dataDir, name)).mode & 0o077, readFileSync(join(home.dataDir, name)).length > 0]).toEqual([
        name,
        0,
        true,
      ]);
  });
});
