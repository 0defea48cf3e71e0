import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import type { StartRecovery } from '@bystack/api';

export class StartRecoveryDto implements StartRecovery {
  @ApiProperty({ description: 'The chain’s exact name.' })
  @IsString()
  @MaxLength(200)
  confirmName!: string;

  @ApiProperty({ minimum: 0, description: 'The block it goes on from, as GET shows it; what came after it is lost.' })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  fromHeight!: number;
}
