import { equalBytes, hash, refuse, toHex } from '@bystack/chain-core/module';
import type { Authority } from './records';
import { readCertificate, type Certificate, type SignedDocument } from './x509/read-certificate';
import { KEY_USAGE } from './x509/read-extensions';
import { readPem } from './x509/read-pem';
import { verifySignature } from './x509/verify-signature';

/** An authority that is trusted by the word of whoever adds it. */
export interface Anchor {
  readonly id: string;
  readonly certificate: Certificate;
  readonly record: Omit<Authority, 'organisation' | 'addedAtMs'>;
}

export function certificateId(certificate: Certificate): string {
  return toHex(hash(certificate.bytes));
}

/** In this order: what reading a certificate refuses, NOT_AN_AUTHORITY, SIGNATURE_WRONG (of one that signed itself). */
export function anchorOf(pem: string): Anchor {
  const certificate = readAuthorityCertificate(pem);
  if (isSelfSigned(certificate)) checkSignature(certificate, certificate);
  return { id: certificateId(certificate), certificate, record: { issuer: null, serial: toHex(certificate.serial), below: certificate.pathLength ?? null, endsAtMs: certificate.notAfterMs + 1, retiredAtMs: null, distrustedAtMs: null } };
}

export function readAuthorityCertificate(pem: string): Certificate {
  const certificate = readCertificate(readPem(pem, 'CERTIFICATE'));
  const { isAuthority, keyUsage } = certificate;
  if (!isAuthority) refuse('NOT_AN_AUTHORITY', { reason: 'its basic constraints do not say so (CA:TRUE)' });
  if (keyUsage !== undefined && (keyUsage & KEY_USAGE.certificateSigning) === 0) refuse('NOT_AN_AUTHORITY', { reason: 'its key usage has no keyCertSign' });
  return certificate;
}

/** A younger key under the old name is vouched for by the old one: that certificate names another key as its issuer's. */
export function isSelfSigned({ issuer, subject, authorityKeyId, subjectKeyId }: Certificate): boolean {
  if (!equalBytes(issuer.bytes, subject.bytes)) return false;
  return authorityKeyId === undefined || (subjectKeyId !== undefined && equalBytes(authorityKeyId, subjectKeyId));
}

/** Refuses SIGNATURE_WRONG. @param issuer whose key must have signed: never the document's own, unless it signed itself */
export function checkSignature({ algorithm, message, signature }: SignedDocument, issuer: Certificate, what = 'certificate'): void {
  if (!verifySignature({ key: issuer.key, algorithm, message, signature })) refuse('SIGNATURE_WRONG', { what });
}
