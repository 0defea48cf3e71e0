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
import { eventually } from '../../testing/eventually';
import { TestInstallation } from '../../testing/test-installation';

const hex = (name: string): string => toHex(keyOf(name).publicKey);

describe('badges', () => {
  let home: TestInstallation;
  let authority: BadgeAuthorityView;
  beforeAll(async () => {
    home = await TestInstallation.start({ REVOCATIONS_URL: 'https://bystack.example' });
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
    expect(authority.revocationListUrl).toBe(`https://bystack.example/api/v1/revocation-lists/${authority.id}`);
    expect(JSON.stringify(body)).not.toMatch(/listDer/i);
    const badges = await home.call<Page<BadgeView>>('GET', '/badges');
    expect(badges.body.items).toMatchObject([{ roles: ['notary'] }]);
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
    const sql = (text: string, ...values: unknown[]) => home.plane.app.get(Database).manager.query<unknown[]>(text, values);
    const revoke = <T = BadgeView>(id: string, body: object = {}) => home.call<T>('POST', `/badges/${id}/revocation`, body);
    const badge = async (name: string): Promise<BadgeView> => (await issue({ csrPem: (await badgeRequest(`CN=${name}`, 'p256')).csrPem, roles: [] })).body;

    it('stand in a list that openssl verifies and goes by, as do chains', async () => {
      const [kept, gone, lost] = [await badge('Kept'), await badge('Gone'), await badge('Lost')];
      writeFileSync(join(dir, 'ca.pem'), authority.certificatePem);
      for (const [name, { certificatePem }] of [['kept', kept], ['gone', gone]] as const) writeFileSync(join(dir, `${name}.pem`), certificatePem);
      const empty = (await fetchList('empty.pem')).told();
      expect([empty.status, /verify OK/.test(empty.text), /No Revoked Certificates/.test(empty.text), numberIn(empty.text)]).toEqual([0, true, true, secondIn(empty.text)]);
      expect((await revoke(gone.id, { reason: 'keyCompromise' })).body).toMatchObject({ id: gone.id, revokedAtMs: expect.any(Number), revocationReason: 'keyCompromise' });
      expect((await revoke(lost.id)).body.revocationReason).toBe('unspecified');

      const { type, told, bytes } = await fetchList('list.pem');
      const { status, text } = told();
      expect([type, status, text]).toEqual(['application/x-pem-file', 0, expect.stringMatching(/Version 2[^]*verify OK|verify OK[^]*Version 2/)]);
      expect(text).toMatch(new RegExp(`Serial Number: ${gone.serial}[^]*Key Compromise`, 'i'));
      expect([numberIn(text) > numberIn(empty.text), text.includes(kept.serial.toUpperCase())]).toEqual([true, false]);
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
      const [before, after] = [first.told().text, (await fetchList('c.der', 'der')).told().text];
      expect([numberIn(after) > numberIn(before), secondIn(after) > secondIn(before), (secondIn(after, 'Next') - secondIn(after)) / 86_400]).toEqual([true, true, 7]);
    });

    it('stand in lists whose numbers never go back, also when the database is put back from a backup', async () => {
      const [backup] = await sql('SELECT list_number, list_made_at_ms, list_der FROM badge_authorities WHERE id = $1', authority.id) as [Record<string, unknown>];
      await revoke((await badge('Fourth')).id);
      const lost = (await fetchList('lost.pem')).told().text;
      await sql('UPDATE badge_authorities SET list_number = $2, list_made_at_ms = $3, list_der = NULL WHERE id = $1', authority.id, backup['list_number'], backup['list_made_at_ms']);
      await eventually(() => Date.now() >= 1_000 * secondIn(lost) + 1_000);
      expect(numberIn((await fetchList('again.pem')).told().text)).toBeGreaterThan(numberIn(lost));
    });

    it('leave the list once they have run out and stood in one list since', async () => {
      const { id, serial } = await badge('Short');
      await revoke(id);
      const stands = async () => (await fetchList('short.pem')).told().text.includes(serial.toUpperCase());
      const anew = () => sql('UPDATE badge_authorities SET list_der = NULL WHERE id = $1', authority.id);
      expect(await stands()).toBe(true);
      // Right after that list, which is dated to the second.
      await sql('UPDATE badges SET valid_until_ms = list_made_at_ms + 1 FROM badge_authorities WHERE badges.id = $1 AND badge_authorities.id = $2', id, authority.id);
      await anew();
      expect(await stands()).toBe(true);
      await anew();
      expect(await stands()).toBe(false);
    });

    it('are said to be left out where the list has no room, the longest revoked first', async () => {
      const { id } = await badge('Crowd');
      const crowd = 'INSERT INTO badges (id, organisation_id, authority_id, serial, name, certificate_pem, issued_at_ms, valid_until_ms, revoked_at_ms, revocation_reason)';
      await sql(`${crowd} SELECT 'crowd-' || n, organisation_id, authority_id, '0' || (1000000 + n), name, certificate_pem, issued_at_ms + n, valid_until_ms, n, 'unspecified' FROM badges, generate_series(1, 2001) AS n WHERE id = $1`, id);
      await sql('UPDATE badge_authorities SET list_der = NULL WHERE id = $1', authority.id);
      const { revoked } = (await home.call<Page<BadgeAuthorityView>>('GET', '/badge-authorities')).body.items[0]!;
      const { text } = (await fetchList('full.pem')).told();
      const inList = [...text.matchAll(/Serial Number: /g)].length;
      expect([revoked.listed, inList, revoked.leftOut > 0, / 01000001$/m.test(text), / 01002001$/m.test(text)]).toEqual([2_000, 2_000, true, false, true]);
      await sql("DELETE FROM badges WHERE id LIKE 'crowd-%'");
    });

    it('are listed a page at a time, and found by a part of their name or the beginning of their number', async () => {
      for (const name of ['Page 100%', 'Page 2', 'Page_3']) await badge(name);
      const page = async (query: string) => (await home.call<Page<BadgeView>>('GET', `/badges?${query}`)).body;
      const first = await page('search=page&limit=2');
      const second = await page(`search=page&limit=2&before=${first.next}`);
      expect([first.items.map(({ name }) => name), second.items.map(({ name }) => name), second.next]).toEqual([['Page_3', 'Page 2'], ['Page 100%'], undefined]);
      expect((await page('search=%25')).items.map(({ name }) => name)).toEqual(['Page 100%']);
      expect((await page('search=e_3')).items.map(({ name }) => name)).toEqual(['Page_3']);
      expect((await page(`search=${first.items[0]!.serial.slice(0, 12).toUpperCase()}`)).items).toEqual([first.items[0]]);
      for (const bad of ['search=', 'search=%00', 'search=a&search=b', 'before=1', "before=1.'", 'before=99999999999999999999.a', 'limit=0', 'limit=1001', 'limit=x', 'serial=00&serial=11'])
        expect([bad, (await home.call<Problem>('GET', `/badges?${bad}`)).status]).toEqual([bad, 400]);
    });

    it('stand in a list that anybody may fetch, whose address is in each certificate', async () => {
      const { certificatePem } = await badge('Published');
      const [address] = openssl('x509', '-noout', '-ext', 'crlDistributionPoints', '-in', (writeFileSync(join(dir, 'published.pem'), certificatePem), 'published.pem')).text.match(/https:\S+/) ?? [];
      expect(address).toBe(authority.revocationListUrl);
      const answer = await fetch(`${home.plane.ready.url}${new URL(address!).pathname}`);
      const own = await fetchList('own.der', 'der');
      expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control'), answer.headers.get('set-cookie')]).toEqual([200, 'application/pkix-crl', 'public, max-age=300', null]);
      expect(Buffer.from(await answer.arrayBuffer()).equals(own.bytes)).toBe(true);
      for (const id of ['00000000-0000-4000-8000-000000000000', 'x', '%00', '..%2fhosts']) {
        const { status, headers } = await fetch(`${home.plane.ready.url}/api/v1/revocation-lists/${id}`);
        expect([id, status, headers.get('cache-control')]).toEqual([id, 404, 'no-store']);
      }
    });

    it('are found by their serial number, however many were issued since', async () => {
      const old = await badge('Old');
      const copy = 'INSERT INTO badges (id, organisation_id, authority_id, serial, name, certificate_pem, issued_at_ms, valid_until_ms)';
      await home.plane.app.get(Database).manager.query(`${copy} SELECT 'copy-' || n, organisation_id, authority_id, 'ff', name, certificate_pem, issued_at_ms + n, valid_until_ms FROM badges, generate_series(1, 1000) AS n WHERE id = $1`, [old.id]);
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
      expect((await home.call<Page<BadgeView>>('GET', '/badges')).body.items.filter(({ revokedAtMs }) => revokedAtMs !== null).length).toBeGreaterThan(3);
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
    expect((await issue({ csrPem: good, roles: [], attributes: null, days: null })).body).toMatchObject({ validUntilMs: expect.any(Number), revokedAtMs: null });
  });
});

function numberIn(text: string): number {
  return Number(/crlNumber=(0x[0-9A-F]+)/i.exec(text)![1]);
}

function secondIn(text: string, which: 'Last' | 'Next' = 'Last'): number {
  return Date.parse(new RegExp(`${which} Update: (.*)`).exec(text)![1]!) / 1_000;
}

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
