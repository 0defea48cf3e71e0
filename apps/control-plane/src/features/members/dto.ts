import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn } from 'class-validator';
import { ROLES, type InviteMember, type Role, type SetMemberRole } from '@bystack/api';
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
