import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Name, type X509Certificate } from '@peculiar/x509';
import type { BadgeAuthorityView, BadgeView, CreateBadgeAuthority, IssueBadge } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import type { Actor } from '../../platform/auth';
import { selfSigned } from '../../platform/certificates';
import { Seal } from '../../platform/config';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Changes } from '../../platform/events';
import { issueCertificate } from './issue-certificate';
import { BADGE_LIMITS } from './limits';
import { BadgeAuthorityRow, BadgeRow } from './rows';
import { authorityView, badgeView } from './views';

/**
 * Certificate authorities for organisations that have none, and the certificates these issue. An authority counts on a chain once the chain was told of it (addOrganisation,
 * addAuthority), and a revocation too is said there: what lies here is only how certificates are made.
 */
@Injectable()
export class Badges {
  constructor(
    private readonly database: Database,
    private readonly seal: Seal,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
  ) {}

  async authorities(organisationId: string): Promise<BadgeAuthorityView[]> {
    return (await this.#authorityRows(organisationId)).map(authorityView);
  }

  async createAuthority(by: Actor, { name }: CreateBadgeAuthority): Promise<BadgeAuthorityView> {
    const { organisationId } = by;
    if ((await this.#authorityRows(organisationId)).length >= BADGE_LIMITS.authoritiesMax) fail('TOO_MANY_AUTHORITIES', { facts: { limit: BADGE_LIMITS.authoritiesMax } });
    const { certificate, privateKey } = await selfSigned(new Name([{ CN: [{ utf8String: name }] }]), BADGE_LIMITS.authorityYears);
    const row = { id: randomUUID(), organisationId, name, certificatePem: pemOf(certificate), privateKeySealed: this.seal.close(new Uint8Array(privateKey)), createdAtMs: Date.now(), listNumber: 0, listMadeAtMs: null, listDer: null };
    await this.database.manager.insert(BadgeAuthorityRow, row);
    const view = authorityView(row);
    this.audit.note({ organisationId, actor: by, action: 'badge-authority.create', subject: { type: 'badge-authority', id: row.id }, details: { name, fingerprint: view.fingerprint } });
    this.changes.afterCommit(organisationId, 'badges', row.id);
    return view;
  }

  /** The newest first, at most 1,000. @param serial only what has it */
  async list(organisationId: string, serial?: string): Promise<BadgeView[]> {
    const fingerprints = new Map((await this.authorities(organisationId)).map(({ id, fingerprint }) => [id, fingerprint]));
    const rows = await this.database.manager.find(BadgeRow, { where: { organisationId, ...(serial !== undefined && { serial }) }, order: { issuedAtMs: 'DESC' }, take: BADGE_LIMITS.listMax });
    return rows.map((row) => badgeView(row, fingerprints.get(row.authorityId)!));
  }

  async issue(by: Actor, authorityId: string, request: IssueBadge): Promise<BadgeView> {
    const { organisationId } = by;
    const authority = (await this.database.manager.findOneBy(BadgeAuthorityRow, { id: authorityId, organisationId })) ?? fail('NOT_FOUND');
    const { name, certificate } = await issueCertificate({ certificatePem: authority.certificatePem, privateKey: this.seal.open(authority.privateKeySealed) }, request);
    const row = { id: randomUUID(), organisationId, authorityId, serial: certificate.serialNumber, name, certificatePem: pemOf(certificate), issuedAtMs: Date.now(), revokedAtMs: null, revocationReason: null };
    await this.database.manager.insert(BadgeRow, row);
    this.audit.note({ organisationId, actor: by, action: 'badge.issue', subject: { type: 'badge', id: row.id }, details: { name, serial: row.serial, roles: request.roles, authorityId } });
    this.changes.afterCommit(organisationId, 'badges', row.id);
    return badgeView(row, authorityView(authority).fingerprint);
  }

  #authorityRows(organisationId: string): Promise<BadgeAuthorityRow[]> {
    return this.database.manager.find(BadgeAuthorityRow, { where: { organisationId }, order: { createdAtMs: 'ASC' } });
  }
}

function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}
