import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { concatBytes, fromHex, utf8, type Bytes } from '@bystack/chain-core/module';
import { keyOf } from '@bystack/chain-core/testing';
import { bits, element, integer, oid, sequence, tagged, text, time } from '../../../libs/modules-identity/src/company-badges/testing/der-writer';
import { DAY_MS, NOW_MS, testKey } from '../../../libs/modules-identity/src/company-badges/testing/make-certificate';
import { TAG } from '../../../libs/modules-identity/src/company-badges/x509/der-reader';

export const bytes = (...list: readonly number[]): Bytes => Uint8Array.from(list);
export const der = (hex: string): Bytes => fromHex(hex)!;
/** AlgorithmIdentifiers, as they stand in certificates. */
export const ALGORITHMS = {
  ed25519: der('300506032b6570'), ed448: der('300506032b6571'), p256Sha256: der('300a06082a8648ce3d040302'), rsaSha256: der('300d06092a864886f70d01010b0500'), rsaSha256NoNull: der('300b06092a864886f70d01010b'),
  rsaSha1: der('300d06092a864886f70d0101050500'), rsaMd5: der('300d06092a864886f70d0101040500'), rsaMd2: der('300d06092a864886f70d0101020500'), ecdsaSha1: der('300906072a8648ce3d0401'), dsaSha256: der('300b0609608648016503040302'),
} as const;

/** Every part of a certificate by itself, right unless it says otherwise: one for the key of `ann`, by the authority `Mill CA`. */
export interface Parts {
  /** The whole element, [0] and all; null: none, which is version 1. */
  readonly version?: Bytes | null;
  readonly serial?: Bytes;
  readonly algorithm?: Bytes;
  /** The one beside the signature. */
  readonly outer?: Bytes;
  readonly issuer?: Bytes;
  readonly validity?: Bytes;
  readonly subject?: Bytes;
  /** SubjectPublicKeyInfo. */
  readonly key?: Bytes;
  /** Contents of each. */
  readonly extensions?: readonly Bytes[];
  /** In place of the extensions: whatever follows the key. */
  readonly tail?: Bytes;
  readonly sign?: (message: Bytes) => Bytes;
  /** The whole BIT STRING. */
  readonly signature?: Bytes;
}

/** SubjectPublicKeyInfo of a raw key. */
export const ed25519Key = (publicKey: Bytes): Bytes => sequence(ALGORITHMS.ed25519, bits(publicKey));
export const attribute = (type: string, value: Bytes): Bytes => element(TAG.set, sequence(oid(type), value));
export const named = (cn: string): Bytes => sequence(attribute('2.5.4.3', text(cn)));
export const validity = (fromMs: number, untilMs: number): Bytes => sequence(time(fromMs), time(untilMs));
export const VERSION_3 = tagged(0, element(TAG.integer, bytes(2)));

export function forge(parts: Parts = {}): Bytes {
  const { version = VERSION_3, serial = integer(bytes(7)), algorithm = ALGORITHMS.ed25519, issuer = named('Mill CA'), subject = named('Ann') } = parts;
  const { key = ed25519Key(keyOf('ann').publicKey), extensions = [] } = parts;
  const tail = parts.tail ?? (extensions.length === 0 ? bytes() : tagged(3, sequence(...extensions)));
  const body = sequence(...(version === null ? [] : [version]), serial, algorithm, issuer, parts.validity ?? validity(NOW_MS - DAY_MS, NOW_MS + 300 * DAY_MS), subject, key, tail);
  const signed = parts.signature ?? bits((parts.sign ?? testKey('Mill CA').sign)(body));
  return sequence(body, parts.outer ?? algorithm, signed);
}

export interface Signer {
  /** SubjectPublicKeyInfo. */
  readonly spki: Bytes;
  sign(message: Bytes): Bytes;
}
function signer({ publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }, hash: string | null): Signer {
  return { spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })), sign: (message) => new Uint8Array(sign(hash, message, privateKey)) };
}
export const rsa = (modulusLength: number, hash = 'sha256', publicExponent = 65_537): Signer => signer(generateKeyPairSync('rsa', { modulusLength, publicExponent }), hash);
export const curve = (namedCurve: string): Signer => signer(generateKeyPairSync('ec', { namedCurve }), 'sha256');
export const dsa = (): Signer => signer(generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }), 'sha256');
export const edwards448 = (): Signer => signer(generateKeyPairSync('ed448'), null);
export const montgomery = (): Bytes => new Uint8Array(generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' }));

/** The same with the tag, or bytes, somewhere else. */
export function changed(from: Bytes, at: number, to: number): Bytes {
  const copy = concatBytes(from);
  copy[at < 0 ? copy.length + at : at] = to;
  return copy;
}
export const cn = (value: string | Bytes, tag: number = TAG.utf8): Bytes => sequence(attribute('2.5.4.3', element(tag, typeof value === 'string' ? utf8(value) : value)));
