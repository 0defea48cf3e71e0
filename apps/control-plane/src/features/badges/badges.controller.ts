import { Body, Controller, Get, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { BadgeAuthorityView, BadgeView, Page, RolesOnChain } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { Badges } from './badges';
import { BadgesQuery, CreateBadgeAuthorityDto, IssueBadgeDto, ListQuery, RevokeBadgeDto } from './dto';
import { pemOfList } from './revocation-list';
import { Revocations } from './revocations';
import { RolesOnChains } from './roles-on-chains';

@ApiTags('badges')
@Controller()
export class BadgesController {
  constructor(
    private readonly badges: Badges,
    private readonly revocations: Revocations,
    private readonly roles: RolesOnChains,
  ) {}

  @Get('badge-authorities')
  @Permission('badges:read')
  async authorities(@By() by: Actor): Promise<Page<BadgeAuthorityView>> {
    return { items: await this.badges.authorities(by.organisationId) };
  }

  /** Its private key stays here, sealed. */
  @Post('badge-authorities')
  @Permission('badges:issue')
  @Mutation()
  createAuthority(@By() by: Actor, @Body() body: CreateBadgeAuthorityDto): Promise<BadgeAuthorityView> {
    return this.badges.createAuthority(by, body);
  }

  @Get('badges')
  @Permission('badges:read')
  list(@By() by: Actor, @Query() query: BadgesQuery): Promise<Page<BadgeView>> {
    return this.badges.list(by.organisationId, query);
  }

  /** Roles that rules refer to, on each chain whose nodes say what is in force: what no rule refers to allows nothing there beyond what every member may do. */
  @Get('badges/roles')
  @Permission('badges:read')
  async rolesOnChains(@By() by: Actor): Promise<Page<RolesOnChain>> {
    return { items: await this.roles.list(by.organisationId) };
  }

  @Post('badge-authorities/:id/badges')
  @Permission('badges:issue')
  @Mutation()
  issue(@By() by: Actor, @Param('id') id: string, @Body() body: IssueBadgeDto): Promise<BadgeView> {
    return this.badges.issue(by, id, body);
  }

  /** In its authority's list. Chains are told of it by a keeper, or by the list. */
  @Post('badges/:id/revocation')
  @Permission('badges:issue')
  @Mutation()
  revoke(@By() by: Actor, @Param('id') id: string, @Body() body: RevokeBadgeDto): Promise<BadgeView> {
    return this.revocations.revoke(by, id, body);
  }

  /** The authority's newest list of revoked certificates (X.509 CRL, version 2). */
  @Get('badge-authorities/:id/revocations')
  @Permission('badges:read')
  async revoked(@By() by: Actor, @Param('id') id: string, @Query() { format }: ListQuery): Promise<StreamableFile> {
    const der = await this.revocations.list({ id, organisationId: by.organisationId });
    const [body, type] = format === 'pem' ? [Buffer.from(pemOfList(der)), 'application/x-pem-file'] : [der, 'application/pkix-crl'];
    return new StreamableFile(body, { type, disposition: `attachment; filename="revoked.${format === 'pem' ? 'pem' : 'crl'}"` });
  }
}
