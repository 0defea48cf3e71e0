import { concatBytes, utf8, type Bytes } from '@bystack/chain-core/module';
import { keyOf } from '@bystack/chain-core/testing';
import { bits, element, integer, octets, oid, sequence, tagged, text } from '../../../libs/modules-identity/src/company-badges/testing/der-writer';
import { authorityKeyId, basicConstraints, DAY_MS, extendedUsage, extension, keyUsage, NOW_MS, testKey, uris } from '../../../libs/modules-identity/src/company-badges/testing/make-certificate';
import { primitive, TAG } from '../../../libs/modules-identity/src/company-badges/x509/der-reader';
import { ALGORITHMS, attribute, bytes, changed, cn, curve, der, dsa, ed25519Key, edwards448, forge, montgomery, named, rsa, validity, VERSION_3, type Parts } from './forge';

/** What is wrong with a member's certificate, and the code that says so; `accepted`: nothing is. */
export type Leaf = readonly [what: string, make: () => Bytes, code: string];
const row = (what: string, code: string, parts: () => Parts): Leaf => [what, () => forge(parts()), code];
const bad = (what: string, parts: () => Parts): Leaf => row(what, 'CERTIFICATE_MALFORMED', parts);
const extensionOf = (id: string, isCritical = false, value: Bytes = sequence()): Parts => ({ extensions: [extension(id, value, isCritical)] });
const span = (from: Bytes, until: Bytes): Parts => ({ validity: sequence(from, until) });
const utc = (digits: string): Bytes => text(digits, TAG.utcTime);
const long = (digits: string): Bytes => text(digits, TAG.generalizedTime);
const NOW_TEXT = '250101000000Z';

export const TIMES: readonly Leaf[] = [
  row('not yet valid', 'CERTIFICATE_NOT_YET_VALID', () => ({ validity: validity(NOW_MS + DAY_MS, NOW_MS + 2 * DAY_MS) })),
  row('expired', 'CERTIFICATE_EXPIRED', () => ({ validity: validity(NOW_MS - 2 * DAY_MS, NOW_MS - DAY_MS) })),
  row('expired in 1950, by two digits', 'CERTIFICATE_EXPIRED', () => span(utc('500101000000Z'), utc('500102000000Z'))),
  row('ends before it begins', 'CERTIFICATE_EXPIRED', () => ({ validity: validity(NOW_MS - DAY_MS, NOW_MS - 2 * DAY_MS) })),
  row('valid from 1950 until 9999', 'accepted', () => span(utc('500101000000Z'), long('99991231235959Z'))),
  row('valid until 2049 by two digits', 'accepted', () => span(utc('240101000000Z'), utc('491231235959Z'))),
  bad('a year before 2050 in four digits', () => span(long('20240101000000Z'), long('20600101000000Z'))),
  bad('year 0000', () => span(long('00000101000000Z'), long('99991231235959Z'))),
  bad('a time without seconds', () => span(utc('2401010000Z'), utc(NOW_TEXT))),
  bad('a time with fractions of a second', () => span(utc('240101000000Z'), long('20600101000000.5Z'))),
  bad('a time in another zone', () => span(utc('240101000000+0100'), utc(NOW_TEXT))),
  bad('30 February', () => span(utc('240230000000Z'), utc(NOW_TEXT))),
  bad('a leap second', () => span(utc('241231235960Z'), utc(NOW_TEXT))),
  bad('hour 24', () => span(utc('240101240000Z'), utc(NOW_TEXT))),
  bad('a time of other letters', () => span(text('２４0101000000Z', TAG.utcTime), utc(NOW_TEXT))),
  bad('three times', () => ({ validity: sequence(utc('240101000000Z'), utc('490101000000Z'), utc('490101000000Z')) })),
  bad('a date as text', () => span(text('240101000000Z'), utc(NOW_TEXT))),
];

