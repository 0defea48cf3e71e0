import type { BlockRef, WorkWanted } from '../consensus/engine';
import { BlockInvalid, ExecutionFault } from '../execution';
import type { Executor, LeftOut } from '../execution';
import type { Mempool } from '../mempool';
import type { Work } from '../module/work';
import type { Bytes, Hash, PublicKey } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import type { GenesisDocument } from '../protocol/genesis';
import type { SealedTransaction } from '../protocol/transaction';
import { readBlock } from '../sync';
import { BlockSize } from './block-size';
import type { BlockTree } from './block-tree';
import type { Clock } from './clock';
import { ExecutedBlock } from './executed-block';
import { NODE } from './limits';
import { Templates } from './templates';
import { TimeLimit } from './time-limit';
import type { NodeLog } from './node-log';

export interface BlockMakerOptions {
  readonly blockTransactionsMax: number;
  readonly turn: Turn;
  /** Who gets the reward of blocks built here, on chains of proof of work. */
  readonly minerKey?: PublicKey;
}

/** For whom blocks are made and judged: changes with the epoch. */
export interface Turn {
  readonly epoch: number;
  /** This node's seat in the epoch's committee. */
  readonly proposer: number;
  /** The making of a block may keep others waiting for at most a quarter of it. */
  readonly viewTimerMs: number;
}

/** What a node without a seat begins with. */
export function firstTurn({ consensus }: GenesisDocument): Turn {
  return { epoch: 0, proposer: 0, viewTimerMs: consensus.engine === 'bft' ? consensus.viewTimerMs : Math.min(consensus.targetSpacingMs, NODE.templatePaceMsMax) };
}

export interface BlockMakerParts {
  readonly executor: Executor;
  readonly tree: BlockTree;
  readonly mempool: Mempool;
  readonly clock: Clock;
  readonly log: NodeLog;
  /** These candidates did not go into a block. */
  onLeftOut(leftOut: readonly LeftOut[]): void;
}

/**
 * Builds and judges blocks: the executor's rules, and the clock's, which only a node knows. While a module is waited for no event comes in between, but others' microtasks may: what a block
 * stands on is looked up again afterwards.
 */
export class BlockMaker {
  readonly #options: BlockMakerOptions;
  readonly #parts: BlockMakerParts;
  #turn: Turn;
  /** A block is decoded once: the engine holds the reference and gives it back to be checked. */
  readonly #decoded = new WeakMap<BlockRef, SealedBlock>();
  #size: BlockSize;
  readonly #templates = new Templates();

  constructor(options: BlockMakerOptions, parts: BlockMakerParts) {
    this.#options = options;
    this.#parts = parts;
    this.#turn = options.turn;
    this.#size = this.#newSize();
  }

