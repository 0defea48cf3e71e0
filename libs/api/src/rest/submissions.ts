import type { Json } from '../json';
import type { BurialView, OutcomeView, TransactionState } from '../node-rpc';

export interface Submit {
  readonly module: string;
  readonly command: string;
  readonly payload: Json;
  readonly wait?: 'none' | 'head' | 'final';
  /** How long to wait for it at most; left out: 30 s, which is the longest. */
  readonly waitMs?: number;
}
/** It would be let in now, and was not: nothing is recorded. What refuses only while it takes effect is met in a block. */
export interface SubmissionOutlook {
  readonly sizeBytes: number;
  readonly signer: string;
}
export interface SubmissionView {
  readonly txId: string;
  readonly state: TransactionState;
  readonly height?: number;
  /** Open competition: it is on its way, and not final yet when the time to wait was over. Ask for the transaction again. */
  readonly burial?: BurialView;
  readonly outcome?: OutcomeView;
  readonly signer: string;
}
