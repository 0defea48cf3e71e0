import { toBinary } from '../crypto/hash';
import { outputKey } from '../ledger/kernel-stores';
import type { Hash } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import type { SealedTransaction } from '../protocol/transaction';
import { MEMPOOL_LIMITS, type MempoolLimits } from './limits';
import { Shares } from './shares';

/**
 * Transactions that are in no final block yet, first come first served. What may come in is judged before (signatures, state); the pool
 * itself keeps its limits and holds no two transactions that spend the same output. It has no clock: time is an argument.
 */
export class Mempool {
  private readonly limits: MempoolLimits;
  private readonly waiting = new Map<string, SealedTransaction>();
  /** Output -> id of the waiting transaction that spends it. */
  private readonly spends = new Map<string, string>();
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

  get(txId: Hash): SealedTransaction | undefined {
    return this.waiting.get(toBinary(txId));
  }

  has(txId: Hash): boolean {
    return this.waiting.has(toBinary(txId));
  }

  /**
   * Whether it waits here now for the first time.
   * @throws Refusal MEMPOOL_FULL {retryAfterSeconds, share}: no room (`share`: this signer has too much waiting); INPUT_CONFLICT {input}:
   * another waiting transaction spends that input; EXPIRED.
   */
  add(transaction: SealedTransaction, atMs: number): 'added' | 'known' {
    const id = toBinary(transaction.txId);
    if (this.waiting.has(id)) return 'known';
    if (transaction.body.validUntilMs <= atMs) refuse('EXPIRED', { validUntilMs: transaction.body.validUntilMs, timeMs: atMs });
    const spent = spentKeys(transaction);
    const conflict = spent.findIndex((key) => this.spends.has(key));
    if (conflict >= 0) refuse('INPUT_CONFLICT', { input: conflict });
    this.refuseWithoutRoom(transaction);
    this.waiting.set(id, transaction);
    for (const key of spent) this.spends.set(key, id);
    this.shares.add(transaction);
    this.totalBytes += transaction.bytes.length;
    return 'added';
  }

  /** Those waiting, oldest first; while this is walked, transactions may come and go. */
  candidates(): Iterable<SealedTransaction> {
    return this.waiting.values();
  }

  /** Takes out those of these that are here. @returns how many were. */
  remove(txIds: Iterable<Hash>): number {
    let removed = 0;
    for (const txId of txIds) if (this.removeOne(toBinary(txId))) removed += 1;
    return removed;
  }

  /** Takes out what waits for an output that these (accepted, final) transactions have spent. @returns it. */
  removeRivals(final: Iterable<SealedTransaction>): readonly SealedTransaction[] {
    const rivals = [...final].flatMap((transaction) => spentKeys(transaction).map((key) => this.spends.get(key)));
    return rivals.flatMap((id) => (id === undefined ? [] : (this.removeOne(id) ?? [])));
  }

  /** Takes out what can be in no block of this time or later. @returns it. */
  removeExpired(atMs: number): readonly SealedTransaction[] {
    const expired: SealedTransaction[] = [];
    for (const [id, transaction] of this.waiting) if (transaction.body.validUntilMs <= atMs) expired.push(this.removeOne(id)!);
    return expired;
  }

  private refuseWithoutRoom(transaction: SealedTransaction): void {
    const { transactionsMax, bytesMax, perSignerMax, retryAfterSeconds } = this.limits;
    const noRoom = this.waiting.size >= transactionsMax || this.totalBytes + transaction.bytes.length > bytesMax;
    const share = this.shares.atLeast(transaction, perSignerMax);
    if (noRoom || share) refuse('MEMPOOL_FULL', { retryAfterSeconds, share: share && !noRoom });
  }

  private removeOne(id: string): SealedTransaction | undefined {
    const transaction = this.waiting.get(id);
    if (transaction === undefined) return undefined;
    this.waiting.delete(id);
    for (const key of spentKeys(transaction)) this.spends.delete(key);
    this.shares.remove(transaction);
    this.totalBytes -= transaction.bytes.length;
    return transaction;
  }
}

function spentKeys({ body }: SealedTransaction): string[] {
  return body.inputs.flatMap((input) => (input.kind === 'spend' ? [outputKey(input.outPoint)] : []));
}
