import { concatBytes, utf8, type Bytes, type JsonObject } from '@bystack/chain-core/module';
import { element, integer, octets, sequence, tagged, text, time } from '../../../libs/modules-identity/src/company-badges/testing/der-writer';
import { basicConstraints, DAY_MS, extension, keyUsage, NOW_MS, pem, revocationListBytes, subjectKeyId, testKey } from '../../../libs/modules-identity/src/company-badges/testing/make-certificate';
import { TAG } from '../../../libs/modules-identity/src/company-badges/x509/der-reader';
import { ALGORITHMS, attribute, bytes, ed25519Key, forge, named, rsa, curve, validity, type Parts, type Signer } from './forge';

/** What is wrong with what is added to which organisation as an authority. */
type Row = readonly [what: string, organisation: string, make: () => Bytes, code: string];
const CA = basicConstraints();
/** Of an authority that signs itself. */
const itself = (name: string, parts: Parts = {}): Bytes => forge({ issuer: named(name), subject: named(name), key: ed25519(name), sign: testKey(name).sign, extensions: [CA], ...parts });
/** One below the organisation’s own. */
const below = (issuer: string, parts: Parts = {}): Bytes => forge({ issuer: named(issuer), subject: named(`${issuer} below`), key: ed25519(`${issuer} below`), sign: testKey(issuer).sign, extensions: [CA], ...parts });
const by = ({ spki, sign }: Signer, algorithm: Bytes): Parts => ({ key: spki, sign, algorithm });
const ed25519 = (name: string): Bytes => ed25519Key(testKey(name).publicKey);

export const AUTHORITIES: readonly Row[] = [
  ['a member’s', 'mill', () => itself('New', { extensions: [] }), 'NOT_AN_AUTHORITY'],
  ['of version 1, which says nothing', 'mill', () => itself('New', { version: null, extensions: [] }), 'NOT_AN_AUTHORITY'],
  ['one that says it is none', 'mill', () => itself('New', { extensions: [extension('2.5.29.19', sequence(), true)] }), 'NOT_AN_AUTHORITY'],
  ['one whose key may not sign certificates', 'mill', () => itself('New', { extensions: [CA, keyUsage(7, 0x80)] }), 'NOT_AN_AUTHORITY'],
  ['expired', 'mill', () => itself('New', { validity: validity(NOW_MS - 2 * DAY_MS, NOW_MS - DAY_MS) }), 'CERTIFICATE_EXPIRED'],
  ['not yet valid', 'mill', () => itself('New', { validity: validity(NOW_MS + DAY_MS, NOW_MS + 2 * DAY_MS) }), 'CERTIFICATE_NOT_YET_VALID'],
  ['signed by itself with another key', 'mill', () => itself('New', { sign: testKey('mallory').sign }), 'SIGNATURE_WRONG'],
  ['below one that is not there', 'mill', () => below('Nobody'), 'ISSUER_UNKNOWN'],
  ['below one of another organisation', 'mill', () => below('Old CA'), 'ISSUER_UNKNOWN'],
  ['below one by another key', 'mill', () => below('Mill CA', { sign: testKey('mallory').sign }), 'SIGNATURE_WRONG'],
  ['below one that allows none', 'narrow', () => below('Narrow CA'), 'PATH_TOO_LONG'],
  ['below a retired one', 'old', () => below('Old CA'), 'ISSUER_RETIRED'],
  ['below an expired one', 'short', () => below('Short CA'), 'ISSUER_EXPIRED'],
  ['of an organisation that left', 'gone', () => itself('New'), 'ORGANISATION_CLOSED'],
  ['with a path length below zero', 'mill', () => itself('New', { extensions: [extension('2.5.29.19', sequence(element(TAG.boolean, bytes(0xff)), element(TAG.integer, bytes(0xff))), true)] }), 'CERTIFICATE_MALFORMED'],
  ['with a path length of four bytes', 'mill', () => itself('New', { extensions: [extension('2.5.29.19', sequence(element(TAG.boolean, bytes(0xff)), integer(bytes(1, 0, 0, 0))), true)] }), 'CERTIFICATE_MALFORMED'],
  ['narrowed to some names', 'mill', () => itself('New', { extensions: [CA, extension('2.5.29.30', sequence(), true)] }), 'EXTENSION_UNSUPPORTED'],
  ['with an RSA key of 1024 bits', 'mill', () => itself('New', by(rsa(1024), ALGORITHMS.rsaSha256)), 'KEY_WEAK'],
  ['signed with SHA-1', 'mill', () => itself('New', by(rsa(2048, 'sha1'), ALGORITHMS.rsaSha1)), 'ALGORITHM_UNSUPPORTED'],
  ['signed with MD5', 'mill', () => itself('New', by(rsa(2048, 'md5'), ALGORITHMS.rsaMd5)), 'ALGORITHM_UNSUPPORTED'],
  ['on a curve that is not read', 'mill', () => itself('New', by(curve('secp256k1'), ALGORITHMS.p256Sha256)), 'ALGORITHM_UNSUPPORTED'],
  ['an RSA signature of another length', 'mill', () => itself('New', { ...by(rsa(2048), ALGORITHMS.rsaSha256), sign: () => new Uint8Array(255).fill(1) }), 'SIGNATURE_WRONG'],
  ['an ECDSA signature that is not DER', 'mill', () => itself('New', { ...by(curve('P-256'), ALGORITHMS.p256Sha256), sign: () => new Uint8Array(64).fill(1) }), 'SIGNATURE_WRONG'],
  ['an ECDSA signature of zeros', 'mill', () => itself('New', { ...by(curve('P-256'), ALGORITHMS.p256Sha256), sign: () => sequence(integer(bytes(0)), integer(bytes(0))) }), 'SIGNATURE_WRONG'],
  ['an ECDSA signature below zero', 'mill', () => itself('New', { ...by(curve('P-256'), ALGORITHMS.p256Sha256), sign: () => sequence(element(TAG.integer, bytes(0xff)), integer(bytes(1))) }), 'SIGNATURE_WRONG'],
  ['an ECDSA signature beyond the order', 'mill', () => itself('New', { ...by(curve('P-256'), ALGORITHMS.p256Sha256), sign: () => sequence(integer(new Uint8Array(32).fill(0xff)), integer(bytes(1))) }), 'SIGNATURE_WRONG'],
  ['a good one, of RSA', 'mill', () => itself('RSA CA', by(rsa(2048), ALGORITHMS.rsaSha256)), 'accepted'],
  ['a good one, on P-256', 'mill', () => itself('P CA', by(curve('P-256'), ALGORITHMS.p256Sha256)), 'accepted'],
  ['a good one below another', 'mill', () => below('Mill CA', { extensions: [basicConstraints(0), subjectKeyId('below')] }), 'accepted'],
  ['one below a good one that allows none', 'mill', () => below('Mill CA below'), 'PATH_TOO_LONG'],
  ['one that is there', 'mill', () => below('Mill CA', { extensions: [basicConstraints(0), subjectKeyId('below')] }), 'AUTHORITY_EXISTS'],
];

