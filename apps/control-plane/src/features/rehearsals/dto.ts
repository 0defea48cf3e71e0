import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { ChangeView, Rehearse } from '@bystack/api';
import { ListOfChanges } from '../governance';

export class RehearseDto implements Rehearse {
  @ListOfChanges({ optional: true })
  changes?: ChangeView[];

  @ApiPropertyOptional({ description: 'In the place of changes: the number of a proposal that waits for votes.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(0xffffffff)
  proposal?: number;
}
