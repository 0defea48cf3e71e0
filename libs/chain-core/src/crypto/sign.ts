import type { Bytes, PublicKey, Signature } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import { ed25519IsPoint, ed25519KeyPair, ed25519Sign, ed25519Verify } from './backend';

export interface KeyPair {
  readonly publicKey: PublicKey;
  /** 64 bytes: seed, then public key. */
  readonly secretKey: Bytes;
}

/** @param seed 32 bytes from a cryptographic random source. */
export function keyPairFromSeed(seed: Bytes): KeyPair {
  invariant(seed.length === 32, 'a seed has 32 bytes');
  const publicKey = new Uint8Array(32);
  const secretKey = new Uint8Array(64);
  ed25519KeyPair(publicKey, secretKey, unshared(seed));
  return { publicKey, secretKey };
}

export function sign(message: Bytes, keyPair: KeyPair): Signature {
  const signature = new Uint8Array(64);
  ed25519Sign(signature, unshared(message), keyPair.secretKey);
  return signature;
}

/**
 * Ed25519 by libsodium's rule, which is the project's: small-order and non-canonical keys and scalars are refused. Libraries disagree on
 * such signatures, and validators that disagree fork, so nothing else may ever verify one.
 */
export function verify(signature: Signature, message: Bytes, publicKey: PublicKey): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  return ed25519Verify(unshared(signature), unshared(message), unshared(publicKey));
}

/** Whether somebody can have the secret half. What goes to any other key is lost for ever. */
export function isPublicKey(bytes: Bytes): boolean {
  return bytes.length === 32 && ed25519IsPoint(unshared(bytes));
}

function unshared(bytes: Bytes): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? bytes : Uint8Array.from(bytes);
}
