import type { Bytes, PublicKey, Signature } from '../../primitives/bytes';
import { signatureListScheme } from '../../protocol/signature-list';

/**
 * A signature scheme for simulations: fast, and sound as long as nobody computes another seat's signatures on purpose. What is simulated is
 * the protocol; real keys are exercised by the engine's own tests.
 */
export function toyPublicKey(seat: number): PublicKey {
  const key = new Uint8Array(32);
  new DataView(key.buffer).setUint32(0, seat + 1);
  return key;
}

export function toySign(seat: number, message: Bytes): Signature {
  return mix(seat + 1, message);
}

export function toyVerify(signature: Signature, message: Bytes, publicKey: PublicKey): boolean {
  const key = new DataView(publicKey.buffer, publicKey.byteOffset).getUint32(0);
  const wanted = mix(key, message);
  return signature.length === 64 && Buffer.compare(signature, wanted) === 0;
}

/** In the form of `ed25519`. */
export const TOY_SCHEME = signatureListScheme({ name: 'ed25519', isVotingKey: (bytes) => bytes.length === 32, verify: toyVerify });

function mix(key: number, message: Bytes): Signature {
  let a = Math.imul(key, 0x9e3779b1) ^ message.length;
  let b = Math.imul(key ^ 0x5bd1e995, 0x85ebca6b);
  for (let i = 0; i < message.length; i += 1) {
    a = Math.imul(a ^ message[i]!, 0x01000193);
    b = Math.imul(b + message[i]!, 0xc2b2ae35) ^ (b >>> 15);
  }
  const signature = new Uint8Array(64);
  const words = new DataView(signature.buffer);
  words.setInt32(0, a);
  words.setInt32(4, b);
  words.setInt32(60, key);
  return signature;
}
