import { hash, toHex, type Json, type JsonObject } from '@bystack/chain-core/module';
import { keyOf } from '@bystack/chain-core/testing';
import type { CallStep, ModuleScenario, QueryStep } from '@bystack/chain-core/testing/contract';
import { companyBadges } from '@bystack/modules-identity';
import { octets, sequence } from '../../../libs/modules-identity/src/company-badges/testing/der-writer';
import {
  authorityKeyId, basicConstraints, certificate, DAY_MS, extendedUsage, extension, keyUsage, NOW_MS, pem, revocationListBytes, root, subjectKeyId, testKey, uris, type CertificateParts,
} from '../../../libs/modules-identity/src/company-badges/testing/make-certificate';

const hex = (name: string): string => toHex(keyOf(name).publicKey);
const idOf = (text: string): string => toHex(hash(Buffer.from(text.split('-----')[2]!.replaceAll('\n', ''), 'base64')));
const by = (name: string) => ({ name });
const call = (actor: string, command: string, payload: Json, refused?: string): CallStep => ({ actor, command, payload, ...(refused !== undefined && { refused }) });

/** A certificate of version 1 for somebody's key on the chain. */
const badge = (holder: string, issuer: string, more: Partial<CertificateParts> = {}): string => certificate({ name: `${holder} of ${issuer}`, publicKey: keyOf(holder).publicKey, issuer: by(issuer), ...more });
const enrol = (actor: string, text: string, refused?: string, more: JsonObject = {}): CallStep => call(actor, 'enrol', { certificate: text, ...more }, refused);
const revoke = (actor: string, authority: string, serial: string, refused?: string): CallStep => call(actor, 'revoke', { authority, serial, reason: 'keyCompromise' }, refused);
const whoIs = (name: string, answer: Json): QueryStep => ({ query: 'whoIs', args: { key: hex(name) }, answer });
const bring = (list: string, refused?: string): CallStep => call('anybody', 'revokeByList', { list }, refused);
const listOf = (...args: Parameters<typeof revocationListBytes>): string => pem(revocationListBytes(...args), 'X509 CRL');

const MILL = root('Mill CA');
const FARM = root('Farm CA', { untilMs: NOW_MS + 30 * DAY_MS });
/** Two of one name, without key identifiers. */
const PORTS = [1, 2].map((serial) => root('Port CA', { serial, extensions: [basicConstraints()] })) as [string, string];
const MILL_SITE = certificate({ name: 'Mill Site CA', issuer: by('Mill CA'), serial: 9, extensions: [basicConstraints(0), subjectKeyId('Mill Site CA')] });
const MILL_NEXT = root('Mill CA', { serial: 2, issuer: { name: 'Mill CA', key: 'Mill CA' }, publicKey: testKey('next mill').publicKey, extensions: [basicConstraints(), subjectKeyId('next mill'), authorityKeyId('Mill CA')] });
const organisation = (id: string, name: string, text: string, roles: readonly string[] = []): JsonObject => ({ organisation: id, name, certificate: text, roles, keepers: [hex(`${id} keeper`)] });
const ANN = badge('ann', 'Mill CA', { units: ['recorder', 'Finance'] });
const ANN_AGAIN = badge('ann', 'Mill CA', { serial: 2, extensions: [uris('bystack:role:notary', 'bystack:attribute:site=Linz', 'https://mill.example/ann')] });
const AUTHORITY_LIMIT = Array.from({ length: 5 }, (_, i) => root(`Mill CA ${i}`));

