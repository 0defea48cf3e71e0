import { Injectable } from '@nestjs/common';
import type { BlockSummary, BlockView, Page, TransactionView } from '@bystack/api';
import { fail } from '../../platform/errors';
import { NodeRelay } from '../gateway';

const ID = /^[0-9a-f]{64}$/;
/** A record that is on its way is worth a moment's wait. */
const RECEIPT_WAIT_MS = 2_000;
const HEIGHT = /^\d{1,15}$/;

/** What is on a chain, read from a node. */
@Injectable()
export class Explorer {
  constructor(private readonly relay: NodeRelay) {}

  /** Newest first. */
  async blocks(organisationId: string, chainId: string, limit: number, before?: number): Promise<Page<BlockSummary>> {
    const path = `/blocks?limit=${limit}${before === undefined ? '' : `&before=${before}`}`;
    const answer = await this.relay.json<BlockSummary[] | Page<BlockSummary>>(organisationId, chainId, { method: 'GET', path });
    const items = 'items' in answer ? answer.items : answer;
    const last = items.at(-1);
    return { items, ...(last && last.height > 0 && items.length === limit ? { next: String(last.height) } : {}) };
  }

  block(organisationId: string, chainId: string, heightOrId: string): Promise<BlockView> {
    if (!ID.test(heightOrId) && !HEIGHT.test(heightOrId)) fail('NOT_FOUND');
    return this.relay.json(organisationId, chainId, { method: 'GET', path: `/blocks/${heightOrId}` });
  }

  transaction(organisationId: string, chainId: string, txId: string): Promise<TransactionView> {
    return this.relay.json(organisationId, chainId, { method: 'GET', path: `/transactions/${expectId(txId)}` });
  }

  /** The receipt file exactly as the node made it. */
  async receipt(organisationId: string, chainId: string, txId: string): Promise<Buffer> {
    return (
      await this.relay.ask(organisationId, chainId, {
        method: 'GET',
        path: `/receipts/${expectId(txId)}?wait=final&timeoutMs=${RECEIPT_WAIT_MS}`,
      })
    ).body;
  }
}

function expectId(txId: string): string {
  return ID.test(txId) ? txId : fail('NOT_FOUND');
}
