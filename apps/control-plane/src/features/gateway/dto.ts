import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { Json, Rejoin, SetMining, Submit } from '@bystack/api';
import { AnyJson } from '../../platform/http';
import { GATEWAY_LIMITS } from './limits';

const WAITS = ['none', 'head', 'final'] as const;

class WaitDto {
  @ApiPropertyOptional({ enum: WAITS, default: 'final' })
  @IsOptional()
  @IsIn(WAITS)
  wait?: (typeof WAITS)[number];

  @ApiPropertyOptional({ minimum: 1, maximum: GATEWAY_LIMITS.waitMs, default: GATEWAY_LIMITS.waitMs, description: 'How long to wait for it at most.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(GATEWAY_LIMITS.waitMs)
  waitMs?: number;
}

export class SubmitDto extends WaitDto implements Submit {
  @ApiProperty({ example: 'rule-book' })
  @IsString()
  @MaxLength(64)
  module!: string;

  @ApiProperty({ example: 'act' })
  @IsString()
  @MaxLength(64)
  command!: string;

  @ApiProperty({ type: Object, description: 'Checked by the command’s schema; see GET …/commands.' })
  @AnyJson()
  payload!: Json;
}

export class SignedTransactionDto extends WaitDto {
  @ApiProperty({ description: 'Hex of the encoded, signed transaction.' })
  @IsString()
  @MaxLength(GATEWAY_LIMITS.transactionHexMax)
  @Matches(/^[0-9a-f]*$/i)
  transaction!: string;
}

export class SetQuery {
  @ApiPropertyOptional({ minimum: 0, description: 'Number of a set of modules that is or was in force (0: of the founding); see GET …/modules. Those in force when absent.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(0xffffffff)
  set?: number;
}

export class SetMiningDto implements SetMining {
  @ApiProperty({ minimum: 0, maximum: GATEWAY_LIMITS.miningThreadsMax, description: 'The node may have fewer processors; then it says how many.' })
  @IsInt()
  @Min(0)
  @Max(GATEWAY_LIMITS.miningThreadsMax)
  threads!: number;
}

export class RejoinDto implements Rejoin {
  @ApiProperty({ minimum: 0, description: 'The last block that both branches have, as the node’s `competition.split` shows it: what is above is forgotten.' })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  forkHeight!: number;
}
