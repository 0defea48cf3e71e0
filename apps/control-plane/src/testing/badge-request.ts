import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';

type KeyAlgorithm = Parameters<typeof webcrypto.subtle.generateKey>[0];
const ALGORITHMS: Readonly<Record<string, KeyAlgorithm & { readonly hash?: string }>> = {
  ed25519: { name: 'Ed25519' },
  p256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as never,
  p521: { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' } as never,
};

export interface BadgeRequest {
  readonly csrPem: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

/** A certificate request as a member's own tool makes it. */
export async function badgeRequest(subject: string, kind: keyof typeof ALGORITHMS = 'ed25519'): Promise<BadgeRequest> {
  const algorithm = ALGORITHMS[kind]!;
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const request = await Pkcs10CertificateRequestGenerator.create({ name: subject, keys, signingAlgorithm: algorithm as never });
  return { csrPem: request.toString('pem'), keys };
}
