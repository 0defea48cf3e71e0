import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { DefineAsset, IssueAsset, RetireAsset, TransferAsset } from '@bystack/api';
import { PublicKey, VisibleLine } from '../../platform/http';
import { ASSET_LIMITS } from './limits';

const AMOUNT = /^[1-9]\d{0,18}$/;
const KEY = /^[0-9a-f]{64}$/;
const Amount = (): PropertyDecorator => (target, name) => {
  ApiProperty({ example: '150', description: 'A whole number in the asset’s smallest unit.' })(target, name);
  Matches(AMOUNT)(target, name);
};

export class RetireAssetDto implements RetireAsset {
  @Amount()
  amount!: string;
}

export class IssueAssetDto implements IssueAsset {
  @Amount()
  amount!: string;

  @ApiPropertyOptional({ description: 'Public key that gets it; the organisation’s own when absent.' })
  @IsOptional()
  @PublicKey()
  to?: string;
}

export class TransferAssetDto implements TransferAsset {
  @Amount()
  amount!: string;

  @ApiProperty({ description: 'Public key that gets it.' })
  @PublicKey()
  to!: string;

  @ApiPropertyOptional({ description: 'Paid in for transactions of this key, on a chain that asks for fees, rather than handed over. Under fees 1.0.0 the key is the treasury’s.', default: false })
  @IsOptional()
  @IsBoolean()
  payIn?: boolean;
}

export class DefineAssetDto implements DefineAsset {
  @ApiProperty({ example: 'Settlement points' })
  @VisibleLine(1, ASSET_LIMITS.nameCharactersMax)
  name!: string;

  @ApiPropertyOptional({ example: 'PTS' })
  @IsOptional()
  @VisibleLine(1, ASSET_LIMITS.symbolCharactersMax)
  symbol?: string;

  @ApiPropertyOptional({ minimum: 0, maximum: ASSET_LIMITS.decimalsMax, default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(ASSET_LIMITS.decimalsMax)
  decimals?: number;

  @Amount()
  amount!: string;

  @ApiPropertyOptional({ description: 'Public key that gets the first amount; the organisation’s own when absent.' })
  @IsOptional()
  @PublicKey()
  to?: string;
}

export class AssetsQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: ASSET_LIMITS.assetsPageMax, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(ASSET_LIMITS.assetsPageMax)
  limit: number = 100;

  @ApiPropertyOptional({ description: 'Id of the last asset or holding of the page before.' })
  @IsOptional()
  @Matches(KEY)
  after?: string;
}
