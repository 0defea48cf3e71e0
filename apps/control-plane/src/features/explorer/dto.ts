import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

const LOG_TAIL_MAX = 5_000;

export class LogsQuery {
  @ApiPropertyOptional({ minimum: 0, maximum: LOG_TAIL_MAX, default: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LOG_TAIL_MAX)
  tail: number = 200;

  @ApiPropertyOptional({ enum: ['0', '1', 'true', 'false'] })
  @IsOptional()
  @IsIn(['0', '1', 'true', 'false', ''])
  follow?: string;
}

export class FromQuery {
  @ApiPropertyOptional({ description: 'Height to begin at; the newest when absent.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  from?: number;
}
