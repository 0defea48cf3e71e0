import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { BadgeView, RevokeBadge } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import type { Actor } from '../../platform/auth';
import { Seal } from '../../platform/config';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Changes } from '../../platform/events';
import { BADGE_LIMITS } from './limits';
import { listedOf } from './listed';
import { makeRevocationList, type RevokedCertificate } from './revocation-list';
import { BadgeAuthorityRow, BadgeRow } from './rows';
import { badgeView, fingerprintOf } from './views';

interface Which {
  readonly id: string;
  /** Left out: whoever's it is. */
  readonly organisationId?: string;
}

/** What authorities that are kept here revoked, and the lists in which they say so. On a chain a revocation counts once the chain was told of it: by a keeper, or by such a list, which anybody may bring. */
@Injectable()
export class Revocations {
  constructor(
    private readonly database: Database,
    private readonly seal: Seal,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
  ) {}

  /** It is never taken back. Refuses BADGE_REVOKED. */
  async revoke(by: Actor, id: string, request: RevokeBadge): Promise<BadgeView> {
    const { organisationId } = by;
    const reason = request.reason ?? 'unspecified';
    const { authorityId } = (await this.database.manager.findOneBy(BadgeRow, { id, organisationId })) ?? fail('NOT_FOUND');
    const authority = await this.#lock({ id: authorityId, organisationId });
    const badge = await this.database.manager.findOneByOrFail(BadgeRow, { id });
    if (badge.revokedAtMs !== null) fail('BADGE_REVOKED');
    const revoked = { revokedAtMs: Date.now(), revocationReason: reason };
    await this.database.manager.update(BadgeRow, { id }, revoked);
    await this.database.manager.update(BadgeAuthorityRow, { id: authorityId }, { listDer: null }); // It says too little from now on.
    this.audit.note({ organisationId, actor: by, action: 'badge.revoke', subject: { type: 'badge', id }, details: { name: badge.name, serial: badge.serial, reason } });
    this.changes.afterCommit(organisationId, 'badges', id);
    return badgeView({ ...badge, ...revoked }, fingerprintOf(authority.certificatePem));
  }

  /** The newest list of an authority, in DER: made anew where something was revoked since, or after a day. No two lists have one number or one date. */
  async list(which: Which): Promise<Buffer> {
    return (await this.#fresh(which)) ?? this.database.transaction(async () => {
      const authority = await this.#lock(which);
      return (await this.#fresh(which)) ?? this.#make(authority); // Somebody else may have made it meanwhile.
    });
  }

  /** Undefined: there is none, or it is to be made anew. */
  async #fresh(which: Which): Promise<Buffer | undefined> {
    const { listDer, listMadeAtMs } = (await this.database.manager.findOne(BadgeAuthorityRow, { where: { ...which }, select: { id: true, listDer: true, listMadeAtMs: true } })) ?? fail('NOT_FOUND');
    return listDer && Date.now() - (listMadeAtMs ?? 0) < BADGE_LIMITS.listFreshMs ? listDer : undefined;
  }

  /** Whoever revokes, and whoever makes a list, does so one after the other. */
  async #lock(which: Which): Promise<BadgeAuthorityRow> {
    return (await this.database.manager.findOne(BadgeAuthorityRow, { where: { ...which }, lock: { mode: 'pessimistic_write' } })) ?? fail('NOT_FOUND');
  }

  async #make({ id, certificatePem, privateKeySealed, listNumber, listMadeAtMs }: BadgeAuthorityRow): Promise<Buffer> {
    const rows = await listedOf(this.database.manager, id, listMadeAtMs).orderBy('badge.revokedAtMs', 'DESC').take(BADGE_LIMITS.revokedMax).getMany();
    // Lists count in seconds, and chains take a younger one only. One that is dated ahead is good nowhere yet, so its second is waited for.
    const nowMs = Math.max(wholeSecond(Date.now()), (listMadeAtMs ?? 0) + 1_000);
    await pause(Math.min(1_000, Math.max(0, nowMs - Date.now())));
    const issuer = { certificatePem, privateKey: this.seal.open(privateKeySealed) };
    const number = Math.max(listNumber + 1, nowMs / 1_000);
    const listDer = await makeRevocationList(issuer, number, rows.map(revokedCertificate), nowMs);
    await this.database.manager.update(BadgeAuthorityRow, { id }, { listNumber: number, listMadeAtMs: nowMs, listDer });
    return listDer;
  }
}

function wholeSecond(ms: number): number {
  return ms - (ms % 1_000);
}

function revokedCertificate({ serial, revocationReason, revokedAtMs }: BadgeRow): RevokedCertificate {
  return { serial, reason: (revocationReason ?? 'unspecified') as RevokedCertificate['reason'], atMs: revokedAtMs! };
}
