import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { AssetSubmission, AssetView, HoldingsAnswer, Page } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { Keyed, type KeyedRequest } from '../../platform/idempotency';
import { Assets } from './assets';
import { AssetsQuery, DefineAssetDto, IssueAssetDto, RetireAssetDto, TransferAssetDto } from './dto';
import { Holdings } from './holdings';

@ApiTags('assets')
@Controller('chains/:chainId')
export class AssetsController {
  constructor(
    private readonly assets: Assets,
    private readonly holdings: Holdings,
  ) {}

  /** Everything that was ever issued on the chain. */
  @Get('assets')
  @Permission('records:read')
  list(@By() by: Actor, @Param('chainId') chainId: string, @Query() query: AssetsQuery): Promise<Page<AssetView>> {
    return this.holdings.assets(by.organisationId, chainId, query);
  }

  @Get('assets/:assetId')
  @Permission('records:read')
  show(@By() by: Actor, @Param('chainId') chainId: string, @Param('assetId') assetId: string): Promise<AssetView> {
    return this.holdings.asset(by.organisationId, chainId, assetId);
  }

  /** What a key holds of each asset. */
  @Get('holdings/:key')
  @Permission('records:read')
  of(@By() by: Actor, @Param('chainId') chainId: string, @Param('key') key: string, @Query() query: AssetsQuery): Promise<HoldingsAnswer> {
    return this.holdings.of(by.organisationId, chainId, key, query);
  }

  /** Issues a new asset for the first time. */
  @Post('assets')
  @Permission('records:submit')
  @Mutation('own')
  @HttpCode(200)
  define(@By() by: Actor, @Param('chainId') chainId: string, @Body() body: DefineAssetDto, @Keyed() keyed: KeyedRequest | undefined): Promise<AssetSubmission> {
    return this.assets.define({ by, chainId, keyed }, body);
  }

  @Post('assets/:assetId/issues')
  @Permission('records:submit')
  @Mutation('own')
  @HttpCode(200)
  issue(@By() by: Actor, @Param('chainId') chainId: string, @Param('assetId') assetId: string, @Body() body: IssueAssetDto, @Keyed() keyed: KeyedRequest | undefined): Promise<AssetSubmission> {
    return this.assets.issue({ by, chainId, keyed }, assetId, body);
  }

  @Post('assets/:assetId/transfers')
  @Permission('records:submit')
  @Mutation('own')
  @HttpCode(200)
  transfer(@By() by: Actor, @Param('chainId') chainId: string, @Param('assetId') assetId: string, @Body() body: TransferAssetDto, @Keyed() keyed: KeyedRequest | undefined): Promise<AssetSubmission> {
    return this.assets.transfer({ by, chainId, keyed }, assetId, body);
  }

  /** Out of the world for ever. */
  @Post('assets/:assetId/retirements')
  @Permission('records:submit')
  @Mutation('own')
  @HttpCode(200)
  retire(@By() by: Actor, @Param('chainId') chainId: string, @Param('assetId') assetId: string, @Body() { amount }: RetireAssetDto, @Keyed() keyed: KeyedRequest | undefined): Promise<AssetSubmission> {
    return this.assets.retire({ by, chainId, keyed }, assetId, amount);
  }
}
