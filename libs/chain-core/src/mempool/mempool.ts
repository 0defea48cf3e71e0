import { outputKey } from '../ledger/kernel-stores';
import type { Bytes } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import type { SealedTransaction } from '../protocol/transaction';
import { ByEnding } from './by-ending';
import { MEMPOOL_LIMITS, type MempoolLimits } from './limits';
import { Shares, signerKeys } from './shares';
import type { Signer } from './shares';

/** From this share of the room on the rest is kept for those who have little waiting. */
const RESERVED_FROM = 0.75;
const NONE: readonly SealedTransaction[] = [];

interface Waiting {
  readonly transaction: SealedTransaction;
  readonly sinceMs: number;
  /** Keys of the outputs it spends. */
  readonly spends: readonly string[];
  /** What is asked of all that wait, so that none of them has to be read again for it. */
  readonly signers: readonly string[];
  readonly validUntilMs: number;
}

/**
 * Transactions that are in no final block yet, first come first served. What may come in is judged before (signatures, state); the pool
 * itself keeps its limits and holds no two transactions that spend the same output. It has no clock: time is an argument. Transactions are
 * named by their keys (ids as binary strings).
 */
export class Mempool {
  private readonly limits: MempoolLimits;
  private readonly waiting = new Map<string, Waiting>();
  /** Output -> key of the waiting transaction that spends it. */
  private readonly spenders = new Map<string, string>();
  private readonly byEnding = new ByEnding();
  private readonly shares = new Shares();
  private totalBytes = 0;

  constructor(limits: Partial<MempoolLimits> = {}) {
    this.limits = { ...MEMPOOL_LIMITS, ...limits };
  }

  get size(): number {
    return this.waiting.size;
  }

  get bytes(): number {
    return this.totalBytes;
  }

  get(key: string): SealedTransaction | undefined {
    return this.waiting.get(key)?.transaction;
  }

  has(key: string): boolean {
    return this.waiting.has(key);
  }

  /** When it came in; undefined if it does not wait here. */
  sinceMs(key: string): number | undefined {
    return this.waiting.get(key)?.sinceMs;
  }

  /** The waiting transaction that ends like these bytes: nearly always the one of just these bytes, if there is one. */
  endingLike(bytes: Bytes): SealedTransaction | undefined {
    return this.byEnding.find(bytes);
  }

  /**
   * Whether it waits here now for the first time.
   * @throws Refusal MEMPOOL_FULL {retryAfterSeconds, share}: no room (`share`: this signer has too much waiting); INPUT_CONFLICT {input}:
   * another waiting transaction spends that input; EXPIRED.
   */
  add(transaction: SealedTransaction, atMs: number): 'added' | 'known' {
    const { key, body } = transaction;
    if (this.waiting.has(key)) return 'known';
    if (body.validUntilMs <= atMs) refuse('EXPIRED', { validUntilMs: body.validUntilMs, timeMs: atMs });
    const spends = spentKeys(transaction);
    const conflict = spends.findIndex((output) => this.spenders.has(output));
    if (conflict >= 0) refuse('INPUT_CONFLICT', { input: conflict });
    const signers = signerKeys(transaction.signatures);
    this.refuseWithoutRoom(transaction, signers);
    this.waiting.set(key, { transaction, sinceMs: atMs, spends, signers, validUntilMs: body.validUntilMs });
    for (const output of spends) this.spenders.set(output, key);
    this.byEnding.add(transaction);
    this.shares.add(signers);
    this.totalBytes += transaction.bytes.length;
    transaction.holdBytesOnly();
    return 'added';
  }

  /** When so many wait that little of `room` is left, it is for signers who have less here than an even share of it: whether one of these has as much. */
  isUnfair(signers: readonly Signer[], waiting: number, room: number): boolean {
    return waiting >= room * RESERVED_FROM && this.shares.atLeast(signerKeys(signers), room / (this.shares.signers + 1));
  }

  /** Those waiting, oldest first; while this is walked, transactions may come and go. */
  *candidates(): Generator<SealedTransaction> {
    for (const { transaction } of this.waiting.values()) yield transaction;
  }

  /**
   * The same for a block that takes so many: if more wait, signers take turns, so that nobody fills it while others wait, be it with what could not be recorded anyway. A signer's own stay in
   * order; what spends the output of another signer's may come before it, and then its turn is in the next block.
   */
  *inTurns(countMax: number): Generator<SealedTransaction> {
    if (this.waiting.size <= countMax || this.shares.signers < 2) return yield* this.candidates();
    const queues = new Map<string, SealedTransaction[]>();
    for (const { transaction, signers } of this.waiting.values()) {
      const signer = signers[0] ?? '';
      const queue = queues.get(signer);
      queue?.push(transaction);
      if (queue !== undefined) continue;
      queues.set(signer, []);
      yield transaction;
    }
    for (let turn = 0; queues.size > 0; turn += 1) {
      for (const [signer, { [turn]: next }] of queues) {
        if (next === undefined) queues.delete(signer);
        else yield next;
      }
    }
  }

  /** Takes out those of these that are here. @returns how many were. */
  remove(keys: Iterable<string>): number {
    let removed = 0;
    for (const key of keys) if (this.removeOne(key)) removed += 1;
    return removed;
  }

  /**
   * Takes a final transaction out and, if it was accepted (a refused one leaves its inputs unspent), what waits for an output that it has
   * spent. @returns the latter.
   */
  removeFinal(transaction: SealedTransaction, accepted: boolean): readonly SealedTransaction[] {
    // Nothing else here spends what one that waits here spends. Where nothing waits, as while a node catches up, the transaction need not be read again for it.
    if (this.removeOne(transaction.key) !== undefined || !accepted || this.spenders.size === 0) return NONE;
    const rivals: SealedTransaction[] = [];
    for (const output of spentKeys(transaction)) {
      const key = this.spenders.get(output);
      const rival = key === undefined ? undefined : this.removeOne(key);
      if (rival !== undefined) rivals.push(rival);
    }
    return rivals;
  }

  /** Takes out what can be in no block of this time or later. @returns it. */
  removeExpired(atMs: number): readonly SealedTransaction[] {
    const expired: SealedTransaction[] = [];
    for (const [key, { validUntilMs }] of this.waiting) if (validUntilMs <= atMs) expired.push(this.removeOne(key)!);
    return expired;
  }

  private refuseWithoutRoom(transaction: SealedTransaction, signers: readonly string[]): void {
    const { transactionsMax, bytesMax, perSignerMax, retryAfterSeconds } = this.limits;
    const noRoom = this.waiting.size >= transactionsMax || this.totalBytes + transaction.bytes.length > bytesMax;
    const share = this.shares.atLeast(signers, perSignerMax);
    if (noRoom || share) refuse('MEMPOOL_FULL', { retryAfterSeconds, share: share && !noRoom });
  }

  private removeOne(key: string): SealedTransaction | undefined {
    const waiting = this.waiting.get(key);
    if (waiting === undefined) return undefined;
    const { transaction, spends, signers } = waiting;
    this.waiting.delete(key);
    for (const output of spends) this.spenders.delete(output);
    this.byEnding.remove(transaction);
    this.shares.remove(signers);
    this.totalBytes -= transaction.bytes.length;
    return transaction;
  }
}

function spentKeys({ body }: SealedTransaction): string[] {
  const keys: string[] = [];
  for (const input of body.inputs) if (input.kind === 'spend') keys.push(outputKey(input.outPoint));
  return keys;
}
