import 'reflect-metadata';
import { createPrivateKey, generateKeyPairSync, webcrypto } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator, cryptoProvider } from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A new P-256 private key, PKCS#8 PEM. It never leaves the host. */
export function newPrivateKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** The certificate request (PEM) for a private key. The control plane decides the subject. */
export async function certificateRequest(keyPem: string): Promise<string> {
  cryptoProvider.set(webcrypto);
  const { subtle } = webcrypto;
  const key = createPrivateKey(keyPem);
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const { kty, crv, x, y } = key.export({ format: 'jwk' });
  const keys = {
    privateKey: await subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
    publicKey: await subtle.importKey('jwk', { kty, crv, x, y }, algorithm, true, ['verify']),
  };
  const request = await Pkcs10CertificateRequestGenerator.create({ name: 'CN=bystack-host', keys, signingAlgorithm: algorithm });
  return request.toString('pem');
}
