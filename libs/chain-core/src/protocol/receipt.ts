/** What every receipt says of its transaction. All byte strings are lower-case hex of the canonical encodings; nothing here is trusted, everything is re-derived. */
export interface Recorded {
  readonly chainId: string;
  readonly transaction: string;
  /** Encoded TransactionResult. */
  readonly result: string;
  /** Place of the transaction in its block. */
  readonly index: number;
  /** RFC 6962 audit paths from leaf to root, in the block's header. */
  readonly transactionPath: readonly string[];
  readonly resultPath: readonly string[];
}

/** Evidence of what became of one transaction, as a file anybody can check with nothing but the genesis document. */
export interface Receipt extends Recorded {
  readonly format: 'bystack-receipt/1';
  /** Encoded headers: the transaction's block first, then each child up to the directly certified descendant. */
  readonly headers: readonly string[];
  /** Encoded finality certificate of the last header. */
  readonly certificate: string;
  /** One certified hand-over for each committee change between genesis and the certificate's epoch, in order. */
  readonly handOvers: readonly HandOver[];
}

/** Headers of a chain of proof of work (consensus/pow/evidence.md). */
export interface ChainOfWork {
  /** Encoded headers: from the block after an anchor on, to the last that stands on the block in question. */
  readonly headers: readonly string[];
  /** Place among them of the block in question. */
  readonly blockAt: number;
}

/** The same of a chain of proof of work. */
export interface WorkReceipt extends Recorded, ChainOfWork {
  readonly format: 'bystack-work-receipt/1';
}

export interface HandOver {
  /** Encoded header of the last block of the old epoch, which commits to the new committee. */
  readonly header: string;
  readonly certificate: string;
  /** Encoded new committee. */
  readonly committee: string;
}
