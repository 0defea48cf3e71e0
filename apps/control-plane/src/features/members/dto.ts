import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn } from 'class-validator';
import type { InviteMember, Role, SetMemberRole } from '@bystack/api';
import { ROLES } from '../../platform/auth';
import { PlainLine } from '../../platform/http';

export class SetMemberRoleDto implements SetMemberRole {
  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  role!: Role;
}

export class InviteMemberDto extends SetMemberRoleDto implements InviteMember {
  @ApiProperty({ format: 'email' })
  @IsEmail()
  email!: string;

  @ApiProperty({ maxLength: 100 })
  @PlainLine(1, 100)
  name!: string;
}
