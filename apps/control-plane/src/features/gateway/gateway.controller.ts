import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { CompetitionStatus, ModuleCard, Page, QueryAnswer, SubmissionOutlook, SubmissionView } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { Keyed, type KeyedRequest } from '../../platform/idempotency';
import { CardsInForce } from './cards-in-force';
import { RejoinDto, SetMiningDto, SetQuery, SignedTransactionDto, SubmitDto } from './dto';
import { Mining } from './mining';
import { Queries } from './queries';
import { Rejoin } from './rejoin';
import { Submissions } from './submissions';

@ApiTags('records')
@Controller('chains/:chainId')
export class GatewayController {
  constructor(
    private readonly submissions: Submissions,
    private readonly queries: Queries,
    private readonly mining: Mining,
    private readonly rejoins: Rejoin,
    private readonly cards: CardsInForce,
  ) {}

  /** What can be submitted and asked here now, with the schemas that forms are drawn from; or what could under an earlier set of modules. */
  @Get('commands')
  @Permission('chains:read')
  async commands(@By() by: Actor, @Param('chainId') chainId: string, @Query() { set }: SetQuery): Promise<Page<ModuleCard>> {
    return { items: await this.cards.of(by.organisationId, chainId, set) };
  }

  /** Signed with the organisation's key; the receipt names it. */
  @Post('submissions')
  @Permission('records:submit')
  @Mutation('own')
  @HttpCode(200)
  submit(
    @By() by: Actor,
    @Param('chainId') chainId: string,
    @Body() body: SubmitDto,
    @Keyed() keyed: KeyedRequest | undefined,
  ): Promise<SubmissionView> {
    return this.submissions.submit({ organisationId: by.organisationId, actor: by }, chainId, body, keyed);
  }

  /** What it would be refused for now, with code and field. Records nothing. */
  @Post('submissions/outlook')
  @Permission('records:submit')
  @HttpCode(200)
  outlook(@By() by: Actor, @Param('chainId') chainId: string, @Body() body: SubmitDto): Promise<SubmissionOutlook> {
    return this.submissions.outlook({ organisationId: by.organisationId, actor: by }, chainId, body);
  }

  /** The same of one that the caller signed. */
  @Post('transactions/outlook')
  @Permission('records:submit')
  @HttpCode(200)
  outlookSigned(@By() by: Actor, @Param('chainId') chainId: string, @Body() { transaction }: SignedTransactionDto): Promise<SubmissionOutlook> {
    return this.submissions.outlookSigned({ organisationId: by.organisationId, actor: by }, chainId, transaction);
  }

  /** Signed by the caller. */
  @Post('transactions')
  @Permission('records:submit')
  @Mutation('own')
  @HttpCode(200)
  submitSigned(
    @By() by: Actor,
    @Param('chainId') chainId: string,
    @Body() body: SignedTransactionDto,
    @Keyed() keyed: KeyedRequest | undefined,
  ): Promise<SubmissionView> {
    return this.submissions.submitSigned({ organisationId: by.organisationId, actor: by }, chainId, body, keyed);
  }

  /** Open competition: mines with so many threads from now on, also after a restart; 0: not at all. */
  @Post('nodes/:nodeId/mining')
  @Permission('chains:operate')
  @Mutation()
  @HttpCode(200)
  mine(@By() by: Actor, @Param('chainId') chainId: string, @Param('nodeId') nodeId: string, @Body() { threads }: SetMiningDto): Promise<CompetitionStatus> {
    return this.mining.set(by, chainId, nodeId, threads);
  }

  /** Open competition: a node that is split from others forgets its chain from where the branches part, and fetches theirs. Its `competition.split` says what that is. */
  @Post('nodes/:nodeId/rejoin')
  @Permission('chains:operate')
  @Mutation('own')
  @HttpCode(202)
  rejoin(@By() by: Actor, @Param('chainId') chainId: string, @Param('nodeId') nodeId: string, @Body() { forkHeight }: RejoinDto): Promise<CompetitionStatus> {
    return this.rejoins.ask(by, chainId, nodeId, forkHeight);
  }

  /** The body is the query's arguments. With `set` the answer is by the rules of that set of modules, from the stores it had: what was recorded then, with its meaning of then. */
  @Post('queries/:module/:query')
  @Permission('records:read')
  @HttpCode(200)
  ask(
    @By() by: Actor,
    @Param('chainId') chainId: string,
    @Param('module') module: string,
    @Param('query') query: string,
    @Query() { set }: SetQuery,
    @Req() request: Request,
  ): Promise<QueryAnswer> {
    return this.queries.ask(by.organisationId, chainId, { module, query, args: request.body as unknown, set });
  }
}
