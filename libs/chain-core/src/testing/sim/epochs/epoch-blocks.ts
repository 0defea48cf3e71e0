import type { Hash } from '../../../primitives/bytes';
import { toHex } from '../../../primitives/bytes';
import { EPOCH_GENESIS, type EpochBlock } from './epoch-block';
import type { EpochPlan } from './epoch-plan';

/** The blocks that one machine knows: the newest final one (on its way to the disk or there), and those above it that it found valid. */
export class EpochBlocks {
  final: EpochBlock = EPOCH_GENESIS;
  private readonly valid = new Map<string, EpochBlock>();

  constructor(private readonly plan: EpochPlan) {}

  add(block: EpochBlock): void {
    this.valid.set(toHex(block.id), block);
  }

  /** All but the final one. */
  clear(): void {
    this.valid.clear();
  }

  get(id: Hash): EpochBlock | undefined {
    const key = toHex(id);
    return key === toHex(this.final.id) ? this.final : this.valid.get(key);
  }

  /** The block and its ancestors above the final one, oldest first. */
  path(newest: EpochBlock | undefined): EpochBlock[] {
    const path: EpochBlock[] = [];
    for (let at = newest; at !== undefined && at !== this.final; at = this.get(at.parentId)) path.push(at);
    return path.reverse();
  }

  endsEpoch({ epoch, height, closes }: EpochBlock): boolean {
    return closes || height === this.plan.epochs[epoch]!.lastHeight;
  }

  epochAfter(block: EpochBlock): number {
    return block.epoch + (this.endsEpoch(block) ? 1 : 0);
  }
}
