import { bls12_381 } from '@noble/curves/bls12-381.js';
import type { Bytes } from '../primitives/bytes';

// bls.ts for browsers: what checking a certificate takes, and nothing else. Slow (tens of milliseconds) and by the same rules.

const TAG = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';
const KEY_BYTES = 48;
const SIGNATURE_BYTES = 96;
const scheme = bls12_381.longSignatures;

export interface BlsKeyPair {
  readonly publicKey: Bytes;
  sign(message: Bytes): Bytes;
}

export function isBlsKey(bytes: Bytes): boolean {
  return readKey(bytes) !== undefined;
}

export function verifyBls(signature: Bytes, message: Bytes, publicKeys: readonly Bytes[]): boolean {
  const keys = publicKeys.map(readKey);
  if (keys.length === 0 || keys.some((key) => key === undefined) || signature.length !== SIGNATURE_BYTES || isInfinity(signature)) return false;
  return orUndefined(() => {
    const point = bls12_381.G2.Point.fromBytes(signature);
    point.assertValidity();
    const sum = scheme.aggregatePublicKeys(keys as NonNullable<(typeof keys)[number]>[]);
    return point.isTorsionFree() && scheme.verify(point, scheme.hash(message, TAG), sum);
  }) === true;
}

export function blsKeyPairFromSeed(): BlsKeyPair {
  throw new Error('browsers check BLS signatures, they make none');
}

export function addBls(): Bytes | undefined {
  throw new Error('browsers check BLS signatures, they make none');
}

export function negateBls(): Bytes {
  throw new Error('browsers check BLS signatures, they make none');
}

function readKey(bytes: Bytes) {
  if (bytes.length !== KEY_BYTES || isInfinity(bytes)) return undefined;
  return orUndefined(() => {
    const key = bls12_381.G1.Point.fromBytes(bytes);
    key.assertValidity();
    return key.isTorsionFree() ? key : undefined;
  });
}

function isInfinity(bytes: Bytes): boolean {
  return (bytes[0]! & 0x40) !== 0;
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