export const ISSUERS: readonly Leaf[] = [
  row('by nobody on the chain', 'ISSUER_UNKNOWN', () => ({ issuer: named('Other CA'), sign: testKey('Other CA').sign })),
  row('by itself', 'ISSUER_UNKNOWN', () => ({ issuer: named('Ann'), sign: testKey('Ann').sign })),
  row('by another key under the authority’s name', 'SIGNATURE_WRONG', () => ({ sign: testKey('mallory').sign })),
  row('by the key of another authority’s identifier', 'ISSUER_UNKNOWN', () => ({ extensions: [authorityKeyId('Farm CA')] })),
  row('by an authority whose name differs in its kind of text', 'ISSUER_UNKNOWN', () => ({ issuer: sequence(attribute('2.5.4.3', text('Mill CA', TAG.printable))) })),
  row('by an authority below, which is not on the chain yet', 'ISSUER_UNKNOWN', () => ({ issuer: named('Mill Site CA'), sign: testKey('Mill Site CA').sign })),
  row('by a retired authority', 'ISSUER_RETIRED', () => ({ issuer: named('Old CA'), sign: testKey('Old CA').sign })),
  row('by an expired authority', 'ISSUER_EXPIRED', () => ({ issuer: named('Short CA'), sign: testKey('Short CA').sign })),
  row('by an organisation that left', 'ORGANISATION_CLOSED', () => ({ issuer: named('Gone CA'), sign: testKey('Gone CA').sign })),
  row('by one of two authorities of one name', 'ISSUER_AMBIGUOUS', () => ({ issuer: named('Port CA'), sign: testKey('Port CA').sign })),
  row('one that was revoked', 'CERTIFICATE_REVOKED', () => ({ serial: integer(bytes(66)) })),
  row('one that a list revokes', 'CERTIFICATE_REVOKED', () => ({ serial: integer(bytes(67)) })),
  row('one whose number somebody else holds', 'CERTIFICATE_IN_USE', () => ({ serial: integer(bytes(68)) })),
];

export const SIGNATURES: readonly Leaf[] = [
  ['a signature with one bit changed', () => changed(forge(), -1, forge().at(-1)! ^ 1), 'SIGNATURE_WRONG'],
  row('an empty signature', 'SIGNATURE_WRONG', () => ({ signature: bits(bytes()) })),
  row('half a signature', 'SIGNATURE_WRONG', () => ({ sign: (message) => testKey('Mill CA').sign(message).subarray(0, 32) })),
  row('a signature with a byte more', 'SIGNATURE_WRONG', () => ({ sign: (message) => concatBytes(testKey('Mill CA').sign(message), bytes(0)) })),
  row('a signature of zeros', 'SIGNATURE_WRONG', () => ({ signature: bits(new Uint8Array(64)) })),
  bad('a signature of some bits', () => ({ signature: element(TAG.bitString, bytes(1), new Uint8Array(64)) })),
  bad('a signature without the count of unused bits', () => ({ signature: element(TAG.bitString) })),
  bad('a signature that is bytes', () => ({ signature: octets(new Uint8Array(64)) })),
  bad('two algorithms that differ', () => ({ outer: ALGORITHMS.p256Sha256 })),
  row('signed as if by another kind of key', 'SIGNATURE_WRONG', () => ({ algorithm: ALGORITHMS.p256Sha256 })),
  ...(['rsaSha1', 'rsaMd5', 'rsaMd2', 'ecdsaSha1', 'dsaSha256', 'ed448', 'rsaSha256NoNull'] as const).map((name) => row(`signed by ${name}`, 'ALGORITHM_UNSUPPORTED', () => ({ algorithm: ALGORITHMS[name] }))),
  row('an algorithm that nobody knows', 'ALGORITHM_UNSUPPORTED', () => ({ algorithm: sequence(oid('1.2.3.4')) })),
  row('an algorithm with parameters that it does not have', 'ALGORITHM_UNSUPPORTED', () => ({ algorithm: sequence(oid('1.3.101.112'), element(TAG.null)) })),
];

