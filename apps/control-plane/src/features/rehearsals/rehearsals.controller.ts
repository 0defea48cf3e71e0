import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Operation, Page, RehearsalView } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { fail } from '../../platform/errors';
import { expectChanges } from '../governance';
import { RehearseDto } from './dto';
import { Rehearsals } from './rehearsals';

@ApiTags('governance')
@Controller('chains/:chainId/rehearsals')
export class RehearsalsController {
  constructor(private readonly rehearsals: Rehearsals) {}

  /** Newest first. */
  @Get()
  @Permission('records:read')
  async list(@By() by: Actor, @Param('chainId') chainId: string): Promise<Page<RehearsalView>> {
    return { items: await this.rehearsals.list(by.organisationId, chainId) };
  }

  /** Tries changes of modules out on a node, on top of its live state; nothing of it is kept but the report. */
  @Post()
  @Permission('chains:govern')
  @Mutation()
  @HttpCode(202)
  begin(@By() by: Actor, @Param('chainId') chainId: string, @Body() { changes, proposal }: RehearseDto): Promise<Operation> {
    if (proposal === undefined) return this.rehearsals.begin(by, chainId, expectChanges(changes));
    return changes === undefined ? this.rehearsals.beginOf(by, chainId, proposal) : fail('INVALID_REQUEST', { field: '/proposal', errors: [{ field: '/proposal', code: 'INVALID', detail: 'stands in the place of changes, not beside them' }] });
  }

  @Get(':id')
  @Permission('records:read')
  get(@By() by: Actor, @Param('chainId') chainId: string, @Param('id') id: string): Promise<RehearsalView> {
    return this.rehearsals.get(by.organisationId, chainId, id);
  }
}
