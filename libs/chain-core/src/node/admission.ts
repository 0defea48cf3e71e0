import { toBinary } from '../crypto/hash';
import type { Executor, LeftOut } from '../execution';
import { mayBeRecorded } from '../ledger/remember';
import { MEMPOOL_LIMITS, Mempool } from '../mempool';
import type { Work } from '../module/work';
import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes, toHex } from '../primitives/bytes';
import { MachineFailed } from '../primitives/machine-failed';
import { Refusal, refuse } from '../primitives/refusal';
import { decodeTransaction, lastSignerOf } from '../protocol/codec';
import type { SealedTransaction } from '../protocol/transaction';
import { Backlog } from './backlog';
import type { BlockTree } from './block-tree';
import type { Clock } from './clock';
import { FAULTY, Faults } from './faults';
import { LetGo } from './let-go';
import { NODE } from './limits';
import { LookAgain } from './look-again';
import type { NodeLog } from './node-log';

export interface AdmissionParts {
  readonly executor: Executor;
  readonly tree: BlockTree;
  readonly clock: Clock;
  readonly log: NodeLog;
  /** Whether it is in a final block or in one of the head's branch. */
  isRecorded(txId: Hash): boolean;
  onAdmitted(transaction: SealedTransaction): void;
  /** It waits here no more, and will not be recorded by way of this node; by way of another it may be, if that one let it go a moment later. */
  onDropped(txId: Hash): void;
}

