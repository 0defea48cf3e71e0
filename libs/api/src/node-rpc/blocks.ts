import type { EffectView } from './moves';
import type { EventView, TransactionView } from './transactions';

/** Headers from a height on, oldest first, up to the head: those above `finalHeight` may still be replaced. */
export interface HeadersAnswer {
  /** Encoded, in hex. */
  readonly headers: readonly string[];
  readonly finalHeight: number;
}

export interface BlockSummary {
  readonly height: number;
  readonly blockId: string;
  readonly parentId: string;
  readonly timeMs: number;
  readonly view: number;
  /** Place of its proposer in the committee of its epoch, and that seat's name. */
  readonly proposer: number;
  readonly proposerLabel?: string;
  readonly epoch: number;
  readonly transactionCount: number;
  readonly sizeBytes: number;
}
export interface BlockView extends BlockSummary {
  readonly stateRoot: string;
  readonly transactionsRoot: string;
  readonly resultsRoot: string;
  /** Seats whose signatures are in the certificate this node holds for the block or its nearest certified descendant. */
  readonly certificate: { readonly height: number; readonly signers: readonly number[]; readonly labels: readonly string[] };
  readonly transactions: readonly TransactionView[];
  /** Of the block itself: what modules did at its end, and rewards. */
  readonly events: readonly EventView[];
  readonly effects: readonly EffectView[];
}
