import { createPrivateKey, sign } from 'node:crypto';
import { toHex, type Json, type JsonObject } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { NOW_MS, certificate, root, testKey, uris, type CertificateParts } from './testing/make-certificate';
import { ACCEPTED } from './testing/openssl-made';
import { companyBadges } from '.';

const hex = (name: string): string => toHex(keyOf(name).publicKey);
const MILL = root('Mill CA');
const idOf = (chain: ModuleHarness): string => (chain.query('company-badges', 'authorities', { organisation: 'mill' }) as { authorities: { authority: string }[] }).authorities[0]!.authority;

function chainOf({ ca = MILL, startMs = NOW_MS }: { ca?: string; startMs?: number } = {}): ModuleHarness {
  const mill = { organisation: 'mill', name: 'The Mill', certificate: ca, roles: ['notary', 'recorder'], keepers: [hex('keeper')] };
  return new ModuleHarness({ startMs, modules: [{ module: companyBadges, params: { admins: [hex('admin')], organisations: [mill] } }] });
}
const options = (actor: string, command: string, payload: Json) => ({ module: 'company-badges', command, actor, payload });
const run = (chain: ModuleHarness, actor: string, command: string, payload: Json) => chain.call(options(actor, command, payload));
const whoIs = (chain: ModuleHarness, name: string) => chain.query('company-badges', 'whoIs', { key: hex(name) }) as JsonObject;
const statement = (chain: ModuleHarness, name: string) => (chain.query('company-badges', 'statement', { key: hex(name) }) as { text: string }).text;
const badge = (holder: string, more: Partial<CertificateParts> = {}): string => certificate({ name: holder, publicKey: keyOf(holder).publicKey, issuer: { name: 'Mill CA' }, ...more });

describe('company badges', () => {
  const later = Date.UTC(2030, 0, 1);
  it.each(Object.entries(ACCEPTED))('of an openssl CA (%s): the certificate’s key proves itself, for this chain and key only', (name, { ca, member, memberKey }) => {
    const chain = chainOf({ ca, startMs: later });
    const proofFor = (text: string): string => sign(name === 'ed25519' ? null : 'sha256', Buffer.from(text), createPrivateKey(memberKey)).toString('base64');
    expect(run(chain, 'ann', 'enrol', { certificate: member, proof: proofFor(statement(chain, 'eve')) })).toMatchObject({ code: 'PROOF_WRONG', facts: { path: '/proof' } });
    expect(run(chain, 'ann', 'enrol', { certificate: member, proof: proofFor(statement(chain, 'ann')) })).toMatchObject({ accepted: true });
    expect(whoIs(chain, 'ann')).toMatchObject({ name: `Ann of ${name}`, roles: ['notary', 'recorder'], badge: { attributes: { site: 'Linz' } } });
  });

  it('an authority’s own list takes the badge away, and says since when', () => {
    const { ca, member, memberKey, list } = ACCEPTED.p256;
    const chain = chainOf({ ca, startMs: later });
    run(chain, 'ann', 'enrol', { certificate: member, proof: sign('sha256', Buffer.from(statement(chain, 'ann')), createPrivateKey(memberKey)).toString('base64') });
    expect(run(chain, 'anybody', 'revokeByList', { list })).toMatchObject({ accepted: true, events: [{ name: 'listTaken', data: { count: 1 } }] });
    expect(whoIs(chain, 'ann')).toMatchObject({ takesPart: false, endsAtMs: later + 2 });
    expect(chain.query('company-badges', 'history', { key: hex('ann') })).toMatchObject({ memberships: [{ sinceMs: later + 1, endsAtMs: later + 2, name: 'Ann of p256' }] });
  });

  it('nobody vouches for themselves: a certificate in the authority’s name needs the authority’s key', () => {
    const chain = chainOf();
    const forged = certificate({ name: 'mallory', issuer: { name: 'Mill CA', key: 'mallory' }, extensions: [uris('bystack:role:notary')] });
    const proof = Buffer.from(testKey('mallory').sign(Buffer.from(statement(chain, 'mallory')))).toString('base64');
    expect(run(chain, 'mallory', 'enrol', { certificate: forged, proof })).toMatchObject({ code: 'SIGNATURE_WRONG' });
  });

  it('an act after the revocation in the same block is refused, one before it stands', () => {
    const chain = chainOf();
    run(chain, 'ann', 'enrol', { certificate: badge('ann') });
    const revoke = options('keeper', 'revoke', { authority: idOf(chain), serial: '01', reason: 'affiliationChanged' });
    const leave = options('ann', 'leave', {});
    const results = chain.block([chain.transaction([revoke]), chain.transaction([leave])]);
    expect(results.map(({ accepted, code }) => [accepted, code])).toEqual([[true, undefined], [false, 'NOT_MEMBER']]);
  });

  it('whoever left comes back with the same certificate, but nobody else takes it', () => {
    const chain = chainOf();
    const mine = badge('ann');
    run(chain, 'ann', 'enrol', { certificate: mine });
    run(chain, 'ann', 'leave', {});
    expect(whoIs(chain, 'ann')).toMatchObject({ takesPart: false });
    expect(run(chain, 'ann', 'enrol', { certificate: mine })).toMatchObject({ accepted: true });
    expect(whoIs(chain, 'ann')).toMatchObject({ takesPart: true });
    expect((chain.query('company-badges', 'history', { key: hex('ann') }) as { memberships: Json[] }).memberships).toHaveLength(2);
  });

  it('what an organisation may give counts at once, for badges that are there', () => {
    const chain = chainOf();
    run(chain, 'ann', 'enrol', { certificate: badge('ann', { units: ['recorder', 'notary'] }) });
    run(chain, 'admin', 'changeOrganisation', { organisation: 'mill', roles: ['recorder'] });
    expect(whoIs(chain, 'ann')).toMatchObject({ roles: ['recorder'] });
  });

  it('looks at certificates in the first calls of a transaction only: signatures are dear', () => {
    const chain = chainOf();
    const calls = ['a', 'b', 'c', 'd', 'e'].map((name, i) => options(name, 'enrol', { certificate: badge(name, { serial: i + 1 }) }));
    expect(chain.block([chain.transaction(calls)])).toMatchObject([{ code: 'CALL_TOO_LATE', facts: { limit: 4 } }]);
    expect(chain.block([chain.transaction(calls.slice(0, 4))])).toMatchObject([{ accepted: true }]);
  });
});
