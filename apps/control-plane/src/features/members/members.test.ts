import type { AuditEntry, MemberInvited, MemberLink, MemberView, Me, Page, Problem } from '@bystack/api';
import { TestInstallation } from '../../testing/test-installation';

const PASSWORD = 'a long enough sentence';

describe('members of an organisation', () => {
  let home: TestInstallation;
  beforeAll(async () => {
    home = await TestInstallation.start({ RATE_SIGN_IN_PER_MINUTE: '60' });
  });
  afterAll(() => home.close());

  const invite = (email: string, role = 'clerk') => home.call<MemberInvited & Problem>('POST', '/members', { email, name: 'Bo', role });
  const list = async () => (await home.call<Page<MemberView>>('GET', '/members')).body.items;
  const setPassword = (path: string, newPassword = PASSWORD) => home.call<Me & Problem>('POST', '/auth/password/reset', { token: path.split('#token=')[1], newPassword }, {});
  const cookieOf = (headers: Headers) => ({ cookie: (headers.get('set-cookie') ?? '').split(';')[0], origin: home.plane.ready.url });
  const signIn = async (email: string) => (await home.call('POST', '/auth/sign-in', { email, password: PASSWORD }, {})).status;

  it('are invited with a link that makes them sign in, once, with the role that was given', async () => {
    const { status, body } = await invite('Bo@example.org');
    expect([status, body.member]).toMatchObject([201, { email: 'bo@example.org', role: 'clerk', isInvited: true }]);
    expect(await signIn('bo@example.org')).toBe(401);
    const joined = await setPassword(body.path);
    expect([joined.status, joined.body.role]).toEqual([200, 'clerk']);
    expect((await setPassword(body.path)).body.code).toBe('RESET_LINK_INVALID');
    expect(await list()).toMatchObject([{ role: 'owner', isInvited: false }, { email: 'bo@example.org', isInvited: false }]);
    expect((await home.call<Problem>('GET', '/members', undefined, cookieOf(joined.headers))).status).toBe(200);
    expect((await home.call<Problem>('POST', '/members', { email: 'x@example.org', name: 'X', role: 'owner' }, cookieOf(joined.headers))).body.code).toBe('NOT_ALLOWED');
  });

  it.each([
    [{ email: 'bo@example.org', name: 'Bo', role: 'clerk' }, 409, 'EMAIL_TAKEN'],
    [{ email: 'nobody', name: 'Bo', role: 'clerk' }, 400, 'INVALID_REQUEST'],
    [{ email: 'c@example.org', name: 'Bo', role: 'king' }, 400, 'INVALID_REQUEST'],
    [{ email: 'c@example.org', role: 'clerk' }, 400, 'INVALID_REQUEST'],
  ])('are not invited by %j', async (body, status, code) => {
    const answer = await home.call<Problem>('POST', '/members', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('get another link when the first one was lost; the first counts no more', async () => {
    const { body } = await invite('cy@example.org');
    const again = (await home.call<MemberLink>('POST', `/members/${body.member.userId}/link`)).body;
    expect((await setPassword(body.path)).body.code).toBe('RESET_LINK_INVALID');
    expect((await setPassword(again.path)).status).toBe(200);
  });

  it('always have an owner among them who has joined', async () => {
    const [owner] = await list();
    const other = (await invite('di@example.org', 'owner')).body;
    const change = (userId: string, role: string) => home.call<Problem>('POST', `/members/${userId}/role`, { role });
    const remove = (userId: string) => home.call<Problem>('DELETE', `/members/${userId}`);
    expect([(await change(owner.userId, 'clerk')).body.code, (await remove(owner.userId)).body.code]).toEqual(['LAST_OWNER', 'LAST_OWNER']);
    await setPassword(other.path);
    const both = await Promise.all([change(owner.userId, 'clerk'), change(other.member.userId, 'clerk')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await list()).filter(({ role }) => role === 'owner').length).toBe(1);
  });

  it('who are removed are out at once, and can be invited anew', async () => {
    const { body } = await invite('ed@example.org');
    const session = cookieOf((await setPassword(body.path)).headers);
    expect((await home.call('GET', '/auth/me', undefined, session)).status).toBe(200);
    expect((await home.call('DELETE', `/members/${body.member.userId}`)).status).toBe(204);
    expect([(await home.call('GET', '/auth/me', undefined, session)).status, await signIn('ed@example.org')]).toEqual([401, 401]);
    expect((await home.call('DELETE', `/members/${body.member.userId}`)).status).toBe(404);
    expect((await invite('ed@example.org')).status).toBe(201);
    const { items } = (await home.call<Page<AuditEntry>>('GET', '/audit')).body;
    expect(items.map(({ action }) => action)).toEqual(expect.arrayContaining(['member.invite', 'member.remove', 'member.role', 'member.link', 'password.reset']));
    expect(JSON.stringify(items)).not.toContain('token=');
  });
});
