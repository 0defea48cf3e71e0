import { Injectable } from '@nestjs/common';
import type { BlockSummary } from '@bystack/api';
import { END_NEAR_BLOCKS } from '@bystack/chain-core/protocol/end-near';
import { isListOf, isTold, NodeRelay } from '../gateway';
import { GOVERNANCE_LIMITS } from './limits';

type Block = Pick<BlockSummary, 'height' | 'timeMs'>;

const isBlocks = isListOf(isTold('BlockSummary'));
/** The last moment that a date can be. */
const LAST_MS = 8.64e15;

/** About when a chain comes to a block, judged by how fast its last ones came. */
@Injectable()
export class BlockPace {
  constructor(private readonly relay: NodeRelay) {}

  /** For several heights at once; null: nobody can say, or it has come. */
  async aboutMs(organisationId: string, chainId: string, nowMs: number): Promise<(height: number) => number | null> {
    const request = { method: 'GET', path: `/blocks?limit=${GOVERNANCE_LIMITS.paceBlocks}`, timeoutMs: GOVERNANCE_LIMITS.warningTimeoutMs } as const;
    const blocks = await this.relay.json(organisationId, chainId, request, isBlocks).catch(() => []);
    return (height) => aboutMs(blocks, height, nowMs);
  }
}

/** @param blocks newest first. A chain that rests since then is slower than they were; the last ones before a change takes effect are made at once, as quickly as the quickest of them. */
export function aboutMs(blocks: readonly Block[], height: number, nowMs: number): number | null {
  const [newest, oldest] = [blocks[0], blocks.at(-1)];
  if (newest === undefined || oldest === undefined || newest.height <= oldest.height || height <= newest.height) return null;
  const paceMs = (Math.max(nowMs, newest.timeMs) - oldest.timeMs) / (newest.height - oldest.height);
  const near = Math.min(height - newest.height, END_NEAR_BLOCKS);
  const at = Math.round(nowMs + (height - newest.height - near) * Math.max(0, paceMs) + near * Math.max(0, Math.min(paceMs, quickestMs(blocks))));
  return at <= LAST_MS ? at : null;
}

function quickestMs(blocks: readonly Block[]): number {
  return Math.min(...blocks.slice(1).map(({ height, timeMs }, at) => (blocks[at]!.timeMs - timeMs) / Math.max(1, blocks[at]!.height - height)));
}
