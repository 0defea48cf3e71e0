import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { ApiKeyCreated, ApiKeyView, CreateApiKey } from '@bystack/api';
import type { Actor } from '../../platform/auth';
import { AuditTrail } from '../../platform/audit';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Changes, LiveStreams } from '../../platform/events';
import { AUTH_LIMITS } from './limits';
import { ApiKeyRow } from './rows';

const TOKEN = /^bk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

@Injectable()
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
    private readonly streams: LiveStreams,
  ) {}

  async list(organisationId: string): Promise<ApiKeyView[]> {
    const rows = await this.database.manager.find(ApiKeyRow, {
      where: { organisationId, revokedAtMs: IsNull() },
      order: { createdAtMs: 'ASC' },
    });
    return rows.map(viewOf);
  }

  async create(by: Actor, { name, role }: CreateApiKey): Promise<ApiKeyCreated> {
    const secret = randomBytes(32).toString('base64url');
    const row = {
      id: randomUUID(),
      organisationId: by.organisationId,
      name,
      role,
      prefix: randomBytes(6).toString('hex'),
      secretHash: sha256(secret).toString('hex'),
      createdAtMs: Date.now(),
      lastUsedAtMs: null,
      revokedAtMs: null,
    };
    await this.database.manager.insert(ApiKeyRow, row);
    this.audit.note({
      organisationId: by.organisationId,
      actor: by,
      action: 'api-key.create',
      subject: { type: 'api-key', id: row.id },
      details: { name, role, prefix: row.prefix },
    });
    this.changes.afterCommit(by.organisationId, 'api-keys', row.id);
    return { ...viewOf(row), key: `bk_${row.prefix}_${secret}` };
  }

  async revoke(by: Actor, id: string): Promise<void> {
    const { affected } = await this.database.manager.update(
      ApiKeyRow,
      { id, organisationId: by.organisationId, revokedAtMs: IsNull() },
      { revokedAtMs: Date.now() },
    );
    if (!affected) fail('NOT_FOUND');
    this.audit.note({ organisationId: by.organisationId, actor: by, action: 'api-key.revoke', subject: { type: 'api-key', id } });
    this.changes.afterCommit(by.organisationId, 'api-keys', id);
    this.database.afterCommit(() => this.streams.revoke(id));
  }

  /** @returns whose key this is, while it counts. */
  async actor(token: string): Promise<Actor | undefined> {
    const [, prefix, secret] = TOKEN.exec(token) ?? [];
    const row = prefix === undefined ? null : await this.database.manager.findOneBy(ApiKeyRow, { prefix, revokedAtMs: IsNull() });
    if (!row || !timingSafeEqual(sha256(secret ?? ''), Buffer.from(row.secretHash, 'hex'))) return undefined;
    const now = Date.now();
    if (now - (row.lastUsedAtMs ?? 0) > AUTH_LIMITS.lastUsedResolutionMs)
      await this.database.manager.update(ApiKeyRow, { id: row.id }, { lastUsedAtMs: now });
    return { type: 'api-key', id: row.id, name: row.name, organisationId: row.organisationId, role: row.role, credentialId: row.id };
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function viewOf({ id, name, role, prefix, createdAtMs, lastUsedAtMs }: ApiKeyRow): ApiKeyView {
  return { id, name, role, prefix: `bk_${prefix}`, createdAtMs, lastUsedAtMs };
}
