import type { Bytes, Hash } from '../../../primitives/bytes';
import type { TopologyParameters } from '../../../protocol/genesis';
import type { Random } from '../random';
import type { Schedule } from '../schedule';
import type { EpochBlock } from './epoch-block';
import type { EpochInvariants } from './epoch-invariants';
import type { EpochPlan, PlannedEpoch } from './epoch-plan';

/** What travels between machines. */
export type Letter = { readonly from: number } & (
  | { readonly kind: 'engine'; readonly epoch: number; readonly bytes: Bytes }
  | { readonly kind: 'height'; readonly height: number }
  | { readonly kind: 'want'; readonly height: number }
  | { readonly kind: 'batch'; readonly blocks: readonly Bytes[]; readonly certificate: Bytes }
);

export type EpochBug =
  | 'the old committee cannot finish'
  | 'closing blocks count as blocks'
  | 'a block of the next epoch may follow before its time'
  | 'the next epoch begins before the last block is on disk'
  | 'the committee before may certify too';

/** What one machine does wrong, to the end. `forger`: it has the keys of every committee that is over. */
export type Misdeed = 'none' | 'forger' | 'double voter';

/** What a machine has around it: time, chance, links, and the others. */
export interface Surroundings {
  readonly schedule: Schedule;
  readonly random: Random;
  readonly plan: EpochPlan;
  /** Of every committee. */
  readonly topology: TopologyParameters;
  readonly chainId: Hash;
  readonly invariants: EpochInvariants;
  readonly bug: EpochBug | undefined;
  readonly nowMs: number;
  send(from: number, to: number, letter: Letter): void;
  others(number: number, call: (machine: number) => void): void;
  ifConnected(from: number, to: number, call: () => void): void;
  /** A machine is about to write. @returns true when it lost power just now. */
  losesPower(number: number): boolean;
  /** A machine has no blocks below this height any more to give away. */
  keptFrom(number: number): number;
  /** What a machine serves in place of the blocks above a height, if it is a forger. @param last its block at that height */
  forge(number: number, height: number, last: EpochBlock | undefined): Letter | undefined;
  /** What a machine really says to a seat. */
  twist(number: number, epoch: PlannedEpoch, to: number, bytes: Bytes): readonly Bytes[];
}
