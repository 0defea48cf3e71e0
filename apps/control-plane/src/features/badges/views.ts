import { createHash } from 'node:crypto';
import { X509Certificate } from '@peculiar/x509';
import type { BadgeAuthorityView, BadgeView } from '@bystack/api';
import { readCertificate } from '@bystack/modules-identity';
import type { BadgeAuthorityRow, BadgeRow } from './rows';

/** How a certificate names a role. */
export const ROLE = 'bystack:role:';

/** @param revoked how many of its badges its list names, and should but has no room for */
export function authorityView({ id, name, certificatePem, createdAtMs }: BadgeAuthorityRow, revoked: BadgeAuthorityView['revoked'], revocationListUrl: string | null): BadgeAuthorityView {
  return { id, name, certificatePem, fingerprint: fingerprintOf(certificatePem), createdAtMs, validUntilMs: new X509Certificate(certificatePem).notAfter.getTime(), revoked, revocationListUrl };
}

/** @param authority its fingerprint */
export function badgeView({ id, authorityId, serial, name, certificatePem, issuedAtMs, validUntilMs, revokedAtMs, revocationReason }: BadgeRow, authority: string): BadgeView {
  return { id, authorityId, authority, serial, name, roles: rolesIn(certificatePem), certificatePem, issuedAtMs, validUntilMs, revokedAtMs, revocationReason };
}

export function fingerprintOf(certificatePem: string): string {
  return createHash('sha256').update(Buffer.from(new X509Certificate(certificatePem).rawData)).digest('hex');
}

/** As `issueCertificate` writes them. */
function rolesIn(certificatePem: string): readonly string[] {
  const { uris } = readCertificate(new Uint8Array(new X509Certificate(certificatePem).rawData));
  return uris.filter((uri) => uri.startsWith(ROLE)).map((uri) => uri.slice(ROLE.length));
}
