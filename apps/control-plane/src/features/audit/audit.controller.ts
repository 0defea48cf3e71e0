import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { AuditEntry, Page } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import { By, Permission, type Actor } from '../../platform/auth';
import { PageQuery } from '../../platform/http';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditTrail) {}

  /** Newest first. Each entry's hash covers its predecessor's: a change, deletion or reordering shows. */
  @Get()
  @Permission('audit:read')
  async list(@By() by: Actor, @Query() { limit, before }: PageQuery): Promise<Page<AuditEntry>> {
    const items = await this.audit.list(by.organisationId, limit, before);
    const last = items.at(-1);
    return { items, ...(last && last.sequence > 1 ? { next: String(last.sequence) } : {}) };
  }
}
