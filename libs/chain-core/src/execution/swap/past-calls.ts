import type { Hash } from '../../primitives/bytes';
import type { Call, SealedTransaction } from '../../protocol/transaction';

/** Places that are looked at: a block without transactions is one, and so is each transaction of any other. */
const PLACES_MAX = 50_000;

/** A block of the chain, as far as it is looked back at. */
export interface PastBlock {
  readonly timeMs: number;
  readonly transactions: readonly SealedTransaction[];
  isAccepted(index: number): boolean;
}
export interface PastBlocks {
  /** Heights of those that are here. */
  readonly newest: number;
  readonly oldest: number;
  /** Undefined: it has no transactions, or is here no more. */
  at(height: number): PastBlock | undefined;
}

/** A call that took effect. */
export interface PastCall {
  readonly call: Call;
  readonly callIndex: number;
  readonly txId: Hash;
  readonly height: number;
  readonly timeMs: number;
}

/** Looks back along the chain, a place at a time, newest first. */
export class PastCalls {
  /** Of the block that is looked at. */
  height: number;
  /** Every block that is here was looked at. */
  isAll = false;
  readonly #places: Iterator<readonly PastCall[], undefined>;
  /** Of the place that is looked at, those that wait. */
  #calls: readonly PastCall[] = [];

  constructor(private readonly blocks: PastBlocks) {
    this.height = blocks.newest;
    this.#places = this.#look();
  }

  /** `none`: there was nothing at this place. Undefined: there is no other. */
  next(): PastCall | 'none' | undefined {
    const [call, ...others] = this.#calls;
    this.#calls = others;
    if (call !== undefined) return call;
    const { value } = this.#places.next();
    if (value === undefined) return undefined;
    this.#calls = value;
    return 'none';
  }

  *#look(): Generator<readonly PastCall[], undefined> {
    let places = 0;
    for (; this.height >= this.blocks.oldest; this.height -= 1) {
      for (const calls of callsOf(this.blocks.at(this.height), this.height)) {
        if (places >= PLACES_MAX) return undefined;
        places += 1;
        yield calls();
      }
    }
    this.height = this.blocks.oldest;
    this.isAll = true;
    return undefined;
  }
}

/** Place by place; what is at one is read when it is its turn. */
function callsOf(block: PastBlock | undefined, height: number): readonly (() => readonly PastCall[])[] {
  if (block === undefined) return [() => []];
  const { transactions, timeMs } = block;
  const at = ({ txId, body }: SealedTransaction, index: number) => (): readonly PastCall[] => (block.isAccepted(index) ? body.calls.map((call, callIndex) => ({ call, callIndex, txId, height, timeMs })) : []);
  return transactions.map(at).reverse();
}
