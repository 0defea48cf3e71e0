import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { AddNode, CreateChain, DeleteChain, JsonObject, PlanChain, SlotChoice } from '@bystack/api';
import { JsonObjectOnly, Nested, PlainLine } from '../../platform/http';
import { CHAIN_LIMITS } from './limits';

export class SlotOverrideDto implements Partial<SlotChoice> {
  @ApiPropertyOptional({ description: 'Name of a module of the catalogue.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  module?: string;

  @ApiPropertyOptional({ description: 'Its newest version when absent.' })
  @IsOptional()
  @Matches(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/)
  version?: string;

  @ApiPropertyOptional({ type: Object, description: 'Parameters that replace the template’s, one by one.' })
  @IsOptional()
  @JsonObjectOnly()
  params?: JsonObject;
}

export class SlotOverridesDto {
  @ApiPropertyOptional({ type: SlotOverrideDto }) @IsOptional() @Nested(() => SlotOverrideDto) identity?: SlotOverrideDto;
  @ApiPropertyOptional({ type: SlotOverrideDto }) @IsOptional() @Nested(() => SlotOverrideDto) contract?: SlotOverrideDto;
  @ApiPropertyOptional({ type: SlotOverrideDto }) @IsOptional() @Nested(() => SlotOverrideDto) privacy?: SlotOverrideDto;
  @ApiPropertyOptional({ type: SlotOverrideDto }) @IsOptional() @Nested(() => SlotOverrideDto) consensus?: SlotOverrideDto;
  @ApiPropertyOptional({ type: SlotOverrideDto }) @IsOptional() @Nested(() => SlotOverrideDto) crosschain?: SlotOverrideDto;
  @ApiPropertyOptional({ type: SlotOverrideDto }) @IsOptional() @Nested(() => SlotOverrideDto) transactions?: SlotOverrideDto;
}

const ASSETS = ['enabled', 'disabled'] as const;

/** All that is asked for but its name. */
class AskedChainDto implements Omit<CreateChain, 'name'> {
  @ApiProperty({ example: 'product-traceability' })
  @IsString()
  @MaxLength(64)
  template!: string;

  @ApiPropertyOptional({ minimum: 1, maximum: CHAIN_LIMITS.validatorsMax })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(CHAIN_LIMITS.validatorsMax)
  validators?: number;

  @ApiPropertyOptional({ type: SlotOverridesDto })
  @IsOptional()
  @Nested(() => SlotOverridesDto)
  slots?: SlotOverridesDto;

  @ApiPropertyOptional({ type: [String], description: 'Only these hosts.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  hostIds?: string[];

  @ApiPropertyOptional({ minimum: CHAIN_LIMITS.keepBlocksMin, description: 'Pruned nodes: each keeps the transactions of so many newest blocks. Left out: archive nodes, which keep everything.' })
  @IsOptional()
  @IsInt()
  @Min(CHAIN_LIMITS.keepBlocksMin)
  @Max(Number.MAX_SAFE_INTEGER)
  keepBlocks?: number;

  @ApiPropertyOptional({ enum: ASSETS, description: 'Whether members may issue assets and hand them to each other. Left out: as the template says.' })
  @IsOptional()
  @IsIn(ASSETS)
  assets?: (typeof ASSETS)[number];
}

export class CreateChainDto extends AskedChainDto implements CreateChain {
  @ApiProperty({ maxLength: CHAIN_LIMITS.nameCharactersMax, example: 'spices-2026' })
  @PlainLine(1, CHAIN_LIMITS.nameCharactersMax)
  name!: string;
}

export class PlanChainDto extends AskedChainDto implements PlanChain {
  @ApiPropertyOptional({ maxLength: CHAIN_LIMITS.nameCharactersMax, description: 'Left out: everything else is judged.' })
  @IsOptional()
  @PlainLine(1, CHAIN_LIMITS.nameCharactersMax)
  name?: string;
}

export class DeleteChainDto implements DeleteChain {
  @ApiProperty({ description: 'The chain’s exact name.' })
  @IsString()
  @MaxLength(200)
  confirmName!: string;
}

export class AddNodeDto implements AddNode {
  @ApiPropertyOptional({ description: 'Where; whichever connected host has most room when absent.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  hostId?: string;
}

export class NodeWishDto {
  @ApiPropertyOptional({ description: 'Stop it even if the chain cannot go on without it.' })
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}