  enter(turn: Turn): void {
    if (turn.viewTimerMs !== this.#turn.viewTimerMs) this.#size = this.#newSize(turn);
    this.#turn = turn;
  }

  /**
   * @param work for a template: a block without a nonce, which is not valid itself; see Templates
   * @returns undefined when there is nothing to put into a block and an empty one is not wanted, or when the parent is not here.
   */
  *build(view: number, parentId: Hash, heartbeat: boolean, work?: WorkWanted): Work<BlockRef | undefined> {
    const { tree, executor, clock } = this.#parts;
    const parent = tree.get(parentId);
    if (parent === undefined) return undefined;
    const startMs = clock.nowMs();
    const { minerKey } = this.#options;
    const built = yield* executor.building(parent.asParent, {
      timeMs: Math.max(startMs, parent.block.header.timeMs + 1),
      view,
      proposer: this.#turn.proposer,
      epoch: this.#turn.epoch,
      ...(work !== undefined && minerKey !== undefined && { work: { bits: work.bits, minerKey }, bytesMax: work.bytesMax }),
      candidates: this.#candidatesAbove(parent, this.#size.transactions, work?.bytesMax),
      // Whatever was expected: voters must be done well before the view timer. Asked each time: of the costliest a few take that long.
      time: new TimeLimit(clock, startMs + this.#turn.viewTimerMs / 4),
    });
    // What broke down took its time, too.
    this.#size.executed(built.block.transactions.length + built.leftOut.filter(({ kind }) => kind === 'fault').length, clock.nowMs() - startMs);
    if (built.leftOut.length > 0) this.#parts.onLeftOut(built.leftOut);
    if (built.block.transactions.length === 0 && !heartbeat && !executor.wantsBlocks(parent.asParent)) return undefined;
    if (!this.#isHere(parent)) return undefined;
    if (work === undefined) tree.add(ExecutedBlock.of(built.block, built.execution));
    else this.#templates.add(built);
    return refOf(built.block);
  }

  /**
   * @param certified a quorum has called the block valid already: then this node's clock has no say
   * @returns whether it is valid here and now; a number: its time has not come, ask again after so many milliseconds
   */
  *check(ref: BlockRef, certified: boolean): Work<boolean | number> {
    const { tree, clock, log } = this.#parts;
    if (tree.get(ref.id) !== undefined) return true;
    const aheadMs = ref.timeMs - clock.nowMs();
    if (!certified && aheadMs > NODE.blockFutureMsMax && aheadMs < NODE.blockFuturePatienceMs) return aheadMs - NODE.blockFutureMsMax;
    if (!certified && (aheadMs > NODE.blockFutureMsMax || -aheadMs > NODE.blockPastMsMax)) {
      log('warn', 'a block is too far from the clock of this node', { height: ref.height, aheadMs });
      return false;
    }
    if (!certified && tree.isFull) return NODE.fullTreePauseMs;
    const parent = tree.get(ref.parentId);
    const block = this.#decoded.get(ref) ?? this.#decode(ref.bytes);
    if (parent === undefined || block === undefined || block.header.epoch !== this.#turn.epoch) return false;
    const template = this.#templates.executionOf(block);
    if (template === undefined) return yield* this.#executes(parent, block);
    tree.add(ExecutedBlock.of(block, template));
    return true;
  }

  /** Executes a block that is final: whatever is wrong with it now is wrong with this node. */
  *follow(block: SealedBlock): Work<ExecutedBlock> {
    const { tree, executor } = this.#parts;
    const here = tree.get(block.id);
    if (here !== undefined) return here;
    const parent = tree.get(block.header.parentId);
    if (parent === undefined) throw new Error(`the parent of final block ${block.header.height} is not here`);
    const executed = ExecutedBlock.of(block, yield* executor.executing(parent.asParent, block));
    tree.add(executed);
    return executed;
  }

  /** For the engine: undefined unless the bytes are a block with the body its header commits to. */
  read(bytes: Bytes): BlockRef | undefined {
    const block = this.#decode(bytes);
    if (block === undefined) return undefined;
    const ref = refOf(block);
    this.#decoded.set(ref, block);
    return ref;
  }

  /** Not on a branch that was given up meanwhile. */
  #isHere({ block }: ExecutedBlock): boolean {
    return this.#parts.tree.get(block.id) !== undefined;
  }

  #newSize({ viewTimerMs } = this.#turn): BlockSize {
    return new BlockSize({ executeMs: viewTimerMs / 6, transactionsMax: this.#options.blockTransactionsMax });
  }

  #decode(bytes: Bytes): SealedBlock | undefined {
    return readBlock(bytes, (transaction) => this.#parts.mempool.endingLike(transaction));
  }

  *#executes(parent: ExecutedBlock, block: SealedBlock): Work<boolean> {
    const { tree, executor, log, clock } = this.#parts;
    const startMs = clock.nowMs();
    try {
      const executed = ExecutedBlock.of(block, yield* executor.executing(parent.asParent, block));
      if (!this.#isHere(parent)) return false;
      tree.add(executed);
      this.#size.executed(block.transactions.length, clock.nowMs() - startMs);
      return true;
    } catch (error) {
      const facts = { height: block.header.height, blockId: toHex(block.id), proposer: block.header.proposer };
      if (error instanceof BlockInvalid) log('warn', 'a block breaks the rules; not voting for it', { ...facts, reason: error.message });
      else if (error instanceof ExecutionFault) log('error', 'a block makes this software fail; not voting for it', { ...facts, reason: error.message });
      else throw error;
      return false;
    }
  }

  /** Waiting transactions that are not in the unfinal ancestors already. Those that are longer than the block may be take no place of others. */
  *#candidatesAbove(parent: ExecutedBlock, countMax: number, bytesMax = Infinity): Generator<SealedTransaction> {
    let isHeld: ((key: string) => boolean) | undefined;
    let count = 0;
    for (const transaction of this.#parts.mempool.inTurns(countMax)) {
      isHeld ??= this.#parts.tree.holding(parent.block.id);
      if (isHeld(transaction.key) || transaction.bytes.length > bytesMax) continue;
      if (count === countMax) return;
      count += 1;
      yield transaction;
    }
  }
}

export function refOf(block: SealedBlock): BlockRef {
  const { height, view, proposer, timeMs, parentId } = block.header;
  return { id: block.id, parentId, height, view, proposer, timeMs, bytes: block.bytes };
}
