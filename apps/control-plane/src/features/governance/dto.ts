import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { Approve, ChangeView, Propose, RenewKeys } from '@bystack/api';
import { AnyJson } from '../../platform/http';
import { GOVERNANCE_LIMITS } from './limits';

const SCHEMES = ['ed25519', 'bls'] as const;

/** Their kinds are the chain's to judge: its nodes may know some that we do not. */
export function ListOfChanges({ optional = false } = {}): PropertyDecorator {
  const description = 'Each {kind: add-seat | remove-seat | set-role | replace-keys | set-consensus | set-parameters | swap-module | cancel-change | …} with what it concerns; together or not at all. Seats are counted from 0 here. A swap-module with takesOver: true hands what the old module holds for all to the new one.';
  return applyDecorators(...(optional ? [IsOptional()] : []), ApiProperty({ type: [Object], required: !optional, description, example: [{ kind: 'remove-seat', seat: 3 }] }), AnyJson());
}

export class ChangesDto {
  @ListOfChanges()
  changes!: ChangeView[];
}

export class ProposeDto implements Propose {
  @ListOfChanges()
  changes!: ChangeView[];

  @ApiPropertyOptional({ maxLength: GOVERNANCE_LIMITS.noteCharactersMax, description: 'Why; everybody who approves reads it.' })
  @IsOptional()
  @IsString()
  @MaxLength(GOVERNANCE_LIMITS.noteCharactersMax)
  note?: string;

  @ApiPropertyOptional({ description: 'Height of the last block before they take effect; as soon as they are approved when absent.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  atHeight?: number;

  @ApiPropertyOptional({ description: 'Whose seat proposes; any validator of this organisation that runs when absent.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  nodeId?: string;
}

export class DecidedQuery {
  @ApiPropertyOptional({ description: 'Where the last page ended: its `next`.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(0xffffffff)
  before?: number;
}

export class RenewKeysDto implements RenewKeys {
  @ApiPropertyOptional({ enum: SCHEMES, description: 'The one in use when absent.' })
  @IsOptional()
  @IsIn(SCHEMES)
  scheme?: (typeof SCHEMES)[number];
}

export class ApproveDto implements Approve {
  @ApiPropertyOptional({ type: [String], description: 'Whose seats vote; as many of this organisation’s as are still needed when absent.' })
  @IsOptional()
  @IsArray()
  @ArrayUnique() // Compares each with each: the last decorator is asked first.
  @ArrayMinSize(1)
  @ArrayMaxSize(256)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  nodeIds?: string[];
}
