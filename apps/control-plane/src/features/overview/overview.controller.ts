import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Overview } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import { allows, By, Permission, type Actor } from '../../platform/auth';
import { Changes, LiveStreams } from '../../platform/events';
import { Chains } from '../chains';
import { Hosts } from '../hosts';
import { Operations } from '../operations';

const RECENT = 20;

@ApiTags('overview')
@Controller()
export class OverviewController {
  constructor(
    private readonly chains: Chains,
    private readonly hosts: Hosts,
    private readonly operations: Operations,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
    private readonly streams: LiveStreams,
  ) {}

  @Get('overview')
  @Permission('overview:read')
  async overview(@By() { organisationId, role }: Actor): Promise<Overview> {
    const [chains, hosts, operations, recent] = await Promise.all([
      this.chains.list(organisationId),
      this.hosts.list(organisationId),
      this.operations.list(organisationId, RECENT),
      allows(role, 'audit:read') ? this.audit.list(organisationId, RECENT) : [],
    ]);
    return { chains, hosts, operations, recent };
  }

  /** Server-sent events `changed` {topic, id}: what is worth fetching again. */
  @Get('events')
  @Permission('overview:read')
  events(@By() { organisationId }: Actor, @Req() request: Request, @Res() response: Response): void {
    const stream = this.streams.open(request, response);
    stream.send('hello', {});
    stream.onClose(this.changes.listen(organisationId, (change) => stream.send('changed', change)));
  }
}
