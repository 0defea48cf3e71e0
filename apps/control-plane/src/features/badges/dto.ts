import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { REVOCATION_REASONS, type CreateBadgeAuthority, type IssueBadge, type RevocationReason, type RevokeBadge } from '@bystack/api';
import { PlainLine } from '../../platform/http';
import { BADGE_LIMITS } from './limits';

export class CreateBadgeAuthorityDto implements CreateBadgeAuthority {
  @ApiProperty({ maxLength: 60, description: 'Of the authority, as certificates will name it.' })
  @PlainLine(1, 60)
  name!: string;
}

export class IssueBadgeDto implements IssueBadge {
  @ApiProperty({ description: 'The member’s certificate request (PKCS #10, PEM): its common name and key go into the certificate.' })
  @IsString()
  @MaxLength(BADGE_LIMITS.csrCharactersMax)
  csrPem!: string;

  @ApiProperty({ type: [String], example: ['notary'] })
  @IsArray()
  @ArrayUnique() // Compares each with each: whoever sends a long list must have failed before. The last decorator is asked first.
  @Matches(/^[a-z][a-z0-9-]{0,31}$/, { each: true })
  @ArrayMaxSize(BADGE_LIMITS.rolesMax)
  roles!: string[];

  @ApiPropertyOptional({ type: [String], example: ['site=Linz'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(BADGE_LIMITS.attributesMax)
  @Matches(/^[a-z][a-z0-9-]{0,31}=[!-~]{1,100}$/, { each: true })
  attributes?: string[];

  @ApiPropertyOptional({ minimum: 1, maximum: BADGE_LIMITS.daysMax, default: BADGE_LIMITS.daysDefault })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(BADGE_LIMITS.daysMax)
  days?: number;
}

export class RevokeBadgeDto implements RevokeBadge {
  @ApiPropertyOptional({ enum: REVOCATION_REASONS, default: 'unspecified' })
  @IsOptional()
  @IsIn(REVOCATION_REASONS)
  reason?: RevocationReason;
}

export class BadgesQuery {
  @ApiPropertyOptional({ example: '01ab', description: 'Of the certificate, in hexadecimal: only those that have it, however old they are.' })
  @IsOptional()
  @Matches(/^[0-9a-f]{2,40}$/)
  serial?: string;

  @ApiPropertyOptional({ description: 'Only those whose name has it in it, or whose serial number begins with it.' })
  @IsOptional()
  @PlainLine(1, BADGE_LIMITS.searchCharactersMax)
  search?: string;

  @ApiPropertyOptional({ description: 'The `next` of the page before.' })
  @IsOptional()
  @Matches(/^\d{1,15}\.[0-9a-z-]{1,64}$/)
  before?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: BADGE_LIMITS.pageMax, default: BADGE_LIMITS.pageDefault })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(BADGE_LIMITS.pageMax)
  limit: number = BADGE_LIMITS.pageDefault;
}

export class ListQuery {
  @ApiPropertyOptional({ enum: ['der', 'pem'], default: 'der' })
  @IsOptional()
  @IsIn(['der', 'pem'])
  format: 'der' | 'pem' = 'der';
}
