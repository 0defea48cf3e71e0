import type { Bytes } from '../../../primitives/bytes';
import { toHex } from '../../../primitives/bytes';
import type { Life } from '../life';
import { certifies } from './certifies';
import { readEpochBlock, type EpochBlock } from './epoch-block';
import type { EpochBlocks } from './epoch-blocks';
import type { EpochDisk } from './epoch-disk';
import type { Surroundings } from './surroundings';

const WANT_PAUSE_US = 20_000;

export interface EpochFetchParts {
  readonly disk: EpochDisk;
  readonly blocks: EpochBlocks;
  readonly life: Life;
  readonly world: Surroundings;
}

/** How one machine gets final blocks that it missed, and gives others what they miss. */
export class EpochFetch {
  private wantsAgainUs = 0;
  private claimed = 0;

  constructor(
    private readonly machine: number,
    private readonly parts: EpochFetchParts,
  ) {}

  /** Somebody claims to have more. */
  get isBehind(): boolean {
    return this.claimed > this.parts.blocks.final.height;
  }

  heard(from: number, height: number): void {
    this.claimed = Math.max(this.claimed, height);
    if (height > this.parts.blocks.final.height) this.want(from);
  }

  /** Asks for what is missing, and another machine a little later if nothing came of it. */
  want(machine: number): void {
    const { world, blocks, life } = this.parts;
    if (world.schedule.nowUs < this.wantsAgainUs) return;
    this.wantsAgainUs = world.schedule.nowUs + WANT_PAUSE_US;
    world.send(this.machine, machine, { kind: 'want', from: this.machine, height: blocks.final.height });
    life.later(WANT_PAUSE_US, () => (this.isBehind ? this.want(world.random.below(world.plan.machines)) : undefined));
  }

  wantAll(): void {
    this.parts.world.others(this.machine, (machine) => {
      this.wantsAgainUs = 0;
      this.want(machine);
    });
  }

  /** Blocks after a height, up to one with a certificate, and not beyond the end of an epoch; none once they are pruned. */
  serve(to: number, height: number): void {
    const { world, disk } = this.parts;
    const forged = world.forge(this.machine, height, disk.chain[height]);
    if (forged !== undefined) return world.send(this.machine, to, forged);
    if (height + 1 < world.keptFrom(this.machine)) return;
    for (let at = height + 1; at <= disk.final.height; at += 1) {
      const committed = disk.certified.get(at);
      if (committed === undefined) continue;
      const blocks = [...disk.chain.slice(height + 1, at + 1), ...committed.closing].map(({ bytes }) => bytes);
      return world.send(this.machine, to, { kind: 'batch', from: this.machine, blocks, certificate: committed.certificate });
    }
  }

  /** The new blocks of a batch, oldest first; none when they do not follow on what is final, or when nobody certifies the last whose turn it was. */
  accept(batch: readonly Bytes[], certificate: Bytes): readonly EpochBlock[] {
    const { world } = this.parts;
    const { final } = this.parts.blocks;
    const epoch = this.parts.blocks.epochAfter(final);
    const read = batch.map((bytes) => readEpochBlock(bytes)).filter((block) => block !== undefined);
    const blocks = read.filter((block) => block.height > final.height && !(block.closes && block.epoch < epoch));
    const last = blocks.at(-1);
    if (last === undefined || !this.isBranch(blocks, epoch)) return [];
    const trusted = world.bug === 'the committee before may certify too' ? [epoch, epoch - 1] : [epoch];
    const isCertified = trusted.some((it) => it >= 0 && certifies(world.plan.epochs[it]!, certificate, last, world.chainId));
    return isCertified ? blocks : [];
  }

  /** Whether each follows on the one before it, the first on the final one, in one epoch. */
  private isBranch(blocks: readonly EpochBlock[], epoch: number): boolean {
    const { final } = this.parts.blocks;
    let parent = final;
    for (const block of blocks) {
      const mayClose = this.parts.blocks.endsEpoch(parent) && parent !== final;
      if (block.epoch !== epoch || block.closes !== mayClose || toHex(block.parentId) !== toHex(parent.id)) return false;
      parent = block;
    }
    return true;
  }
}
