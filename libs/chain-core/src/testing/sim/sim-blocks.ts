import { toHex } from '../../primitives/bytes';
import type { Hash } from '../../primitives/bytes';
import type { SimBlock } from './sim-block';
import type { SimDisk } from './sim-disk';
import { applyTransfers, sameHoldings, SIM_HOLDINGS, type Holdings, type LedgerBug } from './sim-ledger';

/** The blocks one node has executed: the final chain and valid ones above it. */
export class SimBlocks {
  private readonly valid = new Map<string, SimBlock>();
  private readonly finalKeys = new Map<string, SimBlock>();
  private readonly finalTransactions = new Set<number>();
  /** After the newest final block. */
  private holdings: Holdings = SIM_HOLDINGS;

  constructor(
    private readonly disk: SimDisk,
    private readonly bug?: LedgerBug,
  ) {
    for (const block of disk.chain) this.noteFinal(block);
  }

  get(id: Hash): SimBlock | undefined {
    const key = toHex(id);
    return this.valid.get(key) ?? this.finalKeys.get(key);
  }

  isFinal(transaction: number): boolean {
    return this.finalTransactions.has(transaction);
  }

  isFinalBlock(id: Hash): boolean {
    return this.finalKeys.has(toHex(id));
  }

  addValid(block: SimBlock): void {
    this.valid.set(toHex(block.id), block);
  }

  /** Whether `block` may follow its parent, which must be here. */
  isValid(block: SimBlock, parent: SimBlock): boolean {
    if (block.isBad || block.height !== parent.height + 1 || block.view <= parent.view) return false;
    const above = this.transactionsAbove(parent);
    if (!block.transactions.every((it) => !above.has(it) && !this.finalTransactions.has(it))) return false;
    return sameHoldings(block.holdings, this.holdingsAfter(parent, block.transactions));
  }

  /** What everybody holds after `parent` and these transactions on top of it. */
  holdingsAfter(parent: SimBlock, transactions: readonly number[]): Holdings {
    const above: SimBlock[] = [];
    for (let at: SimBlock | undefined = parent; at !== undefined && !this.finalKeys.has(toHex(at.id)); at = this.get(at.parentId)) above.push(at);
    const before = above.reverse().reduce((holdings, block) => applyTransfers(holdings, block.transactions, this.bug), this.holdings);
    return applyTransfers(before, transactions, this.bug);
  }

  /** Transactions of `block` and its ancestors that are not final. */
  transactionsAbove(block: SimBlock): Set<number> {
    const found = new Set<number>();
    for (let at: SimBlock | undefined = block; at !== undefined && !this.finalKeys.has(toHex(at.id)); at = this.get(at.parentId)) {
      for (const transaction of at.transactions) found.add(transaction);
    }
    return found;
  }

  /** The block and its ancestors above the final one, oldest first; undefined if they do not lead there. */
  pathFromFinal(id: Hash): SimBlock[] | undefined {
    const path: SimBlock[] = [];
    const finalKey = toHex(this.disk.final.id);
    for (let key = toHex(id); key !== finalKey; ) {
      const block = this.valid.get(key);
      if (block === undefined) return undefined;
      path.push(block);
      key = toHex(block.parentId);
    }
    return path.reverse();
  }

  /** Makes a block final, on disk too. It must follow the final one. */
  commit(block: SimBlock): void {
    this.disk.chain.push(block);
    this.noteFinal(block);
  }

  prune(upToView: number): void {
    for (const [key, block] of this.valid) if (block.view <= upToView) this.valid.delete(key);
  }

  private noteFinal(block: SimBlock): void {
    this.finalKeys.set(toHex(block.id), block);
    for (const transaction of block.transactions) this.finalTransactions.add(transaction);
    this.holdings = applyTransfers(this.holdings, block.transactions, this.bug);
  }
}
