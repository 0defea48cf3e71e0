import { hash as nodeHash } from 'node:crypto';
import sodium from 'sodium-native';
import type { Bytes, PublicKey, Signature } from '../primitives/bytes';

// What the machine brings: the only file of crypto/, with bls.ts, that a build for browsers replaces (backend.browser.ts has the same
// exports). Called directly, so that Node pays nothing for there being another one.

/** SHA-256 as a binary string. */
export function sha256Binary(bytes: Bytes): string {
  return nodeHash('sha256', bytes as Uint8Array<ArrayBuffer>, 'binary');
}

/** One character of code 0-255 a byte. */
export function toBinary(bytes: Bytes): string {
  return Buffer.prototype.latin1Slice.call(bytes, 0, bytes.length);
}

/** Fills `publicKey` (32 bytes) and `secretKey` (64 bytes: seed, then public key). */
export function ed25519KeyPair(publicKey: Bytes, secretKey: Bytes, seed: Bytes): void {
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, seed);
}

export function ed25519Sign(signature: Bytes, message: Bytes, secretKey: Bytes): void {
  sodium.crypto_sign_detached(signature, message, secretKey);
}

/** Canonical, on the curve, in the group that the base point makes, and not of small order. The length is right already. */
export function ed25519IsPoint(point: Bytes): boolean {
  return sodium.crypto_core_ed25519_is_valid_point(point);
}

/** By libsodium's rule. The lengths are right already. */
export function ed25519Verify(signature: Signature, message: Bytes, publicKey: PublicKey): boolean {
  // Compared with `true`: the binding answers undefined for what it cannot read.
  return sodium.crypto_sign_verify_detached(signature, message, publicKey) === true;
}
