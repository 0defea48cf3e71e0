import { bls12_381 } from '@noble/curves/bls12-381.js';
import type { Bytes } from '../primitives/bytes';
import { BLS_KEY_BYTES, BLS_SIGNATURE_BYTES, isInfinity, pointOrUndefined } from './bls-forms';

// bls.ts for browsers: what checking a certificate takes, and nothing else. Slow (tens of milliseconds) and by the same rules.

const TAG = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';
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
  if (keys.length === 0 || keys.some((key) => key === undefined) || signature.length !== BLS_SIGNATURE_BYTES || isInfinity(signature)) return false;
  return pointOrUndefined(() => {
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
  if (bytes.length !== BLS_KEY_BYTES || isInfinity(bytes)) return undefined;
  return pointOrUndefined(() => {
    const key = bls12_381.G1.Point.fromBytes(bytes);
    key.assertValidity();
    return key.isTorsionFree() ? key : undefined;
  });
}
