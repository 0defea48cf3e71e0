import { concatBytes, refuse, toHex, type Bytes } from '@bystack/chain-core/module';
import { DerReader, malformed, TAG } from './der-reader';
import { isOnCurve, type Curve } from './curves';

export type SubjectKey =
  | { readonly kind: 'ed25519'; readonly key: Bytes }
  | { readonly kind: 'ecdsa'; readonly curve: Curve; readonly x: Bytes; readonly y: Bytes }
  | { readonly kind: 'rsa'; readonly modulus: bigint; readonly bytes: number };

/** How something was signed. */
export interface Algorithm {
  readonly kind: SubjectKey['kind'];
  /** Ed25519 hashes by itself. */
  readonly hash: 'sha256' | 'sha384' | 'sha512' | '';
}

/** AlgorithmIdentifier of a signature as DER has it, parameters included: whatever is not here, to the byte, is not accepted. */
const SIGNATURES: Readonly<Record<string, Algorithm>> = {
  '300506032b6570': { kind: 'ed25519', hash: '' },
  '300a06082a8648ce3d040302': { kind: 'ecdsa', hash: 'sha256' },
  '300a06082a8648ce3d040303': { kind: 'ecdsa', hash: 'sha384' },
  '300a06082a8648ce3d040304': { kind: 'ecdsa', hash: 'sha512' },
  '300d06092a864886f70d01010b0500': { kind: 'rsa', hash: 'sha256' },
  '300d06092a864886f70d01010c0500': { kind: 'rsa', hash: 'sha384' },
  '300d06092a864886f70d01010d0500': { kind: 'rsa', hash: 'sha512' },
};
const ED25519_KEY = '300506032b6570';
const RSA_KEY = '300d06092a864886f70d0101010500';
const CURVE_KEYS: Readonly<Record<string, Curve>> = { '301306072a8648ce3d020106082a8648ce3d030107': 'P-256', '301006072a8648ce3d020106052b81040022': 'P-384' };

const RSA_BITS = { min: 2048, max: 4096 };
const EXPONENT = '010001';

/** Refuses ALGORITHM_UNSUPPORTED. */
export function readAlgorithm(bytes: Bytes): Algorithm {
  return SIGNATURES[toHex(bytes)] ?? refuse('ALGORITHM_UNSUPPORTED', { what: 'signature' });
}

/** Refuses ALGORITHM_UNSUPPORTED, KEY_WEAK and CERTIFICATE_MALFORMED. */
export function readSubjectKey(info: DerReader): SubjectKey {
  const algorithm = toHex(info.whole(TAG.sequence, 'key algorithm'));
  const key = info.bitBytes('key');
  info.end();
  const curve = CURVE_KEYS[algorithm];
  if (curve !== undefined) return readPoint(curve, key);
  if (algorithm === RSA_KEY) return readRsaKey(new DerReader(key, 'RSA key').inside(TAG.sequence, 'RSA key'));
  if (algorithm !== ED25519_KEY) refuse('ALGORITHM_UNSUPPORTED', { what: 'key' });
  if (key.length !== 32) malformed('key', 'an Ed25519 key has 32 bytes');
  return { kind: 'ed25519', key };
}

function readPoint(curve: Curve, key: Bytes): SubjectKey {
  const size = curve === 'P-256' ? 32 : 48;
  if (key.length !== 1 + 2 * size || key[0] !== 4) malformed('key', 'a point of the curve is written in full');
  const point = { kind: 'ecdsa', curve, x: key.subarray(1, 1 + size), y: key.subarray(1 + size) } as const;
  return isOnCurve(point) ? point : malformed('key', 'not a point of the curve');
}

function readRsaKey(reader: DerReader): SubjectKey {
  const modulus = reader.integer('RSA modulus');
  const exponent = toHex(reader.integer('RSA exponent'));
  reader.end();
  if (modulus[0]! >= 0x80) malformed('RSA modulus', 'a number below zero');
  const value = BigInt(`0x${toHex(modulus)}`);
  const bits = value.toString(2).length;
  if (bits < RSA_BITS.min || bits > RSA_BITS.max || exponent !== EXPONENT || (value & 1n) === 0n) refuse('KEY_WEAK', { bits, ...RSA_BITS });
  return { kind: 'rsa', modulus: value, bytes: Math.ceil(bits / 8) };
}

/** The point as node:crypto takes it. */
export function toJwk({ curve, x, y }: SubjectKey & { kind: 'ecdsa' }): { kty: 'EC'; crv: Curve; x: string; y: string } {
  const text = (bytes: Bytes): string => Buffer.from(concatBytes(bytes)).toString('base64url');
  return { kty: 'EC', crv: curve, x: text(x), y: text(y) };
}
