import type { Bytes } from '../../../primitives/bytes';
import type { SealedBlock } from '../../../protocol/block';
import { toBinary } from '../../../crypto/hash';
import type { Hash } from '../../../primitives/bytes';
import type { StateBase } from '../../../state/state-base';
import type { FinalChain } from '../../../consensus/pow/options';
import type { ExecutedBlock } from '../../../node/executed-block';
import type { Random } from '../random';

interface Kept {
  readonly view: number;
  readonly record: Bytes;
}

/** What one node keeps through a crash: the engine's log, the final blocks, and the state after them. */
export class PowDisk implements FinalChain {
  /** The state after the newest final block. */
  readonly base: StateBase;
  readonly chain: SealedBlock[] = [];
  private readonly heights = new Map<string, number>();
  private log: Kept[] = [];
  private unsynced: Kept[] = [];

  constructor(genesis: ExecutedBlock, base: StateBase) {
    this.base = base;
    genesis.state.settle();
    this.addBlock(genesis.block);
  }

  get records(): readonly Bytes[] {
    return this.log.map(({ record }) => record);
  }

  /** Blocks and state at once, as the batch of the real store. */
  commit(blocks: readonly ExecutedBlock[]): void {
    for (const { block, state } of blocks) {
      this.addBlock(block);
      state.settle();
    }
  }

  heightOf(id: Hash): number | undefined {
    return this.heights.get(toBinary(id));
  }

  header(height: number): Bytes | undefined {
    return this.chain[height]?.headerBytes;
  }

  block(height: number): Bytes | undefined {
    return this.chain[height]?.bytes;
  }

  append(view: number, record: Bytes): void {
    this.unsynced.push({ view, record });
  }

  sync(): void {
    this.log.push(...this.unsynced);
    this.unsynced = [];
  }

  prune(upToView: number): void {
    this.log = this.log.filter(({ view }) => view > upToView);
  }

  /** Power fails: of what was not synced yet some first records may have arrived; a torn last one is repaired away. */
  crash(random: Random): void {
    this.log.push(...this.unsynced.slice(0, random.below(this.unsynced.length + 1)));
    this.unsynced = [];
  }

  private addBlock(block: SealedBlock): void {
    this.heights.set(toBinary(block.id), block.header.height);
    this.chain.push(block);
  }
}
