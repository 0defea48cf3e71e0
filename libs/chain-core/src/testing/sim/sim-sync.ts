import type { Bytes } from '../../primitives/bytes';
import { equalBytes } from '../../primitives/bytes';
import { readSimBlock, type SimBlock } from './sim-block';
import type { SimDisk } from './sim-disk';
import type { Envelope, World } from './world';

export interface SimSyncParts {
  sendTo(seat: number, envelope: Envelope): void;
  later(delayUs: number, action: () => void): void;
  commit(block: SimBlock): void;
  /** A batch, after it was committed. */
  advanced(blocks: readonly SimBlock[], certificate: Bytes): void;
}

const AGAIN_US = 300_000;
const BLOCKS_AT_A_TIME = 20;

/** Fetches final blocks the engine said it lacks, from one seat after the other, and gives them to others. */
export class SimSync {
  /** View of the final block sync is after. */
  private behindView = 0;

  constructor(
    private readonly disk: SimDisk,
    private readonly world: World,
    private readonly parts: SimSyncParts,
  ) {}

  start(view: number): void {
    const isRunning = this.behindView > this.disk.final.view;
    this.behindView = Math.max(this.behindView, view);
    if (!isRunning) this.ask();
  }

  answer(to: number, height: number): void {
    const newest = this.disk.final.height;
    if (height >= newest) return;
    let last = Math.min(height + BLOCKS_AT_A_TIME, newest);
    while (!this.disk.certificates.has(last)) last += 1;
    const blocks = this.disk.chain.slice(height + 1, last + 1).map((block) => block.bytes);
    this.parts.sendTo(to, { kind: 'sync-blocks', blocks, certificate: this.disk.certificates.get(last)! });
  }

  take(encoded: readonly Bytes[], certificate: Bytes): void {
    const blocks = encoded.map(readSimBlock).filter((block) => block !== undefined);
    const first = blocks.findIndex((block) => this.follows(block));
    const last = blocks.at(-1);
    if (first < 0 || last === undefined || !this.world.verifyFinality(last, certificate)) return;
    for (const block of blocks.slice(first)) {
      if (!this.follows(block)) return;
      this.parts.commit(block);
    }
    this.disk.certificates.set(last.height, certificate);
    this.parts.advanced(blocks.slice(first), certificate);
    this.ask();
  }

  private ask(): void {
    if (this.behindView <= this.disk.final.view) return;
    this.parts.sendTo(this.world.random.below(this.world.seats), { kind: 'sync-want', height: this.disk.final.height });
    this.parts.later(AGAIN_US, () => this.ask());
  }

  private follows(block: SimBlock): boolean {
    return equalBytes(block.parentId, this.disk.final.id);
  }
}