/** The way into the mempool, and out of it again for what no block can take. */
export class Admission {
  readonly mempool = new Mempool();
  readonly backlog: Backlog;
  readonly #parts: AdmissionParts;
  readonly #faults: Faults;
  readonly #letGo = new LetGo();
  readonly #lookAgain: LookAgain;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
    const { clock, log, isRecorded } = parts;
    this.backlog = new Backlog({ nowMs: clock.nowMs() });
    this.#faults = new Faults({ clock, log });
    this.#lookAgain = new LookAgain({
      clock, isRecorded,
      mempool: this.mempool,
      refusalOf: (transaction) => this.#lastingRefusalOf(transaction),
      drop: (transaction, why) => this.#drop(transaction, why),
    });
  }

  /**
   * From a client of this node. `isSigned`: its signatures are known to hold.
   * @throws Refusal MALFORMED, MEMPOOL_FULL and TOO_MANY_FAULTS {retryAfterSeconds}, EXECUTION_FAULT, and whatever makes the transaction impossible now.
   */
  *submit(bytes: Bytes, isSigned = false): Work<SealedTransaction> {
    const room = this.#room();
    const why = this.#unread(bytes, this.#waiting, room);
    if (why !== undefined) return this.#held(bytes) ?? turnAway(why);
    const { transaction, comesAtMs } = yield* this.#judge(bytes, isSigned, room);
    if (comesAtMs !== undefined) this.#comeIn(transaction, comesAtMs);
    return transaction;
  }

  /** What `submit` would say to a client now, and nothing comes in. What refuses only while it is applied is met in a block. */
  *check(bytes: Bytes): Work<SealedTransaction> {
    const room = this.#room();
    if (this.#waiting >= room) turnAway(FULL);
    if (this.#faults.isSignerHeldOff(bytes)) return this.#held(bytes) ?? turnAway(FAULTY);
    return (yield* this.#judge(bytes, false, room)).transaction;
  }

  /**
   * What a client is told of these bytes unread, when so many of its and others' transactions are about to come in; undefined: they are worth reading.
   * Under overload this is nearly every answer, so nothing is paid for before it: neither decoding, nor signatures, nor waiting for a turn.
   */
  answerUnread(bytes: Bytes, onTheWay: number): Hash | Refusal | undefined {
    const held = this.#held(bytes);
    if (held !== undefined) return held.txId;
    return this.#unread(bytes, this.#waiting + onTheWay, this.#room()) ?? (this.#faults.isHeldOff(bytes) ? FAULTY : undefined);
  }

  /** Whether clients must come back later, when so many of their and others' transactions are about to come in. */
  isFull(onTheWay: number): boolean {
    return this.#waiting + onTheWay >= this.#room();
  }

  /** Whether this would be turned away because what is like it makes this software fail: then its signatures need not be looked at. */
  isHeldOff(bytes: Bytes): boolean {
    return this.#faults.isHeldOff(bytes) && this.#held(bytes) === undefined;
  }

  /**
   * From a peer, which has checked it against a head that this node may not have yet: of gossip only the signatures are checked, the rest
   * when a block is built. What cannot be admitted is dropped without a word. @returns false when no honest peer would have passed it on.
   */
  gossiped(bytes: Bytes, isSigned = false): boolean {
    if (this.#faults.isSignerHeldOff(bytes)) return true;
    try {
      const transaction = this.#decode(bytes, isSigned);
      if (this.#isKnown(transaction)) return true;
      const nowMs = this.#mayCome(transaction);
      if (!this.#parts.executor.verifier.verify(transaction)) refuse('SIGNATURE_INVALID');
      this.#comeIn(transaction, nowMs);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.code !== 'MALFORMED' && error.code !== 'SIGNATURE_INVALID';
    }
    return true;
  }

  /** A block that held it is in the head's branch no longer. It waits again, unless it does anyway or another one that spends the same does. */
  takeBack(transaction: SealedTransaction): void {
    try {
      this.mempool.add(transaction, this.#parts.clock.nowMs());
      this.#lookAgain.later();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  /** What a proposer could not use. It may be early (its inputs are not made yet), so it gets a little time before it is dropped. */
  leftOut(leftOut: readonly LeftOut[]): void {
    for (const { txId, kind, code, error } of leftOut) {
      const key = toBinary(txId);
      const transaction = this.mempool.get(key);
      if (transaction === undefined) continue;
      if (kind === 'fault') this.#faults.failed(transaction, error);
      else if (code === 'INPUT_MISSING' && this.#waitsForAnother(transaction)) continue;
      else if (this.#parts.clock.nowMs() - this.mempool.sinceMs(key)! < NODE.leftOutPatienceMs) continue;
      this.#drop(transaction, error instanceof Refusal ? error : new Refusal(code, {}));
    }
  }

  /** Why a transaction that waited here was let go; undefined if it was not, or long ago. */
  whyLetGo(txId: Hash): Refusal | undefined {
    return this.#letGo.why(txId);
  }

  /** These wait here no more: their time is over, or what they spend is spent. */
  *lost(transactions: readonly SealedTransaction[]): Work<void> {
    for (const transaction of transactions) {
      const why = yield* this.#refusalOf(transaction);
      if (why !== undefined) this.#letGo.because(transaction.txId, why);
    }
  }

  close(): void {
    this.#lookAgain.close();
  }

  #drop({ txId, key }: SealedTransaction, why: Refusal): void {
    // Of what broke something the alarm tells.
    if (why.code !== 'EXECUTION_FAULT') this.#parts.log('debug', 'a transaction can no longer be recorded', { txId: toHex(txId), code: why.code });
    this.#letGo.because(txId, why);
    this.mempool.remove([key]);
    this.#parts.onDropped(txId);
  }

  /** Why it can be in no block on the head now. What the machine fails at is met, and said, by whoever makes blocks. */
  *#refusalOf(transaction: SealedTransaction): Work<Refusal | undefined> {
    try {
      yield* this.#checkAtHead(transaction, this.#parts.clock.nowMs());
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error;
      if (error instanceof MachineFailed) return undefined;
      throw error;
    }
  }

  /** The same, unless that ends with its own turn. */
  *#lastingRefusalOf(transaction: SealedTransaction): Work<Refusal | undefined> {
    const why = yield* this.#refusalOf(transaction);
    return why?.code === 'INPUT_MISSING' && this.#waitsForAnother(transaction) ? undefined : why;
  }

  /** What it spends is made by one that waits here too: its own turn comes when that one is in a block, or gone. */
  #waitsForAnother({ body }: SealedTransaction): boolean {
    return body.inputs.some((input) => input.kind === 'spend' && this.mempool.has(toBinary(input.outPoint.txId)));
  }

  /** Of a client's, whether it may come in. @returns `comesAtMs` undefined: it waits here already, or is recorded */
  *#judge(bytes: Bytes, isSigned: boolean, room: number): Work<{ readonly transaction: SealedTransaction; readonly comesAtMs?: number }> {
    const transaction = this.#decode(bytes, isSigned);
    if (this.#isKnown(transaction)) return { transaction };
    if (this.mempool.isUnfair(transaction.signatures, this.#waiting, room)) turnAway(UNFAIR);
    const comesAtMs = this.#mayCome(transaction);
    yield* this.#checkAtHead(transaction, comesAtMs);
    if (this.#faults.isSuspect(transaction)) yield* this.#tryAtHead(transaction, comesAtMs);
    return { transaction, comesAtMs };
  }

  #decode(bytes: Bytes, isSigned: boolean): SealedTransaction {
    const transaction = decodeTransaction(bytes);
    if (isSigned) this.#parts.executor.verifier.markVerified(transaction);
    return transaction;
  }

  /** @param waiting as many as wait, or are about to */
  #unread(bytes: Bytes, waiting: number, room: number): Refusal | undefined {
    if (waiting >= room) return FULL;
    if (this.mempool.isUnfair([{ publicKey: lastSignerOf(bytes) }], this.#waiting, room)) return UNFAIR;
    return this.#faults.isSignerHeldOff(bytes) ? FAULTY : undefined;
  }

  /** The waiting transaction of just these bytes. */
  #held(bytes: Bytes): SealedTransaction | undefined {
    const held = this.mempool.endingLike(bytes);
    return held !== undefined && equalBytes(held.bytes, bytes) ? held : undefined;
  }

  /** For a block: what is in one of the head's branch, however long that takes to be final, keeps nobody out. */
  get #waiting(): number {
    return Math.max(0, this.mempool.size - this.#parts.tree.transactionsOnHead);
  }

  #room(): number {
    return Math.min(MEMPOOL_LIMITS.transactionsMax, this.backlog.max(this.#parts.clock.nowMs(), this.#waiting));
  }

  /** The disk is asked only about what the state does not rule out. */
  #isKnown(transaction: SealedTransaction): boolean {
    if (this.mempool.has(transaction.key)) return true;
    const { head } = this.#parts.tree;
    const timeMs = Math.max(this.#parts.clock.nowMs(), head.block.header.timeMs);
    return mayBeRecorded(head.state, transaction, timeMs) && this.#parts.isRecorded(transaction.txId);
  }

  /** Before it is checked. @returns the time */
  #mayCome(transaction: SealedTransaction): number {
    if (this.mempool.size >= MEMPOOL_LIMITS.transactionsMax) turnAway(FULL);
    this.#faults.refuseLike(transaction);
    return this.#parts.clock.nowMs();
  }

  #comeIn(transaction: SealedTransaction, nowMs: number): void {
    if (this.mempool.add(transaction, nowMs) === 'known') return;
    this.#lookAgain.later();
    this.#parts.onAdmitted(transaction);
  }

  *#checkAtHead(transaction: SealedTransaction, nowMs: number): Work<void> {
    const { executor, tree } = this.#parts;
    yield* this.#faults.keep(transaction, executor.checking(tree.head.asParent, transaction, nowMs));
  }

  *#tryAtHead(transaction: SealedTransaction, nowMs: number): Work<void> {
    const { executor, tree } = this.#parts;
    yield* this.#faults.keep(transaction, executor.trying(tree.head.asParent, transaction, nowMs));
  }
}

/** Made once, as FAULTY is. */
const FULL = new Refusal('MEMPOOL_FULL', { retryAfterSeconds: MEMPOOL_LIMITS.retryAfterSeconds, share: false });
const UNFAIR = new Refusal('MEMPOOL_FULL', { retryAfterSeconds: MEMPOOL_LIMITS.retryAfterSeconds, share: true });

function turnAway(why: Refusal): never {
  throw why;
}