export const KEYS: readonly Leaf[] = [
  row('an RSA key of 1024 bits', 'KEY_WEAK', () => ({ key: rsa(1024).spki })),
  row('an RSA key of 512 bits', 'KEY_WEAK', () => ({ key: rsa(512).spki })),
  row('an RSA key of 4160 bits', 'KEY_WEAK', () => ({ key: rsa(4160).spki })),
  row('an RSA key with exponent 3', 'KEY_WEAK', () => ({ key: rsa(2048, 'sha256', 3).spki })),
  row('an RSA key whose modulus is even', 'KEY_WEAK', () => ({ key: evenModulus() })),
  bad('an RSA modulus below zero', () => ({ key: rsaKey(element(TAG.integer, bytes(0x80), new Uint8Array(255))) })),
  bad('an RSA modulus without digits', () => ({ key: rsaKey(element(TAG.integer)) })),
  row('an RSA modulus of zero', 'KEY_WEAK', () => ({ key: rsaKey(element(TAG.integer, bytes(0))) })),
  bad('an RSA key with something after it', () => ({ key: sequence(der('300d06092a864886f70d0101010500'), bits(concatBytes(sequence(integer(bytes(5)), integer(bytes(3)), integer(bytes(1)))))) })),
  ...['P-521', 'secp256k1'].map((name) => row(`a key on ${name}`, 'ALGORITHM_UNSUPPORTED', () => ({ key: curve(name).spki }))),
  row('a DSA key', 'ALGORITHM_UNSUPPORTED', () => ({ key: dsa().spki })),
  row('an Ed448 key', 'ALGORITHM_UNSUPPORTED', () => ({ key: edwards448().spki })),
  row('a key for agreeing on keys', 'ALGORITHM_UNSUPPORTED', () => ({ key: montgomery() })),
  bad('a point off the curve', () => ({ key: changed(curve('P-256').spki, -1, curve('P-256').spki.at(-1)! ^ 1) })),
  bad('a point that is not written in full', () => ({ key: sequence(der('301306072a8648ce3d020106082a8648ce3d030107'), bits(concatBytes(bytes(2), curve('P-256').spki.subarray(-64, -32)))) })),
  bad('the point at infinity', () => ({ key: sequence(der('301306072a8648ce3d020106082a8648ce3d030107'), bits(bytes(0))) })),
  bad('an Ed25519 key of 31 bytes', () => ({ key: ed25519Key(new Uint8Array(31)) })),
  bad('an empty key', () => ({ key: ed25519Key(bytes()) })),
  bad('no key', () => ({ key: bytes() })),
  row('a good key that is not the signer’s', 'PROOF_MISSING', () => ({ key: ed25519Key(keyOf('somebody').publicKey) })),
  row('a good P-384 key without a proof', 'PROOF_MISSING', () => ({ key: curve('P-384').spki })),
  row('a good RSA key without a proof', 'PROOF_MISSING', () => ({ key: rsa(2048).spki })),
];

export const USES: readonly Leaf[] = [
  row('an authority’s', 'CERTIFICATE_IS_AUTHORITY', () => ({ extensions: [basicConstraints()] })),
  row('a key that may not sign in', 'USAGE_UNFIT', () => ({ extensions: [keyUsage(5, 0x20)] })),
  row('a key for nothing', 'USAGE_UNFIT', () => ({ extensions: [keyUsage(0)] })),
  row('a server’s', 'USAGE_UNFIT', () => ({ extensions: [extendedUsage('1.3.6.1.5.5.7.3.1')] })),
  row('a client’s and a server’s', 'accepted', () => ({ extensions: [extendedUsage('1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2')] })),
  row('for any use', 'accepted', () => ({ extensions: [extendedUsage('2.5.29.37.0')] })),
  bad('for no use', () => ({ extensions: [extendedUsage()] })),
  bad('key usage with zeros at the end', () => ({ extensions: [keyUsage(0, 0x80)] })),
  bad('key usage of three bytes', () => ({ extensions: [keyUsage(0, 0x80, 0, 1)] })),
  bad('a path length of nobody', () => extensionOf('2.5.29.19', true, sequence(integer(bytes(1))))),
  bad('“no authority” written out', () => extensionOf('2.5.29.19', true, sequence(element(TAG.boolean, bytes(0))))),
  bad('another true', () => extensionOf('2.5.29.19', true, sequence(element(TAG.boolean, bytes(1))))),
];

