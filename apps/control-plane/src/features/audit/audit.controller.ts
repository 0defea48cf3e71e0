import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { AuditEntry, AuditVerification, Page } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import { By, Permission, type Actor } from '../../platform/auth';
import { PageQuery } from '../../platform/http';
import { Agents } from '../hosts';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly audit: AuditTrail,
    private readonly agents: Agents,
  ) {}

  /** Newest first. Each entry's hash covers its predecessor's: a change, deletion or reordering shows. */
  @Get()
  @Permission('audit:read')
  async list(@By() by: Actor, @Query() { limit, before }: PageQuery): Promise<Page<AuditEntry>> {
    const items = await this.audit.list(by.organisationId, limit, before);
    const last = items.at(-1);
    return { items, ...(last && last.sequence > 1 ? { next: String(last.sequence) } : {}) };
  }

  /** Reads the whole trail and checks it, also against the heads that connected hosts keep: so that a cut end shows, too. */
  @Get('verification')
  @Permission('audit:read')
  verification(@By() { organisationId }: Actor): Promise<AuditVerification> {
    return this.audit.verify(organisationId, this.agents.auditHeads(organisationId));
  }
}
