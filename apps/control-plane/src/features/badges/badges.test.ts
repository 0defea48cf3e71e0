import { createHash, webcrypto } from 'node:crypto';
import type { BadgeAuthorityView, BadgeView, Page, Problem } from '@bystack/api';
import { toHex, type Json } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { companyBadges } from '@bystack/modules-identity';
import { badgeRequest } from '../../testing/badge-request';
import { TestInstallation } from '../../testing/test-installation';

const hex = (name: string): string => toHex(keyOf(name).publicKey);

describe('badges', () => {
  let home: TestInstallation;
  let authority: BadgeAuthorityView;
  beforeAll(async () => {
    home = await TestInstallation.start();
    authority = (await home.call<BadgeAuthorityView>('POST', '/badge-authorities', { name: 'Mill & Co CA 磨坊' })).body;
  });
  afterAll(() => home.close());
  const issue = <T = BadgeView>(body: object) => home.call<T>('POST', `/badge-authorities/${authority.id}/badges`, body);

  it('are issued by an authority that chains take, for the key of whoever asked', async () => {
    const { csrPem, keys } = await badgeRequest('CN=Ann Huber', 'p256');
    const { status, body: badge } = await issue({ csrPem, roles: ['notary'], attributes: ['site=Linz'], days: 30 });
    expect([status, badge]).toEqual([201, expect.objectContaining({ name: 'Ann Huber', authority: authority.fingerprint })]);

    const organisation = { organisation: 'mill', name: 'Mill', certificate: authority.certificatePem, roles: ['notary'], keepers: [hex('keeper')] };
    const chain = new ModuleHarness({ startMs: Date.now(), modules: [{ module: companyBadges, params: { organisations: [organisation] } }] });
    const call = (actor: string, command: string, payload: Json) => chain.call({ module: 'company-badges', command, actor, payload });
    const { text } = chain.query('company-badges', 'statement', { key: hex('ann') }) as { text: string };
    // WebCrypto signs r and s side by side; certificates write them in DER, as openssl does.
    const plain = Buffer.from(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, Buffer.from(text)));
    const proof = Buffer.from(toDer(plain)).toString('base64');
    expect(call('ann', 'enrol', { certificate: badge.certificatePem, proof })).toMatchObject({ accepted: true });
    expect(chain.query('company-badges', 'whoIs', { key: hex('ann') })).toMatchObject({ name: 'Ann Huber', roles: ['notary'], badge: { attributes: { site: 'Linz' } } });
    expect(call('keeper', 'revoke', { authority: badge.authority, serial: badge.serial, reason: 'superseded' })).toMatchObject({ accepted: true, events: [{ data: { key: hex('ann') } }] });
  });

  it('name the authority as chains do', () => {
    const der = Buffer.from(authority.certificatePem.split('-----')[2]!, 'base64');
    expect(authority.fingerprint).toBe(createHash('sha256').update(der).digest('hex'));
  });

  it('and authorities are listed, without their keys', async () => {
    const { body } = await home.call<Page<BadgeAuthorityView>>('GET', '/badge-authorities');
    expect(body.items).toEqual([authority]);
    const badges = await home.call<Page<BadgeView>>('GET', '/badges');
    expect(badges.body.items).toHaveLength(1);
    expect(JSON.stringify([body, badges.body])).not.toMatch(/PRIVATE/);
  });

  it('are refused for what is no request, and for keys that no chain takes', async () => {
    const good = (await badgeRequest('CN=Bob')).csrPem;
    const forged = good.replace(/\n(.)(.*\n-----END)/, (_, letter: string, rest: string) => `\n${letter === 'A' ? 'B' : 'A'}${rest}`);
    const cases: readonly (readonly [string, string])[] = [
      ['none', 'CSR_INVALID'], [forged, 'CSR_INVALID'], [(await badgeRequest('O=Nobody')).csrPem, 'CSR_INVALID'], [(await badgeRequest('CN=Old', 'p521')).csrPem, 'BADGE_UNREADABLE'],
    ];
    for (const [csrPem, code] of cases) expect((await issue<Problem>({ csrPem, roles: [] })).body).toMatchObject({ code, field: '/csrPem' });
    expect((await issue<Problem>({ csrPem: good, roles: ['No Role'] })).body).toMatchObject({ code: 'INVALID_REQUEST' });
    expect((await issue({ csrPem: good, roles: [] })).status).toBe(201);
  });
});

/** SEQUENCE of two whole numbers. */
function toDer(plain: Buffer): Uint8Array {
  const numbers = [plain.subarray(0, 32), plain.subarray(32)].map((bytes) => {
    let at = 0;
    while (at < bytes.length - 1 && bytes[at] === 0) at += 1;
    const short = bytes.subarray(at);
    const value = short[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), short]) : short;
    return Buffer.concat([Buffer.of(2, value.length), value]);
  });
  const contents = Buffer.concat(numbers);
  return Buffer.concat([Buffer.of(0x30, contents.length), contents]);
}
