import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { HostView, JoinTokenCreated, Page } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { Hosts } from './hosts';

@ApiTags('hosts')
@Controller('hosts')
export class HostsController {
  constructor(private readonly hosts: Hosts) {}

  @Get()
  @Permission('hosts:read')
  async list(@By() by: Actor): Promise<Page<HostView>> {
    return { items: await this.hosts.list(by.organisationId) };
  }

  @Get(':id')
  @Permission('hosts:read')
  get(@By() by: Actor, @Param('id') id: string): Promise<HostView> {
    return this.hosts.get(by.organisationId, id);
  }

  /** Single use, good for a quarter of an hour. */
  @Post('join-tokens')
  @Permission('hosts:enrol')
  @Mutation()
  joinToken(@By() by: Actor): Promise<JoinTokenCreated> {
    return this.hosts.joinToken(by);
  }

  @Delete(':id')
  @Permission('hosts:delete')
  @Mutation()
  @HttpCode(204)
  remove(@By() by: Actor, @Param('id') id: string): Promise<void> {
    return this.hosts.remove(by, id);
  }
}