export const companyBadgesScenario: ModuleScenario = {
  module: companyBadges,
  params: { admins: [hex('admin')], members: [{ key: hex('zoe'), name: 'Zoe', roles: ['auditor', 'notary'] }], organisations: [organisation('mill', 'The Mill', MILL, ['notary', 'recorder'])] },
  steps: [
    whoIs('zoe', { name: 'Zoe', roles: ['auditor', 'notary'], takesPart: true, badge: null }),
    whoIs('admin', { isAdmin: true, takesPart: true }),
    { query: 'organisations', args: {}, answer: { organisations: [{ organisation: 'mill', name: 'The Mill', closedAtMs: null }], next: null } },

    // Organisations.
    call('ann', 'addOrganisation', organisation('farm', 'The Farm', FARM), 'NOT_ADMINISTRATOR'),
    call('admin', 'addOrganisation', organisation('mill', 'Another', FARM), 'ORGANISATION_EXISTS'),
    call('admin', 'addOrganisation', organisation('farm', 'the mill', FARM), 'NAME_TAKEN'),
    call('admin', 'addOrganisation', organisation('farm', ' Farm', FARM), 'NAME_INVALID'),
    call('admin', 'addOrganisation', organisation('farm', 'The Farm', MILL), 'AUTHORITY_EXISTS'),
    call('admin', 'addOrganisation', organisation('farm', 'The Farm', ANN), 'NOT_AN_AUTHORITY'),
    call('admin', 'addOrganisation', organisation('farm', 'The Farm', FARM, ['grower'])),
    call('admin', 'addOrganisation', organisation('port', 'The Port', PORTS[0])),
    call('port keeper', 'addAuthority', { organisation: 'port', certificate: PORTS[1] }),
    call('admin', 'changeOrganisation', { organisation: 'port', name: '港口', roles: ['pilot'] }),
    call('mill keeper', 'setKeepers', { organisation: 'farm', keepers: [hex('mill keeper')] }, 'NOT_KEEPER'),
    call('farm keeper', 'setKeepers', { organisation: 'farm', keepers: [hex('farm keeper'), hex('ann')] }),
    call('admin', 'closeOrganisation', { organisation: 'nowhere' }, 'ORGANISATION_UNKNOWN'),

    // Badges.
    enrol('ann', ANN),
    whoIs('ann', { name: 'ann of Mill CA', roles: ['recorder'], takesPart: true, badge: { organisation: 'mill', serial: '01' } }),
    enrol('ann', ANN, 'CERTIFICATE_IN_USE'),
    enrol('bob', ANN, 'CERTIFICATE_IN_USE'),
    { waitMs: 1_000 },
    enrol('ann', ANN_AGAIN),
    whoIs('ann', { roles: ['notary'], badge: { attributes: { site: 'Linz' } } }),
    { query: 'history', args: { key: hex('ann') }, answer: { memberships: [{ roles: ['recorder'] }, { roles: ['notary'], leftAtMs: null }] } },
    { query: 'certificate', args: { id: idOf(ANN) }, answer: { pem: ANN } },
    enrol('ann', badge('ann', 'Farm CA'), 'BADGE_HELD'),
    enrol('bob', 'a badge', 'PEM_EXPECTED'),
    enrol('bob', MILL + ANN, 'CERTIFICATES_SEVERAL'),
    enrol('bob', pem(sequence(octets())), 'CERTIFICATE_MALFORMED'),
    enrol('bob', MILL, 'CERTIFICATE_IS_AUTHORITY'),
    enrol('bob', badge('bob', 'Mill CA', { serial: 3, extensions: [keyUsage(5, 0x20)] }), 'USAGE_UNFIT'),
    enrol('bob', badge('bob', 'Mill CA', { serial: 3, extensions: [extendedUsage('1.3.6.1.5.5.7.3.1')] }), 'USAGE_UNFIT'),
    enrol('bob', badge('bob', 'Mill CA', { serial: 3, extensions: [extension('1.2.3', octets(), true)] }), 'EXTENSION_UNSUPPORTED'),
    enrol('bob', badge('bob', 'Mill CA', { serial: 3, extensions: [extension('2.5.29.30', sequence())] }), 'EXTENSION_UNSUPPORTED'),
    enrol('bob', badge('bob', 'Mill CA', { serial: 3, fromMs: NOW_MS + DAY_MS }), 'CERTIFICATE_NOT_YET_VALID'),
    enrol('bob', badge('bob', 'Mill CA', { serial: 3, untilMs: NOW_MS - 1_000 }), 'CERTIFICATE_EXPIRED'),
    enrol('bob', badge('bob', 'Nobody CA'), 'ISSUER_UNKNOWN'),
    enrol('bob', badge('bob', 'Mill CA', { serial: 3, extensions: [authorityKeyId('another key')] }), 'ISSUER_UNKNOWN'),
    enrol('bob', badge('bob', 'Port CA'), 'ISSUER_AMBIGUOUS'),
    enrol('bob', badge('bob', 'Mill CA', { serial: 3, name: 'Bob\u0007' }), 'NAME_INVALID'),
    enrol('bob', badge('bob', 'Mill CA', { serial: 3, extensions: [uris('bystack:rolle:notary')] }), 'BADGE_URI_INVALID'),
    enrol('bob', badge('bob', 'Mill CA', { serial: 3, extensions: [uris('bystack:role:king')] }), 'ROLE_NOT_ALLOWED'),
    enrol('bob', badge('bob', 'Mill CA', { serial: 3, issuer: { name: 'Mill CA', key: 'Farm CA' } }), 'SIGNATURE_WRONG'),
    enrol('eve', badge('bob', 'Mill CA', { serial: 3 }), 'PROOF_MISSING'),
    enrol('eve', badge('bob', 'Mill CA', { serial: 3 }), 'PROOF_WRONG', { proof: 'AAAA' }),
    enrol('bob', badge('bob', 'Port CA', { units: ['pilot'] }), undefined, { authority: idOf(PORTS[1]) }),
    whoIs('bob', { roles: ['pilot'], badge: { organisation: 'port' } }),
    { query: 'statement', args: { key: hex('bob') }, answer: {} },

    // Authorities below others, and younger ones.
    call('mill keeper', 'addAuthority', { organisation: 'mill', certificate: certificate({ name: 'Lost CA', issuer: by('Nobody CA'), extensions: [basicConstraints()] }) }, 'ISSUER_UNKNOWN'),
    call('mill keeper', 'addAuthority', { organisation: 'mill', certificate: MILL_SITE }),
    call('mill keeper', 'addAuthority', { organisation: 'mill', certificate: certificate({ name: 'Mill Cellar CA', issuer: by('Mill Site CA'), extensions: [basicConstraints()] }) }, 'PATH_TOO_LONG'),
    enrol('sam', badge('sam', 'Mill Site CA', { extensions: [uris('bystack:role:recorder')] })),
    call('mill keeper', 'addAuthority', { organisation: 'mill', certificate: MILL_NEXT }),
    ...AUTHORITY_LIMIT.map((text) => call('mill keeper', 'addAuthority', { organisation: 'mill', certificate: text })),
    call('mill keeper', 'addAuthority', { organisation: 'mill', certificate: root('One more CA') }, 'TOO_MANY_AUTHORITIES'),
    call('mill keeper', 'retireAuthority', { authority: idOf(AUTHORITY_LIMIT[0]!), badges: 'keep' }),
    call('mill keeper', 'retireAuthority', { authority: idOf(AUTHORITY_LIMIT[0]!), badges: 'keep' }, 'AUTHORITY_RETIRED'),
    enrol('tim', badge('tim', 'Mill CA 0'), 'ISSUER_RETIRED'),
    { query: 'authorities', args: { organisation: 'farm' }, answer: { authorities: [{ authority: idOf(FARM), name: 'Farm CA', badgesVoidSinceMs: null }] } },

    // Revocation.
    revoke('mill keeper', '00'.repeat(32), '07', 'AUTHORITY_UNKNOWN'),
    revoke('farm keeper', idOf(MILL), '07', 'NOT_KEEPER'),
    revoke('mill keeper', idOf(MILL), '07'),
    revoke('mill keeper', idOf(MILL), '07', 'REVOKED_ALREADY'),
    enrol('tim', badge('tim', 'Mill CA', { serial: 7, extensions: [authorityKeyId('Mill CA')] }), 'CERTIFICATE_REVOKED'),
    bring(listOf({ issuer: 'Farm CA', serials: [3, 4] })),
    bring(listOf({ issuer: 'Farm CA', serials: [3, 5] }), 'REVOCATION_LIST_OLD'),
    bring(listOf({ issuer: 'Nobody CA', serials: [] }), 'ISSUER_UNKNOWN'),
    bring(listOf({ issuer: 'Farm CA', serials: [5], atMs: NOW_MS, extensions: [extension('2.5.29.28', sequence(), true)] }), 'EXTENSION_UNSUPPORTED'),
    { query: 'revocation', args: { authority: idOf(FARM), serial: '03' }, answer: { reason: 'list' } },
    enrol('tim', badge('tim', 'Farm CA', { serial: 4 }), 'CERTIFICATE_REVOKED'),
    revoke('mill keeper', idOf(MILL), '09'),
    whoIs('sam', { takesPart: false }),
    call('mill keeper', 'retireAuthority', { authority: idOf(MILL), badges: 'end' }),
    whoIs('ann', { takesPart: false, roles: ['notary'] }),

    // The end.
    call('bob', 'leave', {}),
    call('bob', 'leave', {}, 'NOT_MEMBER'),
    enrol('tim', badge('tim', 'Farm CA', { serial: 6, units: ['grower'] })),
    call('admin', 'dismiss', { key: hex('tim') }, 'BADGE_NOT_DISMISSED'),
    call('admin', 'dismiss', { key: hex('zoe') }),
    call('admin', 'dismiss', { key: hex('zoe') }, 'NOT_MEMBER'),
    { waitMs: 31 * DAY_MS },
    whoIs('tim', { takesPart: false, endsAtMs: NOW_MS + 30 * DAY_MS + 1 }),
    enrol('tim', badge('tim', 'Farm CA', { serial: 8 }), 'ISSUER_EXPIRED'),
    call('admin', 'closeOrganisation', { organisation: 'farm' }),
    call('farm keeper', 'addAuthority', { organisation: 'farm', certificate: root('Farm CA 2') }, 'ORGANISATION_CLOSED'),
    { query: 'members', args: { limit: 10 }, answer: { next: null } },
  ],
  badParams: [
    { what: 'a name twice', params: { organisations: [organisation('a', 'A', MILL), organisation('b', 'a', FARM)] }, path: '/organisations/1/name' },
    { what: 'an identifier twice', params: { organisations: [organisation('a', 'A', MILL), organisation('a', 'B', FARM)] }, path: '/organisations/1/organisation' },
    { what: 'an authority twice', params: { organisations: [organisation('a', 'A', MILL), organisation('b', 'B', MILL)] }, path: '/organisations/1/certificate' },
    { what: 'no certificate', params: { organisations: [organisation('a', 'A', 'none')] }, path: '/organisations/0/certificate' },
    { what: 'a forged one', params: { organisations: [organisation('a', 'A', root('A', { issuer: { name: 'A', key: 'B' } }))] }, path: '/organisations/0/certificate' },
    { what: 'a member twice', params: { members: [{ key: hex('ann'), name: 'A' }, { key: hex('ann'), name: 'B' }] }, path: '/members/1/key' },
  ],
  shownElsewhere: {
    ALGORITHM_UNSUPPORTED: 'libs/modules-identity/src/company-badges/x509/read-certificate.test.ts',
    KEY_WEAK: 'libs/modules-identity/src/company-badges/x509/read-certificate.test.ts',
    CALL_TOO_LATE: 'libs/modules-identity/src/company-badges/company-badges.test.ts',
    REVOCATION_LIST_TOO_LONG: 'libs/modules-identity/src/company-badges/x509/read-certificate.test.ts',
  },
};
