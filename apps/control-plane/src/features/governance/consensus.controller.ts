import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ConsensusInForce } from '@bystack/api';
import { By, Permission, type Actor } from '../../platform/auth';
import { Consensus } from './consensus';

@ApiTags('governance')
@Controller('chains/:chainId/consensus')
export class ConsensusController {
  constructor(private readonly consensus: Consensus) {}

  /** How records become final now, and how validators decide: parameters in force, and in words. */
  @Get()
  @Permission('records:read')
  inForce(@By() by: Actor, @Param('chainId') chainId: string): Promise<ConsensusInForce> {
    return this.consensus.inForce(by.organisationId, chainId);
  }
}
