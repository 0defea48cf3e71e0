import type { Bytes } from '../../../primitives/bytes';
import type { Random } from '../random';
import { EPOCH_GENESIS, type EpochBlock } from './epoch-block';

export interface Committed {
  readonly blocks: readonly EpochBlock[];
  readonly closing: readonly EpochBlock[];
  readonly certificate: Bytes;
}

/** What one machine keeps through a crash: the log of votes, and final blocks with what made them final. */
export class EpochDisk {
  readonly chain: EpochBlock[] = [EPOCH_GENESIS];
  /** By height: the certificate of that block, or of the last that closed it. */
  readonly certified = new Map<number, Committed>();
  log: { readonly view: number; readonly record: Bytes }[] = [];
  private unsynced: { readonly view: number; readonly record: Bytes }[] = [];

  get final(): EpochBlock {
    return this.chain.at(-1)!;
  }

  append(view: number, record: Bytes): void {
    this.unsynced.push({ view, record });
  }

  sync(): void {
    this.log.push(...this.unsynced.splice(0));
  }

  commit(committed: Committed): void {
    this.chain.push(...committed.blocks);
    this.certified.set(this.final.height, committed);
  }

  prune(upToView: number): void {
    this.log = this.log.filter(({ view }) => view > upToView);
  }

  /** Power fails: of what was not synced some first records may have arrived. */
  crash(random: Random): void {
    this.log.push(...this.unsynced.slice(0, random.below(this.unsynced.length + 1)));
    this.unsynced = [];
  }
}
