import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ChainRecoveryView, Operation } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { StartRecoveryDto } from './dto';
import { Recoveries } from './recoveries';

@ApiTags('recovery')
@Controller('chains/:chainId/recovery')
export class RecoveryController {
  constructor(private readonly recoveries: Recoveries) {}

  /** Whether the chain’s validators have forgotten what they signed, how much each has left, and what is lost if it starts again. */
  @Get()
  @Permission('chains:read')
  see(@By() by: Actor, @Param('chainId') chainId: string): Promise<ChainRecoveryView> {
    return this.recoveries.see(by.organisationId, chainId);
  }

  /** Goes on from the newest block that is left, in a new epoch with fresh voting keys. What came after it is given up for good. */
  @Post()
  @Permission('chains:recover')
  @Mutation()
  @HttpCode(202)
  start(@By() by: Actor, @Param('chainId') chainId: string, @Body() body: StartRecoveryDto): Promise<Operation> {
    return this.recoveries.start(by, chainId, body);
  }
}
