import { toHex } from '../../primitives/bytes';
import type { EngineEffect } from '../../consensus/engine';
import { makeSimBlock, SIM_BLOCK_TRANSACTIONS_MAX, type SimBlock } from './sim-block';
import type { SimBlocks } from './sim-blocks';
import type { SimNodeOptions } from './sim-node-options';

export interface SimExecutorParts {
  nowMs(): number;
  checked(block: SimBlock, valid: boolean): void;
}

/** A voter's own clock judges the proposer's. */
const AHEAD_MS_MAX = 500;
const BEHIND_MS_MAX = 5_000;

/** Builds and checks the blocks of one node. */
export class SimExecutor {
  private readonly waitingForParent = new Map<string, { block: SimBlock; certified: boolean }[]>();

  constructor(
    private readonly options: Pick<SimNodeOptions, 'habits' | 'seat' | 'salt'>,
    private readonly blocks: SimBlocks,
    private readonly parts: SimExecutorParts,
  ) {}

  /** @returns undefined when the parent is not here, or there is nothing to put into a block. */
  build(wanted: Extract<EngineEffect, { kind: 'build' }>, pool: ReadonlySet<number>): SimBlock | undefined {
    const parent = this.blocks.get(wanted.parentId);
    if (parent === undefined || this.options.habits.neverProposes?.(this.options.seat)) return undefined;
    const taken = this.blocks.transactionsAbove(parent);
    const transactions = [...pool].filter((it) => !taken.has(it)).slice(0, this.options.habits.blockTransactionsMax ?? SIM_BLOCK_TRANSACTIONS_MAX);
    if (!wanted.heartbeat && transactions.length === 0) return undefined;
    const timeMs = Math.max(this.parts.nowMs(), parent.timeMs + 1);
    const { seat, salt, habits } = this.options;
    const holdings = this.blocks.holdingsAfter(parent, transactions);
    const block = makeSimBlock({ parent, view: wanted.view, proposer: seat, timeMs, salt, transactions, holdings, isBad: habits.buildsBadBlocks ?? false });
    this.blocks.addValid(block);
    return block;
  }

  /** Answers now, or when the parent has come. */
  check(block: SimBlock, certified: boolean): void {
    const parent = this.blocks.get(block.parentId);
    if (parent === undefined) {
      const key = toHex(block.parentId);
      this.waitingForParent.set(key, [...(this.waitingForParent.get(key) ?? []), { block, certified }]);
      return;
    }
    const valid = this.options.habits.checksNothing || (this.blocks.isValid(block, parent) && (certified || this.isTimely(block)));
    if (valid) this.blocks.addValid(block);
    this.parts.checked(block, valid);
    if (valid) this.parentCame(block);
  }

  parentCame(parent: SimBlock): void {
    const key = toHex(parent.id);
    const waiting = this.waitingForParent.get(key) ?? [];
    this.waitingForParent.delete(key);
    for (const { block, certified } of waiting) this.check(block, certified);
  }

  private isTimely(block: SimBlock): boolean {
    const aheadMs = block.timeMs - this.parts.nowMs();
    return aheadMs <= AHEAD_MS_MAX && aheadMs >= -BEHIND_MS_MAX;
  }
}
