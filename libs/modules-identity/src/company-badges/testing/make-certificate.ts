import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { concatBytes, fromHex, hash, utf8, type Bytes } from '@bystack/chain-core/module';
import { primitive, TAG } from '../x509/der-reader';
import { COMMON_NAME, UNIT } from '../x509/read-name';
import { bits, boolean, element, integer, octets, oid, sequence, tagged, text, time } from './der-writer';

// Certificates for tests, the same bytes in every run: Ed25519 signatures have no chance in them.

const ED25519 = fromHex('300506032b6570')!;
export const DAY_MS = 86_400_000;
/** When chains of tests begin. */
export const NOW_MS = 1_735_689_600_000;

interface TestKey {
  readonly publicKey: Bytes;
  sign(message: Bytes): Bytes;
}
export function testKey(name: string): TestKey {
  const seed = hash(utf8(`a certificate's key for tests: ${name}`));
  const key = createPrivateKey({ format: 'der', type: 'pkcs8', key: Buffer.from(concatBytes(fromHex('302e020100300506032b657004220420')!, seed)) });
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(12));
  return { publicKey, sign: (message) => new Uint8Array(sign(null, message, key)) };
}

export interface CertificateParts {
  readonly name: string;
  readonly units?: readonly string[];
  /** Who signs: of the authority, its name and its key's. */
  readonly issuer: { readonly name: string; readonly key?: string };
  /** Raw Ed25519. Left out: that of testKey(name). */
  readonly publicKey?: Bytes;
  readonly serial?: number;
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** DER of each. Undefined: version 1, which has none. */
  readonly extensions?: readonly Bytes[];
}

export const extension = (id: string, value: Bytes, isCritical = false): Bytes => sequence(oid(id), ...(isCritical ? [boolean(true)] : []), octets(value));
export const basicConstraints = (pathLength?: number): Bytes => extension('2.5.29.19', sequence(boolean(true), ...(pathLength === undefined ? [] : [element(TAG.integer, Uint8Array.of(pathLength))])), true);
export const keyUsage = (...contents: readonly number[]): Bytes => extension('2.5.29.15', element(TAG.bitString, Uint8Array.from(contents)), true);
export const extendedUsage = (...usages: readonly string[]): Bytes => extension('2.5.29.37', sequence(...usages.map(oid)));
export const uris = (...list: readonly string[]): Bytes => extension('2.5.29.17', sequence(...list.map((uri) => text(uri, primitive(6)))));
export const subjectKeyId = (key: string): Bytes => extension('2.5.29.14', octets(keyId(key)));
export const authorityKeyId = (key: string): Bytes => extension('2.5.29.35', sequence(element(primitive(0), keyId(key))));
const keyId = (key: string): Bytes => hash(testKey(key).publicKey).subarray(0, 20);

function distinguishedName(name: string, units: readonly string[] = []): Bytes {
  const attribute = (type: string, value: string): Bytes => element(TAG.set, sequence(oid(type), text(value)));
  return sequence(...units.map((unit) => attribute(UNIT, unit)), attribute(COMMON_NAME, name));
}

function serialBytes(serial: number): Bytes {
  return serial < 256 ? Uint8Array.of(serial) : concatBytes(serialBytes(Math.floor(serial / 256)), Uint8Array.of(serial % 256));
}

/** DER. */
export function certificateBytes(parts: CertificateParts): Bytes {
  const { name, units, issuer, serial = 1, fromMs = NOW_MS - DAY_MS, untilMs = NOW_MS + 365 * DAY_MS, extensions } = parts;
  const key = sequence(ED25519, bits(parts.publicKey ?? testKey(name).publicKey));
  const body = sequence(
    ...(extensions === undefined ? [] : [tagged(0, element(TAG.integer, Uint8Array.of(2)))]),
    integer(serialBytes(serial)), ED25519, distinguishedName(issuer.name), sequence(time(fromMs), time(untilMs)), distinguishedName(name, units), key,
    ...(extensions === undefined || extensions.length === 0 ? [] : [tagged(3, sequence(...extensions))]),
  );
  return signed(body, issuer.key ?? issuer.name);
}

export interface ListParts {
  readonly issuer: string;
  readonly serials: readonly number[];
  readonly atMs?: number;
  readonly extensions?: readonly Bytes[];
}
export function revocationListBytes({ issuer, serials, atMs = NOW_MS - DAY_MS, extensions = [] }: ListParts): Bytes {
  const entries = serials.map((serial) => sequence(integer(Uint8Array.of(serial)), time(atMs)));
  const body = sequence(
    element(TAG.integer, Uint8Array.of(1)), ED25519, distinguishedName(issuer), time(atMs), time(atMs + 30 * DAY_MS), ...(entries.length === 0 ? [] : [sequence(...entries)]),
    ...(extensions.length === 0 ? [] : [tagged(0, sequence(...extensions))]),
  );
  return signed(body, issuer);
}

export function pem(bytes: Bytes, label = 'CERTIFICATE'): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64').replaceAll(/(.{64})/g, '$1\n').trimEnd()}\n-----END ${label}-----\n`;
}

/** PEM. */
export const certificate = (parts: CertificateParts): string => pem(certificateBytes(parts));
/** Of an authority that signed itself. */
export const root = (name: string, more: Partial<CertificateParts> = {}): string => certificate({ name, issuer: { name }, extensions: [basicConstraints(), subjectKeyId(name)], ...more });

function signed(body: Bytes, key: string): Bytes {
  return sequence(body, ED25519, bits(testKey(key).sign(body)));
}
