import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { concatBytes, Refusal, toHex, utf8, type Bytes } from '@bystack/chain-core/module';
import { element, integer, oid, sequence, text, time } from '../testing/der-writer';
import { authorityKeyId, basicConstraints, certificateBytes, extension, keyUsage, NOW_MS, revocationListBytes, uris } from '../testing/make-certificate';
import { ACCEPTED, PLAIN_MEMBER, REFUSED } from '../testing/openssl-made';
import { DerReader, TAG } from './der-reader';
import { readCertificate } from './read-certificate';
import { readExtensionList, readExtensions } from './read-extensions';
import { readPem, writePem } from './read-pem';
import { readRevocationList } from './read-revocation-list';
import { readTime } from './read-time';
import { verifySignature } from './verify-signature';

const made = Object.entries(ACCEPTED);
const der = (pem: string): Bytes => readPem(pem, 'CERTIFICATE');
function codeOf(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('what openssl makes', () => {
  it.each(made)('%s: a CA, a member’s certificate and a list of revoked ones', (_name, { ca, member, list }) => {
    const [authority, certificate] = [readCertificate(der(ca)), readCertificate(der(member))];
    const crl = readRevocationList(readPem(list, 'X509 CRL'));
    expect([authority.isAuthority, certificate.isAuthority]).toEqual([true, false]);
    expect(certificate.uris).toEqual(['bystack:role:notary', 'bystack:attribute:site=Linz']);
    expect(crl.serials.map(toHex)).toEqual([toHex(certificate.serial)]);
    for (const { algorithm, message, signature } of [authority, certificate, crl]) {
      const changed = Uint8Array.from(signature);
      changed[changed.length - 1]! ^= 1;
      expect(verifySignature({ key: authority.key, algorithm, message, signature })).toBe(true);
      expect(verifySignature({ key: authority.key, algorithm, message, signature: changed })).toBe(false);
      expect(verifySignature({ key: authority.key, algorithm, message: concatBytes(message, utf8('x')), signature })).toBe(false);
    }
    expect(writePem(certificate.bytes)).toBe(member);
  });

  it('also without any extension (version 1)', () => {
    expect(readCertificate(der(PLAIN_MEMBER))).toMatchObject({ isAuthority: false, uris: [] });
  });

  it.each([['weak', 'KEY_WEAK'], ['pss', 'ALGORITHM_UNSUPPORTED'], ['sha1', 'ALGORITHM_UNSUPPORTED'], ['koblitz', 'ALGORITHM_UNSUPPORTED']] as const)('but not %s: %s', (name, code) => {
    expect(codeOf(() => readCertificate(der(REFUSED[name])))).toBe(code);
  });
});

/** Versions of OpenSSL differ in what they write: the one of this machine is tried, too, where there is one. */
(spawnSync('openssl', ['version']).status === 0 ? it : it.skip)('what the openssl of this machine makes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bystack-openssl-'));
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const read = (file: string) => readCertificate(der(readFileSync(join(folder, file), 'utf8')));
  try {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-subj', '/O=Mill/CN=Mill CA', '-days', '10', '-out', 'ca.pem');
    openssl('req', ...key, '-keyout', 'ann.key', '-subj', '/OU=recorder/CN=Ann', '-out', 'ann.csr');
    writeFileSync(join(folder, 'more'), 'subjectAltName=URI:bystack:role:notary');
    openssl('x509', '-req', '-in', 'ann.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '77', '-days', '5', '-extfile', 'more', '-out', 'ann.pem');
    const [authority, { uris: said, serial, algorithm, message, signature }] = [read('ca.pem'), read('ann.pem')];
    expect([authority.isAuthority, said, toHex(serial), verifySignature({ key: authority.key, algorithm, message, signature })]).toEqual([true, ['bystack:role:notary'], '4d', true]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('a strict reader', () => {
  const good = certificateBytes({ name: 'Ann', issuer: { name: 'CA' }, extensions: [basicConstraints(1), keyUsage(1, 0x06), authorityKeyId('CA'), uris('bystack:role:notary')] });
  const inner = (bytes: Bytes): DerReader => new DerReader(bytes, 'test');

  it('finds everything that a good one says', () => {
    expect(readCertificate(good)).toMatchObject({ isAuthority: true, pathLength: 1, keyUsage: (1 << 5) | (1 << 6), notBeforeMs: NOW_MS - 86_400_000, uris: ['bystack:role:notary'] });
  });

  it.each<[string, Bytes]>([
    ['bytes after the end', concatBytes(good, Uint8Array.of(0))],
    ['no bytes', new Uint8Array(0)],
    ['a length without an end', concatBytes(Uint8Array.of(0x30, 0x80), good, Uint8Array.of(0, 0))],
    ['a length in more bytes than it takes', concatBytes(Uint8Array.of(0x30, 0x83, 0, good[2]!, good[3]!), good.subarray(4))],
    ['a version that says it is the first', certificateBytes({ name: 'A', issuer: { name: 'A' }, extensions: [] }).map((byte, i, all) => (i > 4 && all[i - 1] === 1 && all[i - 2] === 2 && all[i - 3] === 3 ? 0 : byte))],
    ['serial number zero', certificateBytes({ name: 'A', issuer: { name: 'A' }, serial: 0 })],
    ['an extension twice', certificateBytes({ name: 'A', issuer: { name: 'A' }, extensions: [uris('a:b'), uris('a:b')] })],
    ['more than it may have', certificateBytes({ name: 'A'.repeat(9_000), issuer: { name: 'A' } })],
  ])('refuses %s', (_what, bytes) => {
    expect(codeOf(() => readCertificate(bytes))).toBe('CERTIFICATE_MALFORMED');
  });

  it.each<[string, () => unknown]>([
    ['a number with zeros in front', () => inner(element(TAG.integer, Uint8Array.of(0, 1))).integer('n')],
    ['a number without digits', () => inner(element(TAG.integer)).integer('n')],
    ['another true', () => inner(element(TAG.boolean, Uint8Array.of(1))).boolean('b')],
    ['flags with zeros at the end', () => inner(element(TAG.bitString, Uint8Array.of(0, 0x80))).flags('f')],
    ['an identifier with padding', () => inner(element(TAG.oid, Uint8Array.of(0x55, 0x80, 1))).oid('o')],
    ['an identifier that does not end', () => inner(element(TAG.oid, Uint8Array.of(0x55, 0x81))).oid('o')],
    ['a time without seconds', () => readTime(inner(text('2501010000Z', TAG.utcTime)), 't')],
    ['a time in another zone', () => readTime(inner(text('250101000000+0100', TAG.utcTime)), 't')],
    ['a long year before 2050', () => readTime(inner(text('20250101000000Z', TAG.generalizedTime)), 't')],
    ['30 February', () => readTime(inner(text('250230000000Z', TAG.utcTime)), 't')],
    ['a default that is written out', () => readExtensionList(inner(sequence(oid('1.2.3'), element(TAG.boolean, Uint8Array.of(0)), element(TAG.octetString))))],
    ['a path length of nobody', () => readExtensions([{ id: '2.5.29.19', isCritical: true, value: sequence(integer(Uint8Array.of(1))) }])],
    ['a tag in several bytes', () => inner(element(0xbf, Uint8Array.of(1))).any('tag')],
  ])('refuses %s', (_what, run) => {
    expect(codeOf(run)).toBe('CERTIFICATE_MALFORMED');
  });

  it('reads every second that a certificate can name', () => {
    fc.assert(fc.property(fc.integer({ min: Date.UTC(1950, 0, 1) / 1_000, max: Date.UTC(9999, 11, 31) / 1_000 }), (seconds) => {
      expect(readTime(inner(time(seconds * 1_000)), 't')).toBe(seconds * 1_000);
    }));
  });

  it('refuses a list of more than it may name, and what narrows one', () => {
    const many = Array.from({ length: 2_001 }, (_, i) => (i % 250) + 1);
    expect(codeOf(() => readRevocationList(revocationListBytes({ issuer: 'CA', serials: many })))).toBe('REVOCATION_LIST_TOO_LONG');
    expect(codeOf(() => readRevocationList(new Uint8Array(128 * 1024 + 1)))).toBe('REVOCATION_LIST_TOO_LONG');
    expect(codeOf(() => readRevocationList(revocationListBytes({ issuer: 'CA', serials: [1], extensions: [extension('2.5.29.27', integer(Uint8Array.of(1)), true)] })))).toBe('EXTENSION_UNSUPPORTED');
  });

  it.each([['', 'PEM_EXPECTED'], ['-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----', 'CERTIFICATE_MALFORMED'], ['-----BEGIN CERTIFICATE-----\nAB==\n-----END CERTIFICATE-----', 'CERTIFICATE_MALFORMED']])('PEM %j: %s', (pem, code) => {
    expect(codeOf(() => readPem(pem, 'CERTIFICATE'))).toBe(code);
  });
});

/** Where a change is let through, OpenSSL must read the same: nobody may see another certificate in the same bytes. */
it('agrees with OpenSSL about whatever it accepts', () => {
  let accepted = 0;
  const corpus = made.flatMap(([, { ca, member }]) => [der(ca), der(member)]);
  const change = fc.record({ which: fc.nat(corpus.length - 1), at: fc.double({ min: 0, max: 0.999, noNaN: true }), to: fc.nat(255) });
  fc.assert(fc.property(change, ({ which, at, to }) => {
    const bytes = Uint8Array.from(corpus[which]!);
    bytes[Math.floor(at * bytes.length)] = to;
    if (codeOf(() => readCertificate(bytes)) !== 'accepted') return;
    accepted += 1;
    const [ours, theirs] = [readCertificate(bytes), new X509Certificate(bytes)];
    expect(toHex(ours.serial)).toBe(theirs.serialNumber.toLowerCase());
    expect([ours.notBeforeMs, ours.notAfterMs]).toEqual([Date.parse(theirs.validFrom), Date.parse(theirs.validTo)]);
    expect(ours.isAuthority).toBe(theirs.ca);
    if (ours.key.kind === 'ecdsa') expect(theirs.publicKey.export({ format: 'jwk' })).toMatchObject({ x: Buffer.from(ours.key.x).toString('base64url') });
  }), { numRuns: 4_000, seed: 20 });
  expect(accepted).toBeGreaterThan(100);
});

it('judges signatures as OpenSSL does', () => {
  const [, { ca, member }] = made.find(([name]) => name === 'rsa')!;
  const [authority, { algorithm, message, signature }] = [readCertificate(der(ca)), readCertificate(der(member))];
  const key = createPublicKey(ca);
  expect(key.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048, publicExponent: 65_537n });
  const modulus = authority.key.kind === 'rsa' ? authority.key.modulus : 0n;
  const beyond = BigInt(`0x${toHex(signature)}`) + modulus;
  const bytes = Buffer.from(beyond.toString(16).padStart(514, '0'), 'hex');
  for (const forged of [new Uint8Array(256), new Uint8Array(256).fill(255), new Uint8Array(0), new Uint8Array(bytes), new Uint8Array(bytes.subarray(1))]) {
    expect(verifySignature({ key: authority.key, algorithm, message, signature: forged })).toBe(false);
  }
});