const san = (...names: readonly Bytes[]): Parts => extensionOf('2.5.29.17', false, sequence(...names));
const uri = (value: string | Bytes): Bytes => element(primitive(6), typeof value === 'string' ? utf8(value) : value);

export const EXTENSIONS: readonly Leaf[] = [
  row('a critical extension that nobody knows', 'EXTENSION_UNSUPPORTED', () => extensionOf('1.2.3.4', true)),
  row('the same, not critical', 'accepted', () => extensionOf('1.2.3.4')),
  ...[['name constraints', '2.5.29.30'], ['policy constraints', '2.5.29.36'], ['any-policy inhibited', '2.5.29.54']].flatMap(([what, id]) =>
    [true, false].map((isCritical) => row(`${what!}${isCritical ? ', critical' : ''}`, 'EXTENSION_UNSUPPORTED', () => extensionOf(id!, isCritical)))),
  row('critical policies', 'EXTENSION_UNSUPPORTED', () => extensionOf('2.5.29.32', true)),
  row('a proof of a log, not critical', 'accepted', () => extensionOf('1.3.6.1.4.1.11129.2.4.2', false, octets(bytes(0)))),
  row('what marks a certificate for a log only', 'EXTENSION_UNSUPPORTED', () => extensionOf('1.3.6.1.4.1.11129.2.4.3', true, element(TAG.null))),
  bad('an extension twice', () => ({ extensions: [extension('1.2.3', bytes()), extension('1.2.3', bytes(1))] })),
  bad('alternative names twice', () => ({ extensions: [uris('bystack:role:notary'), uris('a:b')] })),
  bad('thirty-three extensions', () => ({ extensions: Array.from({ length: 33 }, (_, i) => extension(`1.2.3.${i}`, bytes())) })),
  row('thirty-two extensions', 'accepted', () => ({ extensions: Array.from({ length: 32 }, (_, i) => extension(`1.2.3.${i}`, bytes())) })),
  bad('an empty list of extensions', () => ({ tail: tagged(3, sequence()) })),
  bad('“not critical” written out', () => ({ extensions: [sequence(oid('1.2.3'), element(TAG.boolean, bytes(0)), octets())] })),
  bad('an extension without a value', () => ({ extensions: [sequence(oid('1.2.3'))] })),
  bad('bytes after an extension’s value', () => extensionOf('2.5.29.17', false, concatBytes(sequence(uri('a:b')), bytes(5, 0)))),
  bad('an extension that is no structure', () => extensionOf('2.5.29.17', false, utf8('URI:bystack:role:notary'))),
  bad('an identifier of an endless arc', () => ({ extensions: [sequence(element(TAG.oid, new Uint8Array(40).fill(0xff)), octets())] })),
  bad('an identifier of 40 arcs', () => ({ extensions: [sequence(element(TAG.oid, new Uint8Array(40).fill(1)), octets())] })),
  row('other kinds of alternative names', 'accepted', () => san(element(primitive(1), utf8('ann@mill.example')), element(primitive(2), utf8('mill.example')), element(primitive(7), bytes(127, 0, 0, 1)), tagged(4, named('Ann')), tagged(0, oid('1.2.3')))),
  bad('a URI that is not ASCII', () => san(uri('bystack:role:nötary'))),
  bad('a URI in wrong UTF-8', () => san(uri(bytes(0xff, 0xfe)))),
  bad('an alternative name of a long tag', () => san(concatBytes(bytes(0x9f, 0x81, 0x01, 0x01), bytes(0)))),
  bad('sixty-five alternative names', () => san(...Array.from({ length: 65 }, () => uri('a:b')))),
  row('sixty-four alternative names', 'accepted', () => san(...Array.from({ length: 64 }, () => uri('a:b')))),
  row('a role that the organisation may not give', 'ROLE_NOT_ALLOWED', () => san(uri('bystack:role:king'))),
  row('a role without a name', 'BADGE_URI_INVALID', () => san(uri('bystack:role:'))),
  row('a role with a NUL in it', 'BADGE_URI_INVALID', () => san(uri('bystack:role:notary\u0000'))),
  row('a role in capitals', 'BADGE_URI_INVALID', () => san(uri('bystack:role:NOTARY'))),
  row('a role of a kilobyte', 'BADGE_URI_INVALID', () => san(uri(`bystack:role:${'a'.repeat(1_000)}`))),
  row('an attribute without a value', 'BADGE_URI_INVALID', () => san(uri('bystack:attribute:site='))),
  row('an attribute called __proto__', 'BADGE_URI_INVALID', () => san(uri('bystack:attribute:__proto__=1'))),
  row('seventeen attributes', 'BADGE_URI_INVALID', () => san(...Array.from({ length: 17 }, (_, i) => uri(`bystack:attribute:a${i}=1`)))),
  row('what bystack has no word for', 'BADGE_URI_INVALID', () => san(uri('bystack:king'))),
];

