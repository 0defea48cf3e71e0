import { blsKeyPairFromSeed, verifyBls } from '../../crypto/bls';
import { keyPairFromSeed, sign, verify } from '../../crypto/sign';
import type { Bytes } from '../../primitives/bytes';
import { equalBytes } from '../../primitives/bytes';
import { SCHEME_FORMS, type CertificateScheme } from '../../protocol/certificate-scheme';
import { CERTIFICATE_SCHEMES } from '../../protocol/schemes';
import { signatureListScheme } from '../../protocol/signature-list';
import { signatureSumScheme } from '../../protocol/signature-sum';

/** How the seats of a simulated committee sign. */
export interface SimKeys {
  readonly scheme: CertificateScheme;
  publicKey(seat: number): Bytes;
  sign(seat: number, message: Bytes): Bytes;
  /** Whether the proof is of exactly these seats. Told without the scheme, so that the invariants do not repeat its mistakes. */
  areSigned(proof: Bytes, message: Bytes, seats: readonly number[]): boolean;
}

// Toy signatures are fast, and sound as long as nobody computes another seat's on purpose. What is simulated is the protocol; real keys are
// exercised by the engine's own tests, and here by a few seeds.
const toyKey = (seat: number, bytes: number): Bytes => {
  const key = new Uint8Array(bytes);
  new DataView(key.buffer).setUint32(0, seat + 1);
  return key;
};
const toySignature = (key: Bytes, message: Bytes, bytes: number): Bytes => mix(new DataView(key.buffer, key.byteOffset).getUint32(0), message, bytes);

/** Certificates that list signatures, as `ed25519` makes them. */
export const TOY_LISTS: SimKeys = {
  scheme: signatureListScheme({
    name: 'ed25519',
    isVotingKey: (bytes) => bytes.length === 32,
    verify: (signature, message, key) => equalBytes(signature, toySignature(key, message, 64)),
  }),
  publicKey: (seat) => toyKey(seat, 32),
  sign: (seat, message) => mix(seat + 1, message, 64),
  areSigned: (proof, message, seats) => equalBytes(proof, Buffer.concat(seats.map((seat) => mix(seat + 1, message, 64)))),
};

/** Certificates that are sums, as `bls` makes them. */
export const TOY_SUMS: SimKeys = {
  scheme: signatureSumScheme({
    isVotingKey: (bytes) => bytes.length === 48,
    verify: (signature, message, keys) => equalBytes(signature, xor(keys.map((key) => toySignature(key, message, 96)))),
    add: (signatures) => (signatures.length > 0 && signatures.every(({ length }) => length === 96) ? xor(signatures) : undefined),
    negate: (signature) => signature,
  }),
  publicKey: (seat) => toyKey(seat, 48),
  sign: (seat, message) => mix(seat + 1, message, 96),
  areSigned: (proof, message, seats) => equalBytes(proof, xor(seats.map((seat) => mix(seat + 1, message, 96)))),
};

/** Real Ed25519 keys. */
export function realLists(seats: number): SimKeys {
  const keys = Array.from({ length: seats }, (_, seat) => keyPairFromSeed(new Uint8Array(32).fill(seat + 1)));
  return {
    scheme: CERTIFICATE_SCHEMES.ed25519,
    publicKey: (seat) => keys[seat]!.publicKey,
    sign: (seat, message) => sign(message, keys[seat]!),
    areSigned: (proof, message, signers) => signers.every((seat, i) => verify(proof.subarray(64 * i, 64 * (i + 1)), message, keys[seat]!.publicKey)),
  };
}

/** Real BLS keys, some hundred times slower. */
export function realSums(seats: number): SimKeys {
  const keys = Array.from({ length: seats }, (_, seat) => blsKeyPairFromSeed(new Uint8Array(32).fill(seat + 1)));
  return {
    scheme: CERTIFICATE_SCHEMES.bls,
    publicKey: (seat) => keys[seat]!.publicKey,
    sign: (seat, message) => keys[seat]!.sign(message),
    areSigned: (proof, message, signers) => proof.length === SCHEME_FORMS.bls.signatureBytes && verifyBls(proof, message, signers.map((seat) => keys[seat]!.publicKey)),
  };
}

function xor(signatures: readonly Bytes[]): Bytes {
  const sum = new Uint8Array(96);
  for (const signature of signatures) for (let i = 0; i < sum.length; i += 1) sum[i]! ^= signature[i]!;
  return sum;
}

/** Four bytes at a time: it is half of what a simulated committee of a hundred does. */
function mix(key: number, message: Bytes, bytes: number): Bytes {
  let a = Math.imul(key, 0x9e3779b1) ^ message.length;
  let b = Math.imul(key ^ 0x5bd1e995, 0x85ebca6b);
  const whole = message.length & ~3;
  let i = 0;
  for (; i < whole; i += 4) {
    const word = message[i]! | (message[i + 1]! << 8) | (message[i + 2]! << 16) | (message[i + 3]! << 24);
    a = Math.imul(a ^ word, 0x01000193) ^ (a >>> 15);
    b = Math.imul(b + word, 0xc2b2ae35) ^ (b >>> 15);
  }
  for (; i < message.length; i += 1) {
    a = Math.imul(a ^ message[i]!, 0x01000193);
    b = Math.imul(b + message[i]!, 0xc2b2ae35) ^ (b >>> 15);
  }
  const signature = new Uint8Array(bytes);
  const words = new DataView(signature.buffer);
  words.setInt32(0, a);
  words.setInt32(4, b);
  words.setInt32(60, key);
  return signature;
}
