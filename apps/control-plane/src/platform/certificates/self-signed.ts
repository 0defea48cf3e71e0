import { randomBytes, webcrypto } from 'node:crypto';
import { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, SubjectKeyIdentifierExtension, X509CertificateGenerator, type Name, type X509Certificate } from '@peculiar/x509';

export const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const;
export const SIGNING = { ...KEY, hash: 'SHA-256' } as const;
/** Other clocks may be behind ours. */
export const BACKDATED_MS = 300_000;

export interface SelfSigned {
  readonly certificate: X509Certificate;
  /** PKCS #8. */
  readonly privateKey: ArrayBuffer;
}

/** A certificate authority of its own: a fresh key, and the certificate that it signs itself. It may vouch for people and machines, and for no other authority. */
export async function selfSigned(name: string | Name, years: number): Promise<SelfSigned> {
  const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const notAfter = new Date();
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name,
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
  return { certificate, privateKey: await webcrypto.subtle.exportKey('pkcs8', keys.privateKey) };
}

/** 16 random bytes, positive and without leading zeros, so that it reads the same everywhere. */
export function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0] & 0x3f) | 0x40;
  return bytes.toString('hex');
}
