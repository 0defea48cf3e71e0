import { Injectable } from '@nestjs/common';
import type { AuditEntry, AuditHead, AuditVerification, JsonObject } from '@bystack/api';
import { Database } from '../db';
import { Changes } from '../events';
import { AuditRow } from './audit-row';
import { AUDIT_START, auditHash, type AuditBody } from './entry';
import { TrailCheck } from './trail-check';

const VERIFY_PAGE = 500;

export interface AuditNote {
  readonly organisationId: string;
  readonly actor: AuditEntry['actor'];
  /** e.g. `chain.create` */
  readonly action: string;
  readonly subject: AuditEntry['subject'];
  readonly details?: JsonObject;
}

/** The hash chain of who did what: one for each organisation. An entry is part of the transaction of the change it tells of. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
  ) {}

  /** Written at the end of the surrounding transaction. */
  note(note: AuditNote): void {
    this.database.beforeCommit(() => this.#append(note));
  }

  async head(organisationId: string): Promise<AuditHead> {
    const { sequence, hash } = (await this.#last(organisationId)) ?? { sequence: 0, hash: AUDIT_START };
    return { sequence, hash };
  }

  /** Whether there is an entry of that number with that hash. */
  contains(organisationId: string, { sequence, hash }: AuditHead): Promise<boolean> {
    if (sequence === 0) return Promise.resolve(hash === AUDIT_START);
    return this.database.manager.existsBy(AuditRow, { organisationId, sequence, hash });
  }

  /** Reads the whole trail from its beginning, page by page, up to the newest entry of now. `witnesses` are heads that others kept. */
  async verify(organisationId: string, witnesses: readonly AuditHead[]): Promise<AuditVerification> {
    const check = new TrailCheck(organisationId, witnesses);
    const head = await this.head(organisationId);
    for (let after = 0, more = true; more; ) {
      const rows = await this.#page(organisationId, after, head.sequence);
      for (const row of rows) check.add(readable(row));
      after = rows.at(-1)?.sequence ?? after;
      more = rows.length === VERIFY_PAGE;
    }
    return { ...check.end(), head, witnesses: witnesses.length };
  }

  /** Newest first, below sequence `before`. */
  async list(organisationId: string, limit: number, before = Number.MAX_SAFE_INTEGER): Promise<AuditEntry[]> {
    const rows = await this.database.manager
      .createQueryBuilder(AuditRow, 'entry')
      .where('entry.organisationId = :organisationId AND entry.sequence < :before', { organisationId, before })
      .orderBy('entry.sequence', 'DESC')
      .take(limit)
      .getMany();
    return rows.map(entryOf);
  }

  async #append({ organisationId, actor, action, subject, details = {} }: AuditNote): Promise<void> {
    const { manager } = this.database;
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`audit:${organisationId}`]);
    const last = await this.#last(organisationId);
    const who = { type: actor.type, id: actor.id, name: actor.name };
    const body: AuditBody = {
      sequence: (last?.sequence ?? 0) + 1,
      atMs: Date.now(),
      actor: who,
      action,
      subject,
      details,
      previousHash: last?.hash ?? AUDIT_START,
    };
    await manager.insert(AuditRow, {
      organisationId,
      sequence: body.sequence,
      atMs: body.atMs,
      body: JSON.stringify(body),
      previousHash: body.previousHash,
      hash: auditHash(organisationId, body),
    });
    this.changes.afterCommit(organisationId, 'audit', String(body.sequence));
  }

  #page(organisationId: string, after: number, upTo: number): Promise<AuditRow[]> {
    return this.database.manager
      .createQueryBuilder(AuditRow, 'entry')
      .where('entry.organisationId = :organisationId AND entry.sequence > :after AND entry.sequence <= :upTo', { organisationId, after, upTo })
      .orderBy('entry.sequence', 'ASC')
      .take(VERIFY_PAGE)
      .getMany();
  }

  #last(organisationId: string): Promise<AuditRow | null> {
    return this.database.manager.findOne(AuditRow, { where: { organisationId }, order: { sequence: 'DESC' } });
  }
}

/** @returns undefined when the row is not one that `append` could have written. */
function readable(row: AuditRow): AuditEntry | undefined {
  try {
    const entry = entryOf(row);
    const agrees = entry.sequence === row.sequence && entry.previousHash === row.previousHash && entry.atMs === row.atMs;
    return agrees ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Columns beside the body exist for searching; what is shown and verified is the body. */
export function entryOf(row: AuditRow): AuditEntry {
  return { ...(JSON.parse(row.body) as AuditBody), hash: row.hash };
}
