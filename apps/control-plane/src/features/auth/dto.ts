import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ROLES, type CreateApiKey, type PasswordChange, type PasswordReset, type Role, type SetupRequest, type SignInRequest } from '@bystack/api';
import { PlainLine } from '../../platform/http';
import { AUTH_LIMITS } from './limits';

export class SetupDto implements SetupRequest {
  @ApiProperty({ description: 'From the one-time link that the first start printed.' })
  @IsString()
  @MaxLength(200)
  token!: string;

  @ApiProperty({ format: 'email' })
  @IsEmail()
  email!: string;

  @ApiProperty({ maxLength: 100 })
  @PlainLine(1, 100)
  name!: string;

  @ApiProperty({ minLength: AUTH_LIMITS.passwordCharactersMin, maxLength: AUTH_LIMITS.passwordCharactersMax })
  @IsString()
  @MaxLength(AUTH_LIMITS.passwordCharactersMax)
  password!: string;

  @ApiPropertyOptional({ maxLength: 100 })
  @IsOptional()
  @PlainLine(1, 100)
  organisation?: string;
}

export class SignInDto implements SignInRequest {
  @ApiProperty({ format: 'email' })
  @PlainLine(1, 320)
  email!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(AUTH_LIMITS.passwordCharactersMax)
  password!: string;
}

export class PasswordChangeDto implements PasswordChange {
  @ApiProperty()
  @IsString()
  @MaxLength(AUTH_LIMITS.passwordCharactersMax)
  currentPassword!: string;

  @ApiProperty({ minLength: AUTH_LIMITS.passwordCharactersMin, maxLength: AUTH_LIMITS.passwordCharactersMax })
  @IsString()
  @MaxLength(AUTH_LIMITS.passwordCharactersMax)
  newPassword!: string;
}

export class PasswordResetDto implements PasswordReset {
  @ApiProperty({ description: 'From the one-time link that `npm start -- --reset-password` printed.' })
  @IsString()
  @MaxLength(200)
  token!: string;

  @ApiProperty({ minLength: AUTH_LIMITS.passwordCharactersMin, maxLength: AUTH_LIMITS.passwordCharactersMax })
  @IsString()
  @MaxLength(AUTH_LIMITS.passwordCharactersMax)
  newPassword!: string;
}

export class CreateApiKeyDto implements CreateApiKey {
  @ApiProperty({ maxLength: 100 })
  @PlainLine(1, 100)
  name!: string;

  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  role!: Role;
}
