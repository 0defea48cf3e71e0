import { joinPrefixed, splitPrefixed } from '@bystack/chain-core/codec/prefixed-list';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';

/** A transaction that was signed ahead. */
export type Signed = Pick<SealedTransaction, 'bytes' | 'txId'>;

/** As many as one client sends at once, packed. */
const PACK = 100;

/** Some in one piece of memory: hundreds of thousands of small ones would have to be gone through by whoever collects the client's garbage, on the processors that are being measured. */
interface Pack {
  readonly count: number;
  /** Of each its id and then its bytes. */
  readonly bytes: Uint8Array;
}

/** Signed transactions in the order in which they are to be offered; what was refused for now comes first when it is its turn again. */
export class SignedQueue {
  #packs: Pack[] = [];
  #packed = 0;
  #open: Signed[] = [];
  #again: Signed[] = [];
  #againNext = 0;

  get left(): number {
    return this.#packed + this.#open.length + this.#again.length - this.#againNext;
  }

  clear(): void {
    this.#packs = [];
    this.#packed = 0;
    this.#open = [];
    this.#again = [];
    this.#againNext = 0;
  }

  add(made: readonly Signed[]): void {
    for (let at = 0; at < made.length; at += PACK) this.#packs.push(pack(made.slice(at, at + PACK)));
    this.#packed += made.length;
  }

  take(): Signed {
    if (this.#againNext < this.#again.length) return this.#again[this.#againNext++]!;
    if (this.#open.length === 0) this.#unpack();
    return this.#open.pop()!;
  }

  takeBack(refused: readonly Signed[]): void {
    if (this.#againNext > 10_000) {
      this.#again = this.#again.slice(this.#againNext);
      this.#againNext = 0;
    }
    this.#again.push(...refused);
  }

  #unpack(): void {
    const next = this.#packs.shift();
    if (next === undefined) throw new Error('no signed transactions are left: prepare more');
    this.#packed -= next.count;
    const parts = splitPrefixed(next.bytes, 2 * next.count)!;
    for (let i = next.count - 1; i >= 0; i -= 1) this.#open.push({ txId: parts[2 * i]!, bytes: parts[2 * i + 1]! });
  }
}

function pack(made: readonly Signed[]): Pack {
  return { count: made.length, bytes: joinPrefixed(made.flatMap(({ txId, bytes }) => [txId, bytes])) };
}
