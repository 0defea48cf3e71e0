import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

const LOG_TAIL_MAX = 5_000;
/** As many as a node gives at once. */
const HEADERS_MAX = 1_024;

/** A height that may be left out. */
function IsHeight(): PropertyDecorator {
  return applyDecorators(IsOptional(), Type(() => Number), IsInt(), Min(0), Max(Number.MAX_SAFE_INTEGER));
}

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
  @IsHeight()
  from?: number;
}

export class AnchorQuery {
  @ApiPropertyOptional({ description: 'On chains of open competition: the block that the headers in the evidence begin after; as far back as fits when absent.' })
  @IsHeight()
  from?: number;
}

export class HeadersQuery {
  @ApiPropertyOptional({ description: 'Height to begin at.', default: 0 })
  @IsHeight()
  from: number = 0;

  @ApiPropertyOptional({ minimum: 1, maximum: HEADERS_MAX, default: HEADERS_MAX })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(HEADERS_MAX)
  limit: number = HEADERS_MAX;
}
