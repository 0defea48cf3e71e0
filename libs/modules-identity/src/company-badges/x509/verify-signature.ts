import { createHash, createPublicKey, verify as verifyWithNode } from 'node:crypto';
import { concatBytes, equalBytes, fromHex, hash, Refusal, toHex, utf8, verifyEd25519, type Bytes } from '@bystack/chain-core/module';
import { isInRange } from './curves';
import { DerReader, TAG } from './der-reader';
import { toJwk, type Algorithm, type SubjectKey } from './keys';

/**
 * Whether `signature` is of `message` by `key`. The same on every machine: Ed25519 is judged by the chain's own rule, RSA (PKCS #1 v1.5) is computed here,
 * and of ECDSA all that libraries disagree about (spellings, ranges, points off the curve) is decided before OpenSSL is asked the one question that is left.
 */
export function verifySignature({ key, algorithm, message, signature }: Signed): boolean {
  const id = toHex(hash(concatBytes(utf8(`${algorithm.kind} ${algorithm.hash} ${keyText(key)} `), hash(message), signature)));
  const known = judged.get(id);
  if (known !== undefined) return known;
  const verdict = judge({ key, algorithm, message, signature });
  if (judged.size >= JUDGED_MAX) judged.delete(judged.keys().next().value!);
  judged.set(id, verdict);
  return verdict;
}

export interface Signed {
  readonly key: SubjectKey;
  readonly algorithm: Algorithm;
  readonly message: Bytes;
  readonly signature: Bytes;
}

/** Of a question with one answer: a certificate that was looked at when it was submitted costs nothing in the block. */
const judged = new Map<string, boolean>();
const JUDGED_MAX = 1_000;

function judge({ key, algorithm, message, signature }: Signed): boolean {
  if (key.kind !== algorithm.kind) return false;
  if (key.kind === 'ed25519') return verifyEd25519(signature, message, key.key);
  return key.kind === 'rsa' ? verifyRsa(key, algorithm, message, signature) : verifyEcdsa(key, algorithm, message, signature);
}

/** DigestInfo up to the digest (RFC 8017, 9.2). */
const DIGEST_INFO = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
  '': '',
} as const;

/** What should have been signed is written out and compared, never parsed: nothing can hide in the padding. */
function verifyRsa({ modulus, bytes }: SubjectKey & { kind: 'rsa' }, { hash: name }: Algorithm, message: Bytes, signature: Bytes): boolean {
  if (signature.length !== bytes) return false;
  const value = BigInt(`0x${toHex(signature)}`);
  if (value >= modulus) return false;
  let power = value;
  for (let i = 0; i < 16; i += 1) power = (power * power) % modulus;
  power = (power * value) % modulus;
  const info = concatBytes(fromHex(DIGEST_INFO[name])!, createHash(name).update(message).digest());
  const padding = new Uint8Array(bytes - info.length - 3).fill(0xff);
  const wanted = concatBytes(Uint8Array.of(0, 1), padding, Uint8Array.of(0), info);
  return equalBytes(fromHex(power.toString(16).padStart(bytes * 2, '0'))!, wanted);
}

function verifyEcdsa(key: SubjectKey & { kind: 'ecdsa' }, { hash: name }: Algorithm, message: Bytes, signature: Bytes): boolean {
  const scalars = readScalars(signature);
  if (scalars === undefined || !scalars.every((scalar) => isInRange(key.curve, scalar))) return false;
  const size = key.x.length * 2;
  const plain = fromHex(scalars.map((scalar) => scalar.toString(16).padStart(size, '0')).join(''))!;
  return verifyWithNode(name, message, { key: createPublicKey({ key: toJwk(key), format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, plain);
}

function readScalars(signature: Bytes): readonly bigint[] | undefined {
  try {
    const reader = new DerReader(signature, 'signature');
    const pair = reader.inside(TAG.sequence, 'signature');
    const scalars = [pair.integer('r'), pair.integer('s')];
    pair.end();
    reader.end();
    return scalars.some((bytes) => bytes[0]! >= 0x80) ? undefined : scalars.map((bytes) => BigInt(`0x${toHex(bytes)}`));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function keyText(key: SubjectKey): string {
  if (key.kind === 'rsa') return key.modulus.toString(16);
  return key.kind === 'ed25519' ? toHex(key.key) : `${key.curve} ${toHex(key.x)} ${toHex(key.y)}`;
}
