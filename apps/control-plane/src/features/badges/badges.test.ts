import { spawnSync } from 'node:child_process';
import { createHash, webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BadgeAuthorityView, BadgeView, Page, Problem } from '@bystack/api';
import { toHex, type Json } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { companyBadges } from '@bystack/modules-identity';
import { Database } from '../../platform/db';
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

  describe('that are revoked', () => {
    let dir: string;
    beforeAll(() => {
      dir = mkdtempSync(join(tmpdir(), 'revoked-'));
    });
    afterAll(() => rmSync(dir, { recursive: true, force: true }));
    const openssl = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: dir, encoding: 'utf8' });
      return { status, text: stdout + stderr };
    };
    const fetchList = async (name: string, format: 'der' | 'pem' = 'pem') => {
      const answer = await fetch(`${home.plane.ready.url}/api/v1/badge-authorities/${authority.id}/revocations?format=${format}`, { headers: { authorization: `Bearer ${home.key}` } });
      const bytes = Buffer.from(await answer.arrayBuffer());
      writeFileSync(join(dir, name), bytes);
      return { type: answer.headers.get('content-type'), bytes, told: () => openssl('crl', '-in', name, ...(format === 'der' ? ['-inform', 'der'] : []), '-noout', '-text', '-crlnumber', '-verify', '-CAfile', 'ca.pem') };
    };
    const revoke = <T = BadgeView>(id: string, body: object = {}) => home.call<T>('POST', `/badges/${id}/revocation`, body);
    const badge = async (name: string): Promise<BadgeView> => (await issue({ csrPem: (await badgeRequest(`CN=${name}`, 'p256')).csrPem, roles: [] })).body;

    it('stand in a list that openssl verifies and goes by, as do chains', async () => {
      const [kept, gone, lost] = [await badge('Kept'), await badge('Gone'), await badge('Lost')];
      writeFileSync(join(dir, 'ca.pem'), authority.certificatePem);
      for (const [name, { certificatePem }] of [['kept', kept], ['gone', gone]] as const) writeFileSync(join(dir, `${name}.pem`), certificatePem);
      const empty = (await fetchList('empty.pem')).told();
      expect([empty.status, /verify OK/.test(empty.text), /No Revoked Certificates/.test(empty.text), /crlNumber=0x01/.test(empty.text)]).toEqual([0, true, true, true]);
      expect((await revoke(gone.id, { reason: 'keyCompromise' })).body).toMatchObject({ id: gone.id, revokedAtMs: expect.any(Number), revocationReason: 'keyCompromise' });
      expect((await revoke(lost.id)).body.revocationReason).toBe('unspecified');

      const { type, told, bytes } = await fetchList('list.pem');
      const { status, text } = told();
      expect([type, status, text]).toEqual(['application/x-pem-file', 0, expect.stringMatching(/Version 2[^]*verify OK|verify OK[^]*Version 2/)]);
      expect(text).toMatch(new RegExp(`Serial Number: ${gone.serial}[^]*Key Compromise`, 'i'));
      expect([/crlNumber=0x02/.test(text), text.includes(kept.serial.toUpperCase())]).toEqual([true, false]);
      const check = (name: string) => openssl('verify', '-crl_check', '-CAfile', 'ca.pem', '-CRLfile', 'list.pem', `${name}.pem`);
      expect([check('kept'), check('gone')]).toMatchObject([{ status: 0 }, { status: 2, text: expect.stringContaining('certificate revoked') }]);

      const organisation = { organisation: 'mill', name: 'Mill', certificate: authority.certificatePem, roles: [], keepers: [] };
      const chain = new ModuleHarness({ startMs: Date.now() + 60_000, modules: [{ module: companyBadges, params: { organisations: [organisation] } }] });
      expect(chain.call({ module: 'company-badges', command: 'revokeByList', actor: 'anybody', payload: { list: bytes.toString('utf8') } })).toMatchObject({ accepted: true, events: [{ name: 'listTaken', data: { count: 2 } }] });
    });

    it('stay in the same list until something is revoked or a day is over; each other list has another number and a later date', async () => {
      const first = await fetchList('a.der', 'der');
      expect([first.type, first.told().status, (await fetchList('b.der', 'der')).bytes.equals(first.bytes)]).toEqual(['application/pkix-crl', 0, true]);
      await revoke((await badge('Third')).id, { reason: 'superseded' });
      const numberAndDate = (text: string) => [/crlNumber=(0x\d+)/.exec(text)![1], Date.parse(/Last Update: (.*)/.exec(text)![1]!), Date.parse(/Next Update: (.*)/.exec(text)![1]!)] as const;
      const [before, after] = [numberAndDate(first.told().text), numberAndDate((await fetchList('c.der', 'der')).told().text)];
      expect([before[0], after[0], after[1] > before[1], (after[2] - after[1]) / 86_400_000]).toEqual(['0x02', '0x03', true, 7]);
    });

    it('are found by their serial number, however many were issued since', async () => {
      const old = await badge('Old');
      const copy = 'INSERT INTO badges (id, organisation_id, authority_id, serial, name, certificate_pem, issued_at_ms)';
      await home.plane.app.get(Database).manager.query(`${copy} SELECT 'copy-' || n, organisation_id, authority_id, 'ff', name, certificate_pem, issued_at_ms + n FROM badges, generate_series(1, 1000) AS n WHERE id = $1`, [old.id]);
      const listed = async (query: string) => (await home.call<Page<BadgeView>>('GET', `/badges${query}`)).body.items;
      expect([(await listed('')).some(({ id }) => id === old.id), await listed(`?serial=${old.serial}`), await listed('?serial=00ff')]).toEqual([false, [old], []]);
      await home.plane.app.get(Database).manager.query("DELETE FROM badges WHERE serial = 'ff'");
      expect((await home.call<Problem>('GET', '/badges?serial=FF')).body).toMatchObject({ code: 'INVALID_REQUEST' });
    });

    it('are so for ever, and for a reason that lists know', async () => {
      const { id } = await badge('Once');
      expect((await revoke<Problem>(id, { reason: 'certificateHold' })).body).toMatchObject({ code: 'INVALID_REQUEST' });
      const first = await revoke(id, { reason: null });
      expect([first.status, first.body.revocationReason, (await revoke<Problem>(id)).body.code]).toEqual([201, 'unspecified', 'BADGE_REVOKED']);
      expect((await home.call<Page<BadgeView>>('GET', '/badges')).body.items.filter(({ revokedAtMs }) => revokedAtMs !== null)).toHaveLength(4);
    });
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
