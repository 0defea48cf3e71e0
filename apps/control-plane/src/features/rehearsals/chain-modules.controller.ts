import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ChainModulesView } from '@bystack/api';
import { By, Permission, type Actor } from '../../platform/auth';
import { ChainModules } from './chain-modules';

@ApiTags('governance')
@Controller('chains/:chainId/modules')
export class ChainModulesController {
  constructor(private readonly modules: ChainModules) {}

  /** Those in force now, read from a node, and what is about to change about them. */
  @Get()
  @Permission('chains:read')
  get(@By() by: Actor, @Param('chainId') chainId: string): Promise<ChainModulesView> {
    return this.modules.of(by.organisationId, chainId);
  }
}
