import { Controller, Get, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { BlockSummary, BlockView, CommitteeView, HeadersAnswer, Page, TransactionView } from '@bystack/api';
import { By, Permission, type Actor } from '../../platform/auth';
import { PageQuery } from '../../platform/http';
import { AnchorQuery, FromQuery, HeadersQuery, LogsQuery } from './dto';
import { Explorer } from './explorer';
import { LiveReading } from './live-reading';

@ApiTags('explorer')
@Controller('chains/:chainId')
export class ExplorerController {
  constructor(
    private readonly explorer: Explorer,
    private readonly live: LiveReading,
  ) {}

  /** Who decides on the chain, what is about to change, and whose contradicting votes are recorded. */
  @Get('committee')
  @Permission('records:read')
  committee(@By() by: Actor, @Param('chainId') chainId: string): Promise<CommitteeView> {
    return this.explorer.committee(by.organisationId, chainId);
  }

  @Get('blocks')
  @Permission('records:read')
  blocks(@By() by: Actor, @Param('chainId') chainId: string, @Query() { limit, before }: PageQuery): Promise<Page<BlockSummary>> {
    return this.explorer.blocks(by.organisationId, chainId, limit, before);
  }

  @Get('blocks/:heightOrId')
  @Permission('records:read')
  block(@By() by: Actor, @Param('chainId') chainId: string, @Param('heightOrId') heightOrId: string): Promise<BlockView> {
    return this.explorer.block(by.organisationId, chainId, heightOrId);
  }

  /** Final blocks from a height on (default 1): one page, of about a mebibyte, of what `bystack chain export` writes. */
  @Get('export')
  @Permission('records:read')
  async exportPage(@By() by: Actor, @Param('chainId') chainId: string, @Query() { from }: FromQuery): Promise<StreamableFile> {
    return new StreamableFile(await this.explorer.exportPage(by.organisationId, chainId, from ?? 1), { type: 'application/octet-stream' });
  }

  @Get('transactions/:txId')
  @Permission('records:read')
  transaction(@By() by: Actor, @Param('chainId') chainId: string, @Param('txId') txId: string): Promise<TransactionView> {
    return this.explorer.transaction(by.organisationId, chainId, txId);
  }

  /** Encoded headers from a height on, up to the head: what a light client of a chain of open competition follows. */
  @Get('headers')
  @Permission('records:read')
  headers(@By() by: Actor, @Param('chainId') chainId: string, @Query() { from, limit }: HeadersQuery): Promise<HeadersAnswer> {
    return this.explorer.headers(by.organisationId, chainId, { from, limit });
  }

  /** A file that anybody can check with nothing but the genesis document. */
  @Get('receipts/:txId')
  @Permission('records:read')
  async receipt(@By() by: Actor, @Param('chainId') chainId: string, @Param('txId') txId: string, @Query() { from }: AnchorQuery): Promise<StreamableFile> {
    const body = await this.explorer.receipt(by.organisationId, chainId, txId, { from });
    return new StreamableFile(body, { type: 'application/json', disposition: `attachment; filename="receipt-${txId.slice(0, 12)}.json"` });
  }

  /** What lies, or does not lie, at a key of a module's store: a file that anybody can check with nothing but the genesis document. */
  @Get('state-proofs/:module/:store/:keyHex')
  @Permission('records:read')
  async stateProof(@By() by: Actor, @Param('chainId') chainId: string, @Param('module') module: string, @Param('store') store: string, @Param('keyHex') keyHex: string, @Query() { from }: AnchorQuery): Promise<StreamableFile> {
    const body = await this.explorer.stateProof(by.organisationId, chainId, [module, store, keyHex], { from });
    return new StreamableFile(body, { type: 'application/json', disposition: 'attachment; filename="state-proof.json"' });
  }

  /** Server-sent events of a node, passed on: `final` and `event`. */
  @Get('events')
  @Permission('records:read')
  events(
    @By() by: Actor,
    @Param('chainId') chainId: string,
    @Query() { from }: FromQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.live.events({ by, chainId, from }, request, response);
  }

  /** Plain text, or server-sent events `line` with `follow`. */
  @Get('nodes/:nodeId/logs')
  @Permission('logs:read')
  logs(
    @By() by: Actor,
    @Param('chainId') chainId: string,
    @Param('nodeId') nodeId: string,
    @Query() { tail, follow }: LogsQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const wanted = { by, chainId, nodeId, tail };
    return follow === '1' || follow === 'true' ? this.live.followLogs(wanted, request, response) : this.live.logs(wanted, response);
  }
}