const listOf = (...args: Parameters<typeof revocationListBytes>): Bytes => revocationListBytes(...args);
const FRESH_MS = NOW_MS - 3_600_000;
const signedList = (...parts: readonly Bytes[]): Bytes => {
  const body = sequence(...parts);
  return sequence(body, ALGORITHMS.ed25519, element(TAG.bitString, bytes(0), testKey('Mill CA').sign(body)));
};
const VERSION_2 = element(TAG.integer, bytes(1));

export const LISTS: readonly (readonly [what: string, make: () => Bytes, code: string])[] = [
  ['of nobody here', () => listOf({ issuer: 'Nobody', serials: [1], atMs: FRESH_MS }), 'ISSUER_UNKNOWN'],
  ['as old as one that is known', () => listOf({ issuer: 'Mill CA', serials: [1] }), 'REVOCATION_LIST_OLD'],
  ['from the future', () => listOf({ issuer: 'Mill CA', serials: [1], atMs: NOW_MS + DAY_MS }), 'REVOCATION_LIST_OLD'],
  ['of changes only', () => listOf({ issuer: 'Mill CA', serials: [1], atMs: FRESH_MS, extensions: [extension('2.5.29.27', integer(bytes(1)), true)] }), 'EXTENSION_UNSUPPORTED'],
  ['for others’ certificates', () => listOf({ issuer: 'Mill CA', serials: [1], atMs: FRESH_MS, extensions: [extension('2.5.29.28', sequence(), true)] }), 'EXTENSION_UNSUPPORTED'],
  ['of version 3', () => signedList(element(TAG.integer, bytes(2)), ALGORITHMS.ed25519, named('Mill CA'), time(FRESH_MS)), 'CERTIFICATE_MALFORMED'],
  ['with an empty list in it', () => signedList(VERSION_2, ALGORITHMS.ed25519, named('Mill CA'), time(FRESH_MS), sequence()), 'CERTIFICATE_MALFORMED'],
  ['with a number below zero', () => signedList(VERSION_2, ALGORITHMS.ed25519, named('Mill CA'), time(FRESH_MS), sequence(sequence(element(TAG.integer, bytes(0xff)), time(FRESH_MS)))), 'CERTIFICATE_MALFORMED'],
  ['with an entry of another issuer', () => signedList(VERSION_2, ALGORITHMS.ed25519, named('Mill CA'), time(FRESH_MS), sequence(sequence(integer(bytes(1)), time(FRESH_MS), sequence(extension('2.5.29.29', sequence(), true))))), 'EXTENSION_UNSUPPORTED'],
  ['with a signature of zeros', () => { const body = sequence(VERSION_2, ALGORITHMS.ed25519, named('Mill CA'), time(FRESH_MS)); return sequence(body, ALGORITHMS.ed25519, element(TAG.bitString, new Uint8Array(65))); }, 'SIGNATURE_WRONG'],
  ['a certificate in its place', () => forge(), 'CERTIFICATE_MALFORMED'],
  ['with 2,001 numbers', () => listOf({ issuer: 'Mill CA', serials: Array.from({ length: 2_001 }, (_, i) => (i % 100) + 1), atMs: FRESH_MS }), 'REVOCATION_LIST_TOO_LONG'],
  ['a good one', () => listOf({ issuer: 'Mill CA', serials: [1], atMs: FRESH_MS }), 'accepted'],
];

