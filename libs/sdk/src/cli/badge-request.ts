import 'reflect-metadata';
import { createPrivateKey, createPublicKey, sign, webcrypto, type KeyObject } from 'node:crypto';
import { Name, Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import type { SigningKey } from '../signing/key';
import { LocalError } from './exit';

const ED25519 = { name: 'Ed25519' };
/** PKCS #8 of an Ed25519 key, up to its seed (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** PEM of a certificate request (PKCS #10) for a chain key, signed by it. */
export async function badgeRequest(key: SigningKey, name: string): Promise<string> {
  const privateKey = await webcrypto.subtle.importKey('pkcs8', Buffer.concat([PKCS8_HEAD, key.seed]), ED25519, true, ['sign']);
  const publicKey = await webcrypto.subtle.importKey('raw', Uint8Array.from(key.publicKey), ED25519, true, ['verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({ name: new Name([{ CN: [{ utf8String: name }] }]), keys: { privateKey, publicKey }, signingAlgorithm: ED25519 });
  return `${request.toString('pem')}\n`;
}

/** Base64: the statement signed by a certificate's own key, as chains want it. @param pem the private key, unencrypted */
export function proofBy(pem: string, statement: string): string {
  const key = read(pem);
  return sign(createPublicKey(key).asymmetricKeyType === 'ed25519' ? null : 'sha256', Buffer.from(statement), key).toString('base64');
}

function read(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new LocalError('KEY_FILE_INVALID', 'The certificate’s key is not an unencrypted private key in PEM form.');
  }
}
