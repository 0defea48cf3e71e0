import type { Words } from '../json';

export type OperationState = 'running' | 'succeeded' | 'failed';
export interface Operation {
  readonly id: string;
  readonly kind: 'chain.create' | 'chain.delete' | 'chain.stop' | 'chain.start' | 'chain.recover' | 'node.stop' | 'node.start' | 'node.add' | 'node.remove' | 'chain.rehearse';
  readonly subject: { readonly type: 'chain' | 'node'; readonly id: string; readonly name: string };
  readonly state: OperationState;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** In order. A step is done when it was observed, not when it was asked. */
  readonly steps: readonly OperationStep[];
  readonly problem: { readonly code: string; readonly detail: string } | null;
}
export interface OperationStep {
  readonly name: string;
  readonly words: Words;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** e.g. {done: 3, of: 4} */
  readonly progress?: { readonly done: number; readonly of: number };
}
