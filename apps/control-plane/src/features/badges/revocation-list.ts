import { webcrypto } from 'node:crypto';
import { AuthorityKeyIdentifierExtension, Extension, X509Certificate, X509CrlGenerator, X509CrlReason } from '@peculiar/x509';
import { KEY, SIGNING } from '../../platform/certificates';
import type { Issuer } from './issue-certificate';
import { BADGE_LIMITS } from './limits';

export interface RevokedCertificate {
  readonly serial: string;
  readonly reason: keyof typeof X509CrlReason;
  readonly atMs: number;
}
const CRL_NUMBER = '2.5.29.20';
const INTEGER = 2;
const DAY_MS = 86_400_000;

/** A list of revoked certificates (X.509 CRL, version 2), in DER. @param number higher than that of every list before it */
export async function makeRevocationList(issuer: Issuer, number: number, revoked: readonly RevokedCertificate[], nowMs: number): Promise<Buffer> {
  const authority = new X509Certificate(issuer.certificatePem);
  const list = await X509CrlGenerator.create({
    issuer: authority.subjectName,
    thisUpdate: new Date(nowMs),
    nextUpdate: new Date(nowMs + BADGE_LIMITS.listDays * DAY_MS),
    signingAlgorithm: SIGNING,
    signingKey: await webcrypto.subtle.importKey('pkcs8', Uint8Array.from(issuer.privateKey), KEY, false, ['sign']),
    // Each entry has an extension, the date: one without any would have an empty list of them, which DER does not know.
    entries: revoked.map(({ serial, reason, atMs }) => ({ serialNumber: serial, revocationDate: new Date(atMs), reason: X509CrlReason[reason], invalidity: new Date(atMs) })),
    extensions: [await AuthorityKeyIdentifierExtension.create(authority), new Extension(CRL_NUMBER, false, numberDer(number))],
  });
  return Buffer.from(list.rawData);
}

export function pemOfList(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN X509 CRL-----', ...lines, '-----END X509 CRL-----', ''].join('\n');
}

/** A positive whole number in DER. */
function numberDer(number: number): Uint8Array<ArrayBuffer> {
  const hex = number.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = Buffer.from(parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even, 'hex');
  return Uint8Array.from([INTEGER, bytes.length, ...bytes]);
}
