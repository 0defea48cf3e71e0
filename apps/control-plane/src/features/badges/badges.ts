import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Name, type X509Certificate } from '@peculiar/x509';
import type { BadgeAuthorityView, BadgeView, CreateBadgeAuthority, IssueBadge, Page } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import type { Actor } from '../../platform/auth';
import { selfSigned } from '../../platform/certificates';
import { Seal, SETTINGS, type Settings } from '../../platform/config';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Changes } from '../../platform/events';
import type { BadgesQuery } from './dto';
import { issueCertificate } from './issue-certificate';
import { BADGE_LIMITS } from './limits';
import { listedOf } from './listed';
import { BadgeAuthorityRow, BadgeRow } from './rows';
import { authorityView, badgeView, fingerprintOf } from './views';

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
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async authorities(organisationId: string): Promise<BadgeAuthorityView[]> {
    return Promise.all((await this.#authorityRows(organisationId)).map((row) => this.#view(row)));
  }

  async createAuthority(by: Actor, { name }: CreateBadgeAuthority): Promise<BadgeAuthorityView> {
    const { organisationId } = by;
    if ((await this.#authorityRows(organisationId)).length >= BADGE_LIMITS.authoritiesMax) fail('TOO_MANY_AUTHORITIES', { facts: { limit: BADGE_LIMITS.authoritiesMax } });
    const { certificate, privateKey } = await selfSigned(new Name([{ CN: [{ utf8String: name }] }]), BADGE_LIMITS.authorityYears);
    const row = { id: randomUUID(), organisationId, name, certificatePem: pemOf(certificate), privateKeySealed: this.seal.close(new Uint8Array(privateKey)), createdAtMs: Date.now(), listNumber: 0, listMadeAtMs: null };
    await this.database.manager.insert(BadgeAuthorityRow, row);
    const view = await this.#view(row);
    this.audit.note({ organisationId, actor: by, action: 'badge-authority.create', subject: { type: 'badge-authority', id: row.id }, details: { name, fingerprint: view.fingerprint } });
    this.changes.afterCommit(organisationId, 'badges', row.id);
    return view;
  }

  /** The newest first, a page at a time. */
  async list(organisationId: string, { serial, search, before, limit }: BadgesQuery): Promise<Page<BadgeView>> {
    const fingerprints = new Map((await this.#authorityRows(organisationId)).map(({ id, certificatePem }) => [id, fingerprintOf(certificatePem)]));
    const query = this.database.manager.createQueryBuilder(BadgeRow, 'badge').where('badge.organisationId = :organisationId', { organisationId });
    if (serial !== undefined) query.andWhere('badge.serial = :serial', { serial });
    if (search !== undefined) query.andWhere("(badge.name ILIKE :part ESCAPE '!' OR badge.serial LIKE :begin ESCAPE '!')", { part: `%${literal(search)}%`, begin: `${literal(search.toLowerCase())}%` });
    const [atMs, id] = before?.split('.') ?? [];
    if (before !== undefined) query.andWhere('(badge.issuedAtMs, badge.id) < (:atMs, :id)', { atMs, id });
    const rows = await query.orderBy('badge.issuedAtMs', 'DESC').addOrderBy('badge.id', 'DESC').take(limit).getMany();
    const last = rows.at(-1);
    return { items: rows.map((row) => badgeView(row, fingerprints.get(row.authorityId)!)), ...(last !== undefined && rows.length === limit && { next: `${last.issuedAtMs}.${last.id}` }) };
  }

  async issue(by: Actor, authorityId: string, request: IssueBadge): Promise<BadgeView> {
    const { organisationId } = by;
    const authority = (await this.database.manager.findOneBy(BadgeAuthorityRow, { id: authorityId, organisationId })) ?? fail('NOT_FOUND');
    const { name, certificate } = await issueCertificate({ certificatePem: authority.certificatePem, privateKey: this.seal.open(authority.privateKeySealed), revocationListUrl: this.#listUrl(authorityId) }, request);
    const row = { id: randomUUID(), organisationId, authorityId, serial: certificate.serialNumber, name, certificatePem: pemOf(certificate), issuedAtMs: Date.now(), validUntilMs: certificate.notAfter.getTime(), revokedAtMs: null, revocationReason: null };
    await this.database.manager.insert(BadgeRow, row);
    this.audit.note({ organisationId, actor: by, action: 'badge.issue', subject: { type: 'badge', id: row.id }, details: { name, serial: row.serial, roles: request.roles, authorityId } });
    this.changes.afterCommit(organisationId, 'badges', row.id);
    return badgeView(row, fingerprintOf(authority.certificatePem));
  }

  async #view(row: BadgeAuthorityRow): Promise<BadgeAuthorityView> {
    const revoked = await listedOf(this.database.manager, row.id, row.listMadeAtMs).getCount();
    const listed = Math.min(revoked, BADGE_LIMITS.revokedMax);
    return authorityView(row, { listed, leftOut: revoked - listed }, this.#listUrl(row.id));
  }

  /** Where anybody fetches its list; null: nobody said where this installation is reached. */
  #listUrl(authorityId: string): string | null {
    const { revocationsUrl } = this.settings;
    return revocationsUrl === null ? null : `${revocationsUrl}/api/v1/revocation-lists/${authorityId}`;
  }

  #authorityRows(organisationId: string): Promise<BadgeAuthorityRow[]> {
    return this.database.manager.find(BadgeAuthorityRow, { where: { organisationId }, order: { createdAtMs: 'ASC' } });
  }
}

/** In a pattern of SQL. */
function literal(text: string): string {
  return text.replace(/[!%_]/g, '!$&');
}

function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}
