import { toBinary } from '../crypto/hash';
import { perform, whenDone, type Eventual } from '../execution';
import type { Work } from '../module/work';
import type { Bytes, Hash } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import type { Receipt, WorkReceipt } from '../protocol/receipt';
import type { SealedTransaction } from '../protocol/transaction';
import type { Burial } from './burial';
import { FAULTY } from './faults';
import type { RecordedPlace } from './chain-reader';
import type { Intake } from './intake';
import type { NodeCore } from './node-core';
import type { TakingPart } from './taking-part';
import type { WaitFor } from './waiters';

export type TransactionStanding = { readonly state: 'pending' | 'unknown' } | ({ readonly state: 'head' | 'final' } & RecordedPlace);

export interface ClientTransactionsParts {
  readonly core: NodeCore;
  readonly intake: Intake;
  readonly part: Pick<TakingPart, 'burial' | 'receipt'>;
}

/** What clients of a node do with transactions: bring them, wait for them, ask where they stand and for evidence of them. */
export class ClientTransactions {
  readonly #parts: ClientTransactionsParts;

  constructor(parts: ClientTransactionsParts) {
    this.#parts = parts;
  }

  /** @throws Refusal when the transaction cannot be admitted. */
  submit(bytes: Bytes): Eventual<{ readonly txId: Hash }> {
    return whenDone(perform(this.#parts.core.admission.submit(bytes)), ({ txId }) => ({ txId }));
  }

  /** Whether it could be admitted now; it is not. @throws Refusal as `submit` does */
  check(bytes: Bytes): Eventual<{ readonly txId: Hash }> {
    return whenDone(perform(this.#parts.core.admission.check(bytes)), ({ txId }) => ({ txId }));
  }

  /** Whether clients have brought more than the chain takes: then a batch need not even be read. */
  get isBusy(): boolean {
    return this.#parts.core.admission.isFull(this.#parts.intake.waiting);
  }

  /**
   * Submits many without standing in the way of votes or of other clients. What there is no room for when they come need not wait for its answer.
   * @returns for each its id, or why it cannot be admitted
   */
  async submitBatch(client: string, batch: readonly Bytes[]): Promise<readonly (Hash | Refusal)[]> {
    const { unread, worthIt } = this.#sortOut(batch);
    const answers: (Hash | Refusal)[] = [];
    await this.#parts.intake.bring(client, worthIt, (bytes, isSigned) => whenDone(perform(this.#submitOne(bytes, isSigned)), (answer) => answers.push(answer)));
    return worthIt.length === batch.length ? answers : inOrder(unread, answers);
  }

  /** @throws Refusal TOO_MANY_FAULTS {retryAfterSeconds} when every one of these would be turned away for it */
  refuseHeldOff(batch: readonly Bytes[]): void {
    if (batch.length > 0 && batch.every((bytes) => this.#parts.core.admission.isHeldOff(bytes))) throw FAULTY;
  }

  /** Resolves when the transaction has got there, never will, or the time is over: look with `standing` what it was. */
  async wait(txId: Hash, waitFor: WaitFor, timeoutMs: number): Promise<void> {
    const { state } = this.standing(txId);
    if (state === 'final' || (state === 'head' && waitFor === 'head')) return;
    await this.#parts.core.waiters.wait(txId, waitFor, timeoutMs);
  }

  standing(txId: Hash): TransactionStanding {
    const { reader, admission } = this.#parts.core;
    const place = reader.find(txId);
    if (place !== undefined) return { state: place.isFinal ? 'final' : 'head', ...place };
    return { state: admission.mempool.has(toBinary(txId)) ? 'pending' : 'unknown' };
  }

  /** One that waits here to get into a block. */
  pending(txId: Hash): SealedTransaction | undefined {
    return this.#parts.core.admission.mempool.get(toBinary(txId));
  }

  /** Why a transaction that waited here was let go; undefined if it was not, or long ago. */
  whyLetGo(txId: Hash): Refusal | undefined {
    return this.#parts.core.admission.whyLetGo(txId);
  }

  /** On chains of open competition: how far a transaction in a block at this height (undefined: in none yet) is from final. */
  burial(height: number | undefined): Burial | undefined {
    return this.#parts.part.burial?.(height);
  }

  /**
   * Evidence about a final transaction; undefined if it is not final (on this node's disk).
   * @param anchorHeight on a chain of proof of work: of the block that its headers begin after
   * @throws Refusal NOT_BURIED_HERE, ANCHOR_OUT_OF_RANGE; NO_ANCHORS_HERE on a chain of votes
   */
  async receipt(txId: Hash, anchorHeight?: number): Promise<Receipt | WorkReceipt | undefined> {
    const place = this.#parts.core.reader.find(txId);
    return place?.isFinal === true ? this.#parts.part.receipt(place, anchorHeight) : undefined;
  }

  /** Those that are worth reading, and what is said unread to the others, each in its place. */
  #sortOut(batch: readonly Bytes[]): { readonly unread: readonly (Hash | Refusal | undefined)[]; readonly worthIt: readonly Bytes[] } {
    const { intake, core } = this.#parts;
    const unread: (Hash | Refusal | undefined)[] = [];
    const worthIt: Bytes[] = [];
    for (const bytes of batch) {
      const answer = core.admission.answerUnread(bytes, intake.waiting + worthIt.length);
      unread.push(answer);
      if (answer === undefined) worthIt.push(bytes);
    }
    return { unread, worthIt };
  }

  *#submitOne(bytes: Bytes, isSigned: boolean): Work<Hash | Refusal> {
    try {
      return (yield* this.#parts.core.admission.submit(bytes, isSigned)).txId;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }
}

/** What was brought has its answers in its order; where the node was closed meanwhile there are fewer. */
function inOrder(unread: readonly (Hash | Refusal | undefined)[], answers: readonly (Hash | Refusal)[]): readonly (Hash | Refusal)[] {
  const all: (Hash | Refusal)[] = [];
  let next = 0;
  for (const said of unread) {
    const answer = said ?? answers[next++];
    if (answer !== undefined) all.push(answer);
  }
  return all;
}
