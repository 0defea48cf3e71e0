import { merkleRoot } from '../crypto/merkle';
import { ChainSeats } from '../kernel';
import { Balance } from '../ledger/balance';
import { mature, payReward, type Rewarded } from '../ledger/coinbase';
import { Taken } from '../ledger/open-inputs';
import { EffectQueue, OwnOutputs } from '../ledger/own-outputs';
import { forgetExpired } from '../ledger/remember';
import { callModule } from '../module/call-module';
import { EventQueue } from '../module/event-queue';
import { BUDGETS } from '../module/meter';
import type { Work } from '../module/work';
import type { ActiveModule } from '../module/active-module';
import { called, hookContext, metered, type BlockScope, type MeteredScope } from '../module/contexts';
import type { Bytes, Hash } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import { encodeBlockResult, encodeResult } from '../protocol/codec';
import { committeeHash } from '../protocol/committee';
import { blockEffectsId } from '../protocol/ids';
import type { BlockResult, OutputEffect, TransactionResult } from '../protocol/result';
import { transactionsRoot } from '../protocol/transactions-root';
import type { SealedTransaction } from '../protocol/transaction';
import { Overlay } from '../state/overlay';
import type { StateVersion } from '../state/state-version';
import { asFault } from './errors';
import { executePayment, executeTransaction, type TransactionRules } from './execute-transaction';
import { advanceSwap } from './swap/advance-swap';

/** What executing a list of transactions on a state gives. */
export interface Execution {
  readonly results: readonly TransactionResult[];
  /** Encoded, in the order of transactions. */
  readonly resultBytes: readonly Bytes[];
  readonly blockResult: BlockResult;
  readonly blockResultBytes: Bytes;
  readonly state: StateVersion;
  readonly transactionsRoot: Hash;
  readonly resultsRoot: Hash;
  readonly stateRoot: Hash;
  /** Of the committee that the state after the block names; undefined: the one that certifies the block. */
  readonly nextCommitteeHash: Hash | undefined;
}

interface HookTraces {
  readonly queue: EventQueue;
  /** Of all hooks of the block. */
  readonly effects: EffectQueue;
}

/** A block in the making: transactions are added one by one, then it is ended. */
export class BlockRun {
  private readonly overlay: Overlay;
  private readonly results: TransactionResult[] = [];

  constructor(
    private readonly scope: BlockScope,
    private readonly rules: TransactionRules,
    private readonly parent: StateVersion,
    /** The block before this one: its id, and the epoch that this one is of. */
    private readonly after: { readonly parentId: Hash; readonly epoch: number },
    /** On chains of proof of work: for whom the block is. */
    private readonly rewarded?: Rewarded,
  ) {
    this.overlay = parent.begin();
    if (rewarded !== undefined) mature(this.overlay, scope.height);
  }

  /**
   * @throws Refusal if the transaction must not be in this block; ExecutionFault if something else was thrown. Either way the block is as
   * it was before.
   * @returns what is left to do for it
   */
  add(transaction: SealedTransaction): Work<void> | undefined {
    if (transaction.body.calls.length > 0) return this.addCalls(transaction);
    try {
      this.results.push(executePayment(this.scope, this.rules, this.overlay, transaction));
    } catch (error) {
      throw asFault(transaction.txId, error);
    }
    return undefined;
  }

  private *addCalls(transaction: SealedTransaction): Work<void> {
    try {
      this.results.push(yield* executeTransaction(this.scope, this.rules, this.overlay, transaction));
    } catch (error) {
      throw asFault(transaction.txId, error);
    }
  }

  /** @param transactions those that were added, in this order. */
  *end(transactions: readonly SealedTransaction[]): Work<Execution> {
    const blockResult = yield* this.runHooks();
    forgetExpired(this.overlay, this.parent, this.scope.timeMs, this.results.length);
    const state = this.parent.commit(this.overlay);
    const resultBytes = this.results.map(encodeResult);
    const blockResultBytes = encodeBlockResult(blockResult);
    return {
      results: this.results,
      resultBytes,
      blockResult,
      blockResultBytes,
      state,
      transactionsRoot: transactionsRoot(transactions),
      resultsRoot: merkleRoot([...resultBytes, blockResultBytes]),
      stateRoot: state.root,
      nextCommitteeHash: this.nextCommitteeHash(state),
    };
  }

  private nextCommitteeHash(state: StateVersion): Hash | undefined {
    const { kernel } = this.scope.modules;
    if (kernel === undefined) return undefined;
    const next = new ChainSeats(kernel, state);
    const { epoch } = next.epoch();
    return epoch === this.after.epoch ? undefined : committeeHash(next.committee(epoch));
  }

  private payReward(): readonly OutputEffect[] {
    const { coinbase } = this.rules;
    return coinbase === undefined || this.rewarded === undefined ? [] : payReward(this.overlay, coinbase, this.rewarded);
  }

  private *runHooks(): Work<BlockResult> {
    const queue = new EventQueue();
    try {
      return yield* this.hooks(queue);
    } catch (error) {
      throw asFault(undefined, error);
    }
  }

  private *hooks(queue: EventQueue): Work<BlockResult> {
    const { chainId, height } = this.scope;
    let effects: EffectQueue | undefined;
    for (const module of this.scope.modules.all) {
      if (module.definition.hooks?.endBlock === undefined) continue;
      effects ??= new EffectQueue(blockEffectsId(chainId, height, this.after.parentId), 0);
      if (module === this.scope.modules.kernel) yield* this.runHook({ ...this.scope, meter: undefined }, module, this.overlay, { queue, effects });
      else yield* this.tryHook(module, { queue, effects });
    }
    if (this.scope.modules.kernel !== undefined) yield* advanceSwap(this.scope, this.overlay, queue);
    return { events: queue.events, effects: [...(effects?.effects ?? []), ...this.payReward()] };
  }

  /** A hook that refuses, or takes more of the state than it may, has not happened: the chain goes on, and an event says so. */
  private *tryHook(module: ActiveModule, traces: HookTraces): Work<void> {
    const { queue } = traces;
    const overlay = new Overlay(this.overlay);
    const before = queue.events.length;
    try {
      yield* this.runHook(metered(this.scope, BUDGETS.hook), module, overlay, traces);
      overlay.writeTo(this.overlay);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      queue.events.length = before;
      const { kernel } = this.scope.modules;
      if (kernel !== undefined && !queue.isFull) queue.add(kernel, 'hook-left-out', { module: module.name, code: error.code });
    }
  }

  private *runHook(scope: MeteredScope, module: ActiveModule, overlay: Overlay, { queue, effects }: HookTraces): Work<void> {
    const [balance, taken] = [new Balance(), new Taken()];
    const call = called(scope, module);
    const outputs = new OwnOutputs({ module, state: overlay, meter: call.meter, span: call.span, queue: effects, balance, taken, touched: 0 });
    yield* callModule({ module, span: call.span, make: () => module.definition.hooks!.endBlock!(hookContext(call, module, overlay, queue, outputs) as never) });
    taken.refuseUnnamed([]);
    balance.refuseUnbalanced();
    outputs.end();
  }
}
