import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Operation, SubmissionView } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { Keyed, type KeyedRequest } from '../../platform/idempotency';
import { Decisions } from './decisions';
import { RenewKeysDto } from './dto';
import { NodeRemoval } from './node-removal';

/** What may be done to a node depends on its seat. */
@ApiTags('governance')
@Controller('chains/:chainId/nodes/:nodeId')
export class NodesController {
  constructor(
    private readonly removal: NodeRemoval,
    private readonly decisions: Decisions,
  ) {}

  /** With its data and keys. Refused while it has a seat on the chain, or is about to get one. */
  @Delete()
  @Permission('chains:operate')
  @Mutation()
  @HttpCode(202)
  remove(@By() by: Actor, @Param('chainId') chainId: string, @Param('nodeId') nodeId: string): Promise<Operation> {
    return this.removal.remove(by, chainId, nodeId);
  }

  /** A fresh voting key for its seat, made by the node itself; or one of another scheme, for when the chain changes to it. */
  @Post('voting-keys')
  @Permission('chains:govern')
  @Mutation('own')
  @HttpCode(200)
  renewKeys(@By() by: Actor, @Param('chainId') chainId: string, @Param('nodeId') nodeId: string, @Body() { scheme }: RenewKeysDto, @Keyed() keyed: KeyedRequest | undefined): Promise<SubmissionView> {
    return this.decisions.renewKeys({ by, chainId }, nodeId, scheme, keyed);
  }
}
