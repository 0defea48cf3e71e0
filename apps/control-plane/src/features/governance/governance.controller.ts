import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Approved, DecidedProposal, DecidedWhole, OutlookView, Page, ProposalMade, ProposalView, Rejected, SubmissionView } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { fail } from '../../platform/errors';
import { Idempotency, Keyed, type KeyedRequest } from '../../platform/idempotency';
import { DecidedProposals } from './decided-proposals';
import { Decisions } from './decisions';
import { ApproveDto, ChangesDto, DecidedQuery, ProposeDto } from './dto';
import { expectChanges } from './expect-changes';
import { Outlooks } from './outlooks';
import { Proposals } from './proposals';
import { Votes } from './votes';

@ApiTags('governance')
@Controller('chains/:chainId/proposals')
export class GovernanceController {
  constructor(
    private readonly proposals: Proposals,
    private readonly outlooks: Outlooks,
    private readonly decisions: Decisions,
    private readonly votes: Votes,
    private readonly decided: DecidedProposals,
    private readonly idempotency: Idempotency,
  ) {}

  /** What waits for the decision of the chain's validators, oldest first, in words. */
  @Get()
  @Permission('records:read')
  async list(@By() by: Actor, @Param('chainId') chainId: string): Promise<Page<ProposalView>> {
    return { items: await this.proposals.list(by.organisationId, chainId) };
  }

  /** Those that are over, with what came of each, its votes and its block. Newest first; the chain remembers the newest 128. */
  @Get('decided')
  @Permission('records:read')
  listDecided(@By() by: Actor, @Param('chainId') chainId: string, @Query() { before }: DecidedQuery): Promise<Page<DecidedProposal>> {
    return this.decided.list(by.organisationId, chainId, before);
  }

  /** One that is over, with what it changed or would have: seats, parameters, rules and policy before and after, as things stood in the block it ended in. */
  @Get('decided/:proposalId')
  @Permission('records:read')
  getDecided(@By() by: Actor, @Param('chainId') chainId: string, @Param('proposalId') id: string): Promise<DecidedWhole> {
    return this.decided.get(by.organisationId, chainId, expectId(id));
  }

  /** One that waits, with everything it would change: also packages and parameters that are too long for the list. */
  @Get(':proposalId')
  @Permission('records:read')
  get(@By() by: Actor, @Param('chainId') chainId: string, @Param('proposalId') id: string): Promise<ProposalView> {
    return this.proposals.get(by.organisationId, chainId, expectId(id));
  }

  /** Refused with the arithmetic before it is sent, if it would leave no quorum. Signed by a node of this organisation, as its seat. */
  @Post()
  @Permission('chains:govern')
  @Mutation('own')
  @HttpCode(200)
  propose(@By() by: Actor, @Param('chainId') chainId: string, @Body() body: ProposeDto, @Keyed() keyed: KeyedRequest | undefined): Promise<ProposalMade> {
    return this.decisions.propose({ by, chainId }, { ...body, changes: expectChanges(body.changes) }, keyed);
  }

  /** What changes would lead to. Changes nothing. */
  @Post('outlook')
  @Permission('records:read')
  @HttpCode(200)
  outlook(@By() by: Actor, @Param('chainId') chainId: string, @Body() { changes }: ChangesDto): Promise<OutlookView> {
    return this.outlooks.asked(by.organisationId, chainId, expectChanges(changes));
  }

  /** A proposal that is decided as one asks already, or by seats that said so before, is told of and not refused: also to whoever repeats the request after something broke. PROPOSAL_OVER: it ended otherwise. */
  @Post(':proposalId/approvals')
  @Permission('chains:govern')
  @Mutation('own')
  @HttpCode(200)
  approve(@By() by: Actor, @Param('chainId') chainId: string, @Param('proposalId') id: string, @Body() body: ApproveDto, @Keyed() keyed: KeyedRequest | undefined): Promise<Approved> {
    return this.idempotency.once(keyed, () => this.votes.approve({ by, chainId }, expectId(id), body, keyed));
  }

  /** Votes against. A proposal that too few are left to approve is over. */
  @Post(':proposalId/rejections')
  @Permission('chains:govern')
  @Mutation('own')
  @HttpCode(200)
  reject(@By() by: Actor, @Param('chainId') chainId: string, @Param('proposalId') id: string, @Body() body: ApproveDto, @Keyed() keyed: KeyedRequest | undefined): Promise<Rejected> {
    return this.idempotency.once(keyed, () => this.votes.reject({ by, chainId }, expectId(id), body, keyed));
  }

  @Post(':proposalId/withdrawal')
  @Permission('chains:govern')
  @Mutation('own')
  @HttpCode(200)
  withdraw(@By() by: Actor, @Param('chainId') chainId: string, @Param('proposalId') id: string, @Keyed() keyed: KeyedRequest | undefined): Promise<SubmissionView> {
    return this.idempotency.once(keyed, () => this.votes.withdraw({ by, chainId }, expectId(id), keyed));
  }
}

function expectId(text: string): number {
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : fail('NOT_FOUND');
}
