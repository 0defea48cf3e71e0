import { randomBytes, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { HOST_LIMITS } from './limits';

export const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const;
export const SIGNING = { ...KEY, hash: 'SHA-256' } as const;
/** Clocks of hosts may be behind ours. */
export const BACKDATED_MS = 300_000;

/** A fresh key and its self-signed certificate, as one PEM text. */
export async function makeAuthority(): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const notAfter = new Date();
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + HOST_LIMITS.caYears);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=Bystack installation ${randomBytes(4).toString('hex')}`,
    keys,
    signingAlgorithm: SIGNING,
    notBefore: new Date(Date.now() - BACKDATED_MS),
    notAfter,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')}\n${certificate.toString('pem')}\n`;
}

/** 16 random bytes, positive and without leading zeros, so that it reads the same everywhere. */
export function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0] & 0x3f) | 0x40;
  return bytes.toString('hex');
}