export const NAMES: readonly Leaf[] = [
  bad('a name in wrong UTF-8', () => ({ subject: cn(bytes(0xc3, 0x28)) })),
  bad('a name in UTF-8 longer than it takes', () => ({ subject: cn(bytes(0xc0, 0x80)) })),
  bad('half a surrogate in UTF-8', () => ({ subject: cn(bytes(0xed, 0xa0, 0x80)) })),
  row('a name in UTF-16', 'NAME_INVALID', () => ({ subject: cn(bytes(0, 0x41), TAG.bmp) })),
  row('a name in Teletex', 'NAME_INVALID', () => ({ subject: cn('Ann', TAG.teletex) })),
  row('a printable name with bytes above ASCII', 'NAME_INVALID', () => ({ subject: cn(bytes(0xe9), TAG.printable) })),
  bad('a name that is a number', () => ({ subject: cn(bytes(1), TAG.integer) })),
  row('no name', 'NAME_INVALID', () => ({ subject: sequence() })),
  row('an empty name', 'NAME_INVALID', () => ({ subject: cn('') })),
  row('two names', 'NAME_INVALID', () => ({ subject: sequence(attribute('2.5.4.3', text('Ann')), attribute('2.5.4.3', text('Eve'))) })),
  row('a name with a line end', 'NAME_INVALID', () => ({ subject: cn('Ann\nadmin') })),
  row('a name with a NUL', 'NAME_INVALID', () => ({ subject: cn('Ann\u0000.example') })),
  row('a name that runs backwards', 'NAME_INVALID', () => ({ subject: cn('\u202eAnn') })),
  row('a name that takes no room', 'NAME_INVALID', () => ({ subject: cn('\u200bAnn') })),
  row('a name of 81 characters', 'NAME_INVALID', () => ({ subject: cn('a'.repeat(81)) })),
  row('a Chinese name', 'accepted', () => ({ subject: cn('安娜') })),
  bad('thirty-three parts of a name', () => ({ subject: sequence(...Array.from({ length: 33 }, () => attribute('2.5.4.11', text('a')))) })),
  bad('a part of a name without anything', () => ({ subject: sequence(element(TAG.set)) })),
  bad('a set in another order', () => ({ subject: sequence(element(TAG.set, sequence(oid('2.5.4.3'), text('Ann')), sequence(oid('2.5.4.3'), text('Abb')))) })),
  bad('a name as a text', () => ({ subject: text('CN=Ann') })),
];