const good = (): string => pem(forge());
export const PEMS: readonly (readonly [what: string, make: () => JsonObject, code: string])[] = [
  ['no text', () => ({ certificate: '' }), 'PAYLOAD_INVALID'],
  ['no certificate', () => ({}), 'PAYLOAD_INVALID'],
  ['a number', () => ({ certificate: 7 }), 'PAYLOAD_INVALID'],
  ['12,001 characters', () => ({ certificate: 'a'.repeat(12_001) }), 'PAYLOAD_INVALID'],
  ['10,000 parts of a name', () => ({ certificate: pem(forge({ subject: sequence(...Array.from({ length: 10_000 }, () => attribute('2.5.4.11', text('a')))) })) }), 'PAYLOAD_INVALID'],
  ['other words', () => ({ certificate: 'a certificate' }), 'PEM_EXPECTED'],
  ['no last line', () => ({ certificate: good().slice(0, 100) }), 'PEM_EXPECTED'],
  ['a key in its place', () => ({ certificate: pem(bytes(1), 'PRIVATE KEY') }), 'PEM_EXPECTED'],
  ['words in front', () => ({ certificate: `subject: Ann\n${good()}` }), 'PEM_EXPECTED'],
  ['a space that only JavaScript knows in front', () => ({ certificate: `\u00a0${good()}` }), 'PEM_EXPECTED'],
  ['two certificates', () => ({ certificate: good() + good() }), 'CERTIFICATES_SEVERAL'],
  ['no base64', () => ({ certificate: '-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----' }), 'CERTIFICATE_MALFORMED'],
  ['nothing between the lines', () => ({ certificate: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----' }), 'CERTIFICATE_MALFORMED'],
  ['base64 with bits too many', () => ({ certificate: '-----BEGIN CERTIFICATE-----\nMB==\n-----END CERTIFICATE-----' }), 'CERTIFICATE_MALFORMED'],
  ['base64 of the web', () => ({ certificate: '-----BEGIN CERTIFICATE-----\nMP__-w\n-----END CERTIFICATE-----' }), 'CERTIFICATE_MALFORMED'],
  ['line ends of another system', () => ({ certificate: good().replaceAll('\n', '\r\n') }), 'accepted'],
  ['an authority that there is not', () => ({ certificate: good(), authority: 'ab'.repeat(32) }), 'ISSUER_UNKNOWN'],
  ['a proof that is no base64, of another key', () => ({ certificate: pem(forge({ key: ed25519('x') })), proof: '!' }), 'PROOF_WRONG'],
  ['a proof of nothing', () => ({ certificate: pem(forge({ key: ed25519('x') })), proof: Buffer.from(concatBytes(utf8('x'))).toString('base64') }), 'PROOF_WRONG'],
  ['a key in an octet string', () => ({ certificate: pem(forge({ key: sequence(ALGORITHMS.ed25519, octets(testKey('x').publicKey)) })) }), 'CERTIFICATE_MALFORMED'],
  ['a tag of its own around it', () => ({ certificate: pem(tagged(0, forge())) }), 'CERTIFICATE_MALFORMED'],
];
