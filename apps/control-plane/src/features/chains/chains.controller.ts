import { Body, Controller, Delete, Get, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Blueprint, ChainOutlook, ChainView, CreatedChain, NodeView, Operation, Page } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { ChainCreation } from './create-chain';
import { Chains } from './chains';
import { ChainWishes } from './chain-wishes';
import { AddNodeDto, CreateChainDto, DeleteChainDto, NodeWishDto, PlanChainDto } from './dto';

@ApiTags('chains')
@Controller('chains')
export class ChainsController {
  constructor(
    private readonly chains: Chains,
    private readonly creation: ChainCreation,
    private readonly wishes: ChainWishes,
  ) {}

  @Get()
  @Permission('chains:read')
  async list(@By() by: Actor): Promise<Page<ChainView>> {
    return { items: await this.chains.list(by.organisationId) };
  }

  @Post()
  @Permission('chains:create')
  @Mutation('in turn')
  @HttpCode(202)
  create(@By() by: Actor, @Body() body: CreateChainDto): Promise<CreatedChain> {
    return this.creation.create({ organisationId: by.organisationId, actor: by }, body);
  }

  /** What would be made, or what it would be refused for: a module’s own code, at the field that is wrong. Makes nothing. */
  @Post('outlook')
  @Permission('chains:create')
  @HttpCode(200)
  outlook(@By() by: Actor, @Body() body: PlanChainDto): Promise<ChainOutlook> {
    return this.creation.outlook({ organisationId: by.organisationId, actor: by }, body);
  }

  @Get(':chainId')
  @Permission('chains:read')
  get(@By() by: Actor, @Param('chainId') chainId: string): Promise<ChainView> {
    return this.chains.get(by.organisationId, chainId);
  }

  @Delete(':chainId')
  @Permission('chains:delete')
  @Mutation()
  @HttpCode(202)
  remove(@By() by: Actor, @Param('chainId') chainId: string, @Body() { confirmName }: DeleteChainDto): Promise<Operation> {
    return this.wishes.remove(by, chainId, confirmName);
  }

  @Post(':chainId/stop')
  @Permission('chains:operate')
  @Mutation()
  @HttpCode(202)
  stop(@By() by: Actor, @Param('chainId') chainId: string): Promise<Operation> {
    return this.wishes.setRunning(by, chainId, false);
  }

  @Post(':chainId/start')
  @Permission('chains:operate')
  @Mutation()
  @HttpCode(202)
  start(@By() by: Actor, @Param('chainId') chainId: string): Promise<Operation> {
    return this.wishes.setRunning(by, chainId, true);
  }

  /** The exact bytes whose SHA-256 is the chain id: what anybody needs to check receipts. */
  @Get(':chainId/genesis')
  @Permission('chains:read')
  async genesis(@By() by: Actor, @Param('chainId') chainId: string): Promise<StreamableFile> {
    return new StreamableFile(await this.chains.genesis(by.organisationId, chainId), {
      type: 'application/json',
      disposition: `attachment; filename="genesis-${/^[0-9a-f]{64}$/.test(chainId) ? chainId.slice(0, 12) : 'chain'}.json"`,
    });
  }

  @Get(':chainId/blueprint')
  @Permission('chains:read')
  blueprint(@By() by: Actor, @Param('chainId') chainId: string): Promise<Blueprint> {
    return this.chains.blueprint(by.organisationId, chainId);
  }

  @Get(':chainId/nodes')
  @Permission('chains:read')
  async nodes(@By() by: Actor, @Param('chainId') chainId: string): Promise<Page<NodeView>> {
    return { items: await this.chains.nodes(by.organisationId, chainId) };
  }

  /** A further node, without a seat yet: propose one for it. */
  @Post(':chainId/nodes')
  @Permission('chains:operate')
  @Mutation('in turn')
  @HttpCode(202)
  addNode(@By() by: Actor, @Param('chainId') chainId: string, @Body() body: AddNodeDto): Promise<Operation> {
    return this.wishes.addNode(by, chainId, body);
  }

  @Post(':chainId/nodes/:nodeId/stop')
  @Permission('chains:operate')
  @Mutation()
  @HttpCode(202)
  stopNode(
    @By() by: Actor,
    @Param('chainId') chainId: string,
    @Param('nodeId') nodeId: string,
    @Body() { force }: NodeWishDto,
  ): Promise<Operation> {
    return this.wishes.setNodeRunning(by, chainId, nodeId, false, force ?? false);
  }

  @Post(':chainId/nodes/:nodeId/start')
  @Permission('chains:operate')
  @Mutation()
  @HttpCode(202)
  startNode(
    @By() by: Actor,
    @Param('chainId') chainId: string,
    @Param('nodeId') nodeId: string,
    @Body() { force }: NodeWishDto,
  ): Promise<Operation> {
    return this.wishes.setNodeRunning(by, chainId, nodeId, true, force ?? false);
  }
}
