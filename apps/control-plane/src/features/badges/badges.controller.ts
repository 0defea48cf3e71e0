import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { BadgeAuthorityView, BadgeView, Page } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { Badges } from './badges';
import { CreateBadgeAuthorityDto, IssueBadgeDto } from './dto';

@ApiTags('badges')
@Controller()
export class BadgesController {
  constructor(private readonly badges: Badges) {}

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
  async list(@By() by: Actor): Promise<Page<BadgeView>> {
    return { items: await this.badges.list(by.organisationId) };
  }

  @Post('badge-authorities/:id/badges')
  @Permission('badges:issue')
  @Mutation()
  issue(@By() by: Actor, @Param('id') id: string, @Body() body: IssueBadgeDto): Promise<BadgeView> {
    return this.badges.issue(by, id, body);
  }
}
