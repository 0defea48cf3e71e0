import type { ChainState, NodeState, Words } from '@bystack/api';
import type { NodeFacts } from './chain-facts';

/** A chain's state, and why, in words. */
export type SaidState = readonly [ChainState, Words];

/** The newest final block that any node says it has. */
export interface NewestFinal {
  readonly height: number | null;
  readonly timeMs: number | null;
}

export function said(state: ChainState, en: string, zh: string): SaidState {
  return [state, { en, zh }];
}

const COMING: readonly (NodeState | 'unknown')[] = ['starting', 'preparing', 'stopped', 'absent'];

/** It does not run yet, but is wanted to. */
export function isComing({ wish, state }: NodeFacts): boolean {
  return wish === 'running' && COMING.includes(state);
}
