import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

export class TemplatesQuery {
  @ApiPropertyOptional({ enum: ['newest', 'all'], default: 'newest' })
  @IsOptional()
  @IsIn(['newest', 'all'])
  versions: 'newest' | 'all' = 'newest';
}

export class TemplateQuery {
  @ApiPropertyOptional({ example: '1.0.0', description: 'Left out: the newest.' })
  @IsOptional()
  @IsString()
  @MaxLength(32)
  version?: string;
}
