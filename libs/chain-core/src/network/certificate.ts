import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { KeyObject, X509Certificate } from 'node:crypto';
import type { Bytes, PublicKey } from '../primitives/bytes';

/**
 * The TLS identity of a node: a certificate that says nothing but the node's Ed25519 key, signed by that key. Nobody checks names or
 * dates in it; peers compare the key with the chain's seats and their address list. Written as DER by hand: a fixed form of about
 * 200 bytes does not need a library that costs every node start-up time.
 */
export interface TlsIdentity {
  readonly publicKey: PublicKey;
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
}

const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const ED25519_ALGORITHM = Buffer.from('300506032b6570', 'hex');

/** @param seed the 32-byte Ed25519 seed of the node key */
export function tlsIdentity(seed: Bytes): TlsIdentity {
  const privateKey = createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = rawKey(createPublicKey(privateKey));
  return {
    publicKey,
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    certificate: pem('CERTIFICATE', selfSigned(publicKey, privateKey)),
  };
}

/** @returns the Ed25519 key a peer proved in the handshake, or undefined if its certificate holds another kind of key. */
export function keyOfCertificate(certificate: X509Certificate | undefined): PublicKey | undefined {
  return certificate?.publicKey.asymmetricKeyType === 'ed25519' ? rawKey(certificate.publicKey) : undefined;
}

function rawKey(key: KeyObject): PublicKey {
  return new Uint8Array((key.export({ format: 'der', type: 'spki' }) as Buffer).subarray(ED25519_SPKI.length));
}

function selfSigned(publicKey: PublicKey, privateKey: KeyObject): Buffer {
  const commonName = der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('bystack-node'))));
  const name = der(0x30, commonName);
  const validity = der(0x30, der(0x17, Buffer.from('200101000000Z')), der(0x18, Buffer.from('99991231235959Z')));
  const version3 = Buffer.from('a003020102', 'hex');
  const serial = Buffer.from('020101', 'hex');
  const body = der(0x30, version3, serial, ED25519_ALGORITHM, name, validity, name, Buffer.concat([ED25519_SPKI, publicKey]));
  return der(0x30, body, ED25519_ALGORITHM, der(0x03, Buffer.from([0]), sign(null, body, privateKey)));
}

function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  const head = length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), ...content]);
}

function pem(label: string, bytes: Buffer): string {
  return `-----BEGIN ${label}-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
}
