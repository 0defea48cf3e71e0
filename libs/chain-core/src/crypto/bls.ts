import type * as Blst from '@chainsafe/blst';
import type { Bytes } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import { BLS_KEY_BYTES, BLS_SIGNATURE_BYTES, isInfinity, pointOrUndefined } from './bls-forms';

// BLS12-381 signatures with keys in G1 and signatures in G2, compressed, in the ciphersuite with proofs of possession
// (BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_). Adding up signatures is safe only among keys whose owners proved that they have them.

/** Checked keys that are kept; more than any committee and its successor have. */
const KNOWN_KEYS_MAX = 4096;
/** In the first byte of a compressed point: which of the two points that share an x coordinate. */
const SIGN_BIT = 0x20;

let library: typeof Blst | undefined;
/** Loaded with the first key of this kind: chains that sign with Ed25519 do without. */
function blst(): typeof Blst {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  library ??= require('@chainsafe/blst') as typeof Blst;
  return library;
}

export interface BlsKeyPair {
  /** 48 bytes. */
  readonly publicKey: Bytes;
  sign(message: Bytes): Bytes;
}

/** The standard KeyGen (HKDF) over the seed. @param seed 32 bytes from a cryptographic random source. */
export function blsKeyPairFromSeed(seed: Bytes): BlsKeyPair {
  invariant(seed.length === 32, 'a seed has 32 bytes');
  const secret = blst().SecretKey.fromKeygen(seed);
  return { publicKey: plain(secret.toPublicKey().toBytes()), sign: (message) => plain(secret.sign(message).toBytes()) };
}

/** Whether the bytes are the one encoding of a point that can be a public key: in the right group, and not infinity. */
export function isBlsKey(bytes: Bytes): boolean {
  return readKey(bytes) !== undefined;
}

/** Whether `signature` is the sum of the signatures of all these keys over the message. The keys' owners must have proved possession. */
export function verifyBls(signature: Bytes, message: Bytes, publicKeys: readonly Bytes[]): boolean {
  const keys: Blst.PublicKey[] = [];
  for (const bytes of publicKeys) {
    const key = readKey(bytes);
    if (key === undefined) return false;
    keys.push(key);
  }
  const point = readSignature(signature);
  return point !== undefined && keys.length > 0 && blst().fastAggregateVerify(message, keys, point, true);
}

/** The sum of signatures. @returns undefined when one of them is no point, or the sum is infinity. Nothing is said about whether they hold. */
export function addBls(signatures: readonly Bytes[]): Bytes | undefined {
  const points = signatures.map(readSignature);
  if (points.length === 0 || points.some((point) => point === undefined)) return undefined;
  const sum = blst().aggregateSignatures(points as Blst.Signature[], false);
  const bytes = plain(sum.toBytes());
  return isInfinity(bytes) ? undefined : bytes;
}

/** The signature that added to this one gives nothing: how one is taken out of a sum. */
export function negateBls(signature: Bytes): Bytes {
  const negative = Uint8Array.from(signature);
  negative[0]! ^= SIGN_BIT;
  return negative;
}

const knownKeys = new Map<string, Blst.PublicKey>();

/** A key is checked once: that costs as much as a fifth of a signature. */
function readKey(bytes: Bytes): Blst.PublicKey | undefined {
  if (bytes.length !== BLS_KEY_BYTES) return undefined;
  const name = Buffer.from(bytes).toString('latin1');
  const known = knownKeys.get(name);
  if (known !== undefined) return known;
  const key = pointOrUndefined(() => blst().PublicKey.fromBytes(bytes, true));
  if (key === undefined) return undefined;
  if (knownKeys.size >= KNOWN_KEYS_MAX) knownKeys.clear();
  knownKeys.set(name, key);
  return key;
}

/** A vote is added up twice, when it is checked and when it is certified; reading the point is most of the cost of that. */
const knownPoints = new WeakMap<Bytes, Blst.Signature>();

/** Whether the point is in the right group is left to the check of the whole sum. */
function readSignature(bytes: Bytes): Blst.Signature | undefined {
  if (bytes.length !== BLS_SIGNATURE_BYTES || isInfinity(bytes)) return undefined;
  const known = knownPoints.get(bytes);
  if (known !== undefined) return known;
  const point = pointOrUndefined(() => blst().Signature.fromBytes(bytes, false));
  if (point !== undefined) knownPoints.set(bytes, point);
  return point;
}

function plain(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}
