import { toBinary } from '../../crypto/hash';
import type { Bytes, Hash } from '../../primitives/bytes';
import type { Weighed } from '../../protocol/pow/buried';
import type { Pace } from '../../protocol/pow/retarget';
import type { BlockRef } from '../engine';

/** header: the body is not here; held: it is, in the log too; checking: the driver was asked; valid or invalid: it answered. */
export type Standing = 'header' | 'held' | 'checking' | 'valid' | 'invalid';

/** What is known of a block above the final one, and the final one itself (which has no parent here). */
export interface Entry extends Pace, Weighed {
  readonly id: Hash;
  /** The id as a key of maps. */
  readonly key: string;
  parent: Entry | undefined;
  readonly children: Entry[];
  readonly header: Bytes;
  /** What it adds to its branch. */
  readonly work: bigint;
  /** Of it and all ancestors since the engine started. */
  readonly totalWork: bigint;
  standing: Standing;
  body: BlockRef | undefined;
  /** Its body, or an ancestor's, did not come in the time that the first peer had: the branch may be the heaviest, but is nothing to go by until it comes. */
  isLate: boolean;
  /** Peers that offered it, newest last. */
  offeredBy: number[];
  /** Peers that were asked for its body, newest last: what they send is taken, however late. */
  askedOf: number[];
}

export function keyOf(id: Hash): string {
  return toBinary(id);
}

/** Entries from this one down to, and without, the final one. */
export function* branchOf(entry: Entry): Generator<Entry> {
  for (let at: Entry = entry; at.parent !== undefined; at = at.parent) yield at;
}

/** This entry and all that stand on it, parents first. */
export function* subtreeOf(entry: Entry): Generator<Entry> {
  const waiting = [entry];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    yield at;
    waiting.push(...at.children);
  }
}

/** The ancestor (or itself) at a height; undefined below the final block. */
export function ancestorAt(entry: Entry, height: number): Entry | undefined {
  let at: Entry | undefined = entry;
  while (at !== undefined && at.height > height) at = at.parent;
  return at;
}
