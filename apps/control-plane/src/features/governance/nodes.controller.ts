import { Controller, Delete, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Operation } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { NodeRemoval } from './node-removal';

/** What may be done to a node depends on its seat. */
@ApiTags('governance')
@Controller('chains/:chainId/nodes/:nodeId')
export class NodesController {
  constructor(private readonly removal: NodeRemoval) {}

  /** With its data and keys. Refused while it has a seat on the chain, or is about to get one. */
  @Delete()
  @Permission('chains:operate')
  @Mutation()
  @HttpCode(202)
  remove(@By() by: Actor, @Param('chainId') chainId: string, @Param('nodeId') nodeId: string): Promise<Operation> {
    return this.removal.remove(by, chainId, nodeId);
  }
}