export const NUMBERS: readonly Leaf[] = [
  bad('number zero', () => ({ serial: integer(bytes(0)) })),
  bad('a number below zero', () => ({ serial: element(TAG.integer, bytes(0x80)) })),
  bad('a number with zeros in front', () => ({ serial: element(TAG.integer, bytes(0, 1)) })),
  bad('a number without digits', () => ({ serial: element(TAG.integer) })),
  bad('a number of 21 bytes', () => ({ serial: integer(new Uint8Array(21).fill(0x7f)) })),
  bad('a number of 4,000 bytes', () => ({ serial: integer(new Uint8Array(4_000).fill(0x7f)) })),
  row('a number of 20 bytes', 'accepted', () => ({ serial: integer(new Uint8Array(20).fill(0xff)) })),
  bad('a number that is text', () => ({ serial: text('7') })),
];

export const SHAPES: readonly Leaf[] = [
  row('version 1', 'accepted', () => ({ version: null })),
  bad('version 2', () => ({ version: changed(VERSION_3, -1, 1) })),
  bad('version 4', () => ({ version: changed(VERSION_3, -1, 3) })),
  bad('version 1 written out', () => ({ version: changed(VERSION_3, -1, 0) })),
  bad('a version below zero', () => ({ version: changed(VERSION_3, -1, 0xff) })),
  bad('version 1 with extensions', () => ({ version: null, extensions: [uris('a:b')] })),
  bad('unique identifiers', () => ({ tail: element(primitive(1), bytes(0, 1)) })),
  bad('something after the extensions', () => ({ tail: concatBytes(tagged(3, sequence(uris('a:b'))), bytes(5, 0)) })),
  ['bytes after the end', () => concatBytes(forge(), bytes(0)), 'CERTIFICATE_MALFORMED'],
  ['a length without an end (BER)', () => concatBytes(bytes(0x30, 0x80), forge().subarray(4), bytes(0, 0)), 'CERTIFICATE_MALFORMED'],
  ['a length in more bytes than it takes (BER)', () => concatBytes(bytes(0x30, 0x83, 0), forge().subarray(2)), 'CERTIFICATE_MALFORMED'],
  ['a length of four gigabytes', () => concatBytes(bytes(0x30, 0x84, 0xff, 0xff, 0xff, 0xff), forge().subarray(4)), 'CERTIFICATE_MALFORMED'],
  ['a length of which half is missing', () => bytes(0x30, 0x82, 1), 'CERTIFICATE_MALFORMED'],
  ['half of it', () => forge().subarray(0, 100), 'CERTIFICATE_MALFORMED'],
  ['one byte', () => bytes(0x30), 'CERTIFICATE_MALFORMED'],
  ['a set in place of the whole', () => changed(forge(), 0, 0x31), 'CERTIFICATE_MALFORMED'],
  ['4,000 sequences inside each other', () => nested(4_000), 'CERTIFICATE_MALFORMED'],
  ['more than 8 kB', () => forge({ subject: named('a'.repeat(8_200)) }), 'CERTIFICATE_MALFORMED'],
];

function rsaKey(modulus: Bytes): Bytes {
  return sequence(der('300d06092a864886f70d0101010500'), bits(sequence(modulus, integer(bytes(1, 0, 1)))));
}
function evenModulus(): Bytes {
  return rsaKey(integer(new Uint8Array(256).fill(0xfe)));
}
function nested(depth: number): Bytes {
  let inner: Bytes = bytes();
  for (let i = 0; i < depth; i += 1) inner = inner.length < 8_000 ? sequence(inner) : inner;
  return inner;
}
