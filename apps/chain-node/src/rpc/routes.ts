import type { IncomingMessage } from 'node:http';
import type { ChainNode } from '@bystack/chain-core/node';
import type { ProcessFacts } from '../views/status-view';
import type { Answer } from './answer';
import { getBlock, getBlocks } from './blocks';
import { postQuery, getState } from './queries';
import { getEvents, getGenesis, getHealth, getMetrics, getStatus } from './service';
import { getReceipt, getTransaction, postBatch, postTransaction } from './transactions';

/** What a route may use. */
export interface RouteContext {
  readonly node: ChainNode;
  readonly facts: ProcessFacts;
  readonly genesisBytes: Uint8Array;
  readonly request: IncomingMessage;
  /** Decoded path segments that the pattern left open. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Segments; `*` takes any one. */
  readonly pattern: readonly string[];
  run(context: RouteContext): Answer | Promise<Answer>;
}

/** The RPC of a node, as libs/api/src/node-rpc.ts says it. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', pattern: ['transactions'], run: postTransaction },
  { method: 'POST', pattern: ['transactions', 'batch'], run: postBatch },
  { method: 'GET', pattern: ['transactions', '*'], run: getTransaction },
  { method: 'GET', pattern: ['receipts', '*'], run: getReceipt },
  { method: 'GET', pattern: ['blocks'], run: getBlocks },
  { method: 'GET', pattern: ['blocks', '*'], run: getBlock },
  { method: 'POST', pattern: ['queries', '*', '*'], run: postQuery },
  { method: 'GET', pattern: ['state', '*', '*', '*'], run: getState },
  { method: 'GET', pattern: ['events'], run: getEvents },
  { method: 'GET', pattern: ['status'], run: getStatus },
  { method: 'GET', pattern: ['health'], run: getHealth },
  { method: 'GET', pattern: ['metrics'], run: getMetrics },
  { method: 'GET', pattern: ['genesis'], run: getGenesis },
];
