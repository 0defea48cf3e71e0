import type { Committee } from '../../../protocol/vote';
import type { Random } from '../random';
import { TOY_LISTS, TOY_SUMS, type SimKeys } from '../sim-keys';

/** Who decides when: what the state says on a real chain, known beforehand here. */
export interface EpochPlan {
  readonly machines: number;
  readonly epochs: readonly PlannedEpoch[];
}
export interface PlannedEpoch {
  readonly committee: Committee;
  /** By seat: which machine sits there, and which of its keys it votes with. */
  readonly seats: readonly { readonly machine: number; readonly key: number }[];
  /** How they sign: lists of signatures first, sums later. */
  readonly keys: SimKeys;
  /** Height of the last block; Infinity in the last epoch. */
  readonly lastHeight: number;
}

const KEYS_OF_A_MACHINE = 100;

/** Four seats, then seven, then five of which some have new keys and all sign in another way, then four with others gone. */
export function planOf(random: Random): EpochPlan {
  const machines = 8;
  const order = random.shuffled(Array.from({ length: machines }, (_, machine) => machine));
  const groups = [order.slice(0, 4), order.slice(0, 7), order.slice(2, 7), order.slice(3, 7)];
  let height = 0;
  const epochs = groups.map((group, epoch): PlannedEpoch => {
    const renews = epoch >= 2;
    const keys = renews ? TOY_SUMS : TOY_LISTS;
    const seats = random.shuffled(group).map((machine, i) => ({ machine, key: machine + (renews && i % 2 === 0 ? KEYS_OF_A_MACHINE : 0) }));
    height += random.between(2, 6);
    const committee: Committee = { epoch, scheme: keys.scheme.name, seats: seats.map(({ machine, key }) => ({ votingKey: keys.publicKey(key), nodeKey: TOY_LISTS.publicKey(machine) })) };
    return { committee, seats, keys, lastHeight: epoch === groups.length - 1 ? Infinity : height };
  });
  return { machines, epochs };
}

export function seatOf(epoch: PlannedEpoch, machine: number): number | undefined {
  const seat = epoch.seats.findIndex((it) => it.machine === machine);
  return seat < 0 ? undefined : seat;
}

/** The epoch of the block at a height. */
export function epochAt(plan: EpochPlan, height: number): number {
  return plan.epochs.findIndex(({ lastHeight }) => height <= lastHeight);
}
