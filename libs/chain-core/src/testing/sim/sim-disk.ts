import type { Bytes } from '../../primitives/bytes';
import type { Random } from './random';
import { SIM_GENESIS, type SimBlock } from './sim-block';
import type { Restored } from './world';

interface Kept {
  readonly view: number;
  readonly record: Bytes;
}

/** What one node keeps through a crash: the engine's log and the final chain. */
export class SimDisk {
  readonly chain: SimBlock[] = [SIM_GENESIS];
  /** Finalisation of some of the chain's blocks, by height. */
  readonly certificates = new Map<number, Bytes>();
  private log: Kept[] = [];
  private unsynced: Kept[] = [];

  get final(): SimBlock {
    return this.chain.at(-1)!;
  }

  append(view: number, record: Bytes): void {
    this.unsynced.push({ view, record });
  }

  sync(): void {
    this.log.push(...this.unsynced);
    this.unsynced = [];
  }

  prune(upToView: number): void {
    this.log = this.log.filter((kept) => kept.view > upToView);
  }

  /** Power fails: of what was not synced yet some first records may have arrived; a torn last one is repaired away. */
  crash(random: Random): void {
    this.log.push(...this.unsynced.slice(0, random.below(this.unsynced.length + 1)));
    this.unsynced = [];
  }

  forgetLog(): void {
    this.log = [];
    this.unsynced = [];
  }

  restored(): Restored {
    const past = { epochView: SIM_GENESIS.view, blocks: this.chain.slice(1) };
    return { log: this.log.map((kept) => kept.record), final: this.final, certificate: this.certificates.get(this.final.height), past };
  }
}
