import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { MemberInvited, MemberLink, MemberView, Page } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { InviteMemberDto, SetMemberRoleDto } from './dto';
import { Members } from './members';

@ApiTags('members')
@Controller('members')
export class MembersController {
  constructor(private readonly members: Members) {}

  /** The people of the organisation, in the order in which they came. */
  @Get()
  @Permission('members:read')
  async list(@By() by: Actor): Promise<Page<MemberView>> {
    return { items: await this.members.list(by.organisationId) };
  }

  /** The link in this answer, given to the person, lets them set a password. It is shown once. */
  @Post()
  @Permission('members:manage')
  @Mutation()
  invite(@By() by: Actor, @Body() body: InviteMemberDto): Promise<MemberInvited> {
    return this.members.invite(by, body);
  }

  @Post(':userId/role')
  @Permission('members:manage')
  @Mutation()
  @HttpCode(200)
  setRole(@By() by: Actor, @Param('userId') userId: string, @Body() { role }: SetMemberRoleDto): Promise<MemberView> {
    return this.members.setRole(by, userId, role);
  }

  /** Another link for somebody who lost theirs or forgot the password; earlier ones count no more. */
  @Post(':userId/link')
  @Permission('members:manage')
  @Mutation()
  link(@By() by: Actor, @Param('userId') userId: string): Promise<MemberLink> {
    return this.members.link(by, userId);
  }

  /** Their sessions end at once. What they did stays in the audit trail; API keys belong to the organisation and stay. */
  @Delete(':userId')
  @Permission('members:manage')
  @Mutation()
  @HttpCode(204)
  remove(@By() by: Actor, @Param('userId') userId: string): Promise<void> {
    return this.members.remove(by, userId);
  }
}
