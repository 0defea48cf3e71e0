import type { IncomingMessage } from 'node:http';
import type { ChainNode } from '@bystack/chain-core/node';
import type { ProcessFacts } from '../views/status-view';
import type { Answer } from './answer';

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
