import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import sodium from 'libsodium-wrappers';
import type { Bytes, PublicKey, Signature } from '../primitives/bytes';

// backend.ts for browsers: libsodium itself, compiled to WebAssembly, so that both sides judge every signature alike.

/** Resolves when signatures can be judged; before that nothing else here may be called. */
export const backendReady: Promise<void> = sodium.ready;

export function sha256Binary(bytes: Bytes): string {
  return toBinary(sha256(bytes));
}

export function toBinary(bytes: Bytes): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

export function ed25519KeyPair(publicKey: Bytes, secretKey: Bytes, seed: Bytes): void {
  const pair = sodium.crypto_sign_seed_keypair(seed);
  publicKey.set(pair.publicKey);
  secretKey.set(pair.privateKey);
}

export function ed25519Sign(signature: Bytes, message: Bytes, secretKey: Bytes): void {
  signature.set(sodium.crypto_sign_detached(message, secretKey));
}

/** libsodium's question, which its build for browsers leaves out. */
export function ed25519IsPoint(bytes: Bytes): boolean {
  try {
    const point = ed25519.Point.fromBytes(bytes);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}

export function ed25519Verify(signature: Signature, message: Bytes, publicKey: PublicKey): boolean {
  return sodium.crypto_sign_verify_detached(signature, message, publicKey) === true;
}
