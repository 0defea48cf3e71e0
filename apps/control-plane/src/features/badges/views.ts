import { createHash } from 'node:crypto';
import { X509Certificate } from '@peculiar/x509';
import type { BadgeAuthorityView, BadgeView } from '@bystack/api';
import type { BadgeAuthorityRow, BadgeRow } from './rows';

export function authorityView({ id, name, certificatePem, createdAtMs }: BadgeAuthorityRow): BadgeAuthorityView {
  return { id, name, certificatePem, fingerprint: fingerprintOf(certificatePem), createdAtMs, validUntilMs: new X509Certificate(certificatePem).notAfter.getTime() };
}

/** @param authority its fingerprint */
export function badgeView({ id, authorityId, serial, name, certificatePem, issuedAtMs, revokedAtMs, revocationReason }: BadgeRow, authority: string): BadgeView {
  return { id, authorityId, authority, serial, name, certificatePem, issuedAtMs, validUntilMs: new X509Certificate(certificatePem).notAfter.getTime(), revokedAtMs, revocationReason };
}

export function fingerprintOf(certificatePem: string): string {
  return createHash('sha256').update(Buffer.from(new X509Certificate(certificatePem).rawData)).digest('hex');
}
