import { LeaderRecord } from '../../../consensus/bft/leader-record';
import { Leaders } from '../../../consensus/bft/leaders';
import { toHex } from '../../../primitives/bytes';
import { SIM_GENESIS, type SimBlock } from '../sim-block';
import type { ByzantineParts } from './byzantine';

/** Knows whose turn it is on top of any block it heard of, so that misbehaviour comes when others listen. */
export class Turns {
  private readonly records = new Map<string, LeaderRecord>();

  constructor({ chainId, committee, world }: Pick<ByzantineParts, 'chainId' | 'committee' | 'world'>) {
    this.records.set(toHex(SIM_GENESIS.id), new Leaders(chainId, committee.epoch, world.seats).begin(0));
  }

  heard(block: SimBlock): void {
    const parent = this.records.get(toHex(block.parentId));
    if (parent !== undefined && block.view > parent.view && block.view - parent.view < 10_000) this.records.set(toHex(block.id), parent.then(block));
  }

  /** Undefined for a parent nothing is known of. */
  leaderOf(view: number, parent: SimBlock): number | undefined {
    const record = this.records.get(toHex(parent.id));
    return record === undefined || view <= record.view ? undefined : record.leaderOf(view);
  }
}
