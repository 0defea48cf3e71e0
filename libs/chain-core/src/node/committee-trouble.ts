import { quorumOf } from '../protocol/committee';
import type { Seats } from './seats';
import type { SeenBefore } from './recovery/seen-before';

/** What a node sees of its part in a committee. */
export interface CommitteeSight {
  readonly seats: Seats;
  readonly finalHeight: number;
  /** Node keys in hex. */
  readonly connected: readonly string[];
  /** What it was seen with and has no more. */
  readonly forgotten: SeenBefore | undefined;
  /** A block that nobody in reach has any more, nor the state of a later one. */
  readonly prunedAway: number | undefined;
  /** The version of the protocol that the chain is about to go by, from the block after this height on. */
  readonly nextVersion: { readonly version?: number | undefined; readonly lastHeight: number } | undefined;
  /** The latest version that this software runs. */
  readonly versionMax: number;
}

/** In words, what people must see to; the first that applies. */
export function committeeTrouble(sight: CommitteeSight): string | undefined {
  return keylessness(sight) ?? forgetfulness(sight) ?? outdated(sight) ?? prunedAway(sight) ?? loneliness(sight);
}

/** The seat votes with a key that is not here. */
function keylessness({ seats }: CommitteeSight): string | undefined {
  return seats.lacksKey ? `The voting key of this seat in epoch ${seats.committee.epoch} is not on this machine: the node follows without voting.` : undefined;
}

/** The folder is an older copy. */
function forgetfulness({ seats, forgotten, finalHeight }: CommitteeSight): string | undefined {
  if (forgotten === undefined || seats.own === undefined) return undefined;
  return `This node was seen with block ${forgotten.height} and has block ${finalHeight} now: its folder was put back from an older copy. It votes once enough validators that remember have told it what it signed. If every validator was restored, the chain must be started again.`;
}

/** The chain is about to go by a version of the protocol that this software does not run. */
function outdated({ nextVersion, versionMax }: CommitteeSight): string | undefined {
  if (nextVersion?.version === undefined || nextVersion.version <= versionMax) return undefined;
  return `After block ${nextVersion.lastHeight} the chain goes by protocol version ${nextVersion.version}, and this software runs versions up to ${versionMax}: the node stops there unless a newer version is installed before.`;
}

/** Nobody in reach has the blocks that come next here. */
function prunedAway({ prunedAway: height }: CommitteeSight): string | undefined {
  if (height === undefined) return undefined;
  return `No connected node has block ${height} any more, nor has given the state of a later one yet: connect one that keeps everything, or wait until the chain goes on.`;
}

/** Too few validators are in reach for anything to become final. */
function loneliness({ seats, connected }: CommitteeSight): string | undefined {
  const total = seats.committee.seats.length;
  const others = connected.filter((peer) => seats.seatOf(peer) !== undefined).length;
  const reached = others + (seats.own === undefined ? 0 : 1);
  const needed = seats.own === undefined ? 1 : quorumOf(total);
  return reached >= needed ? undefined : `Only ${reached} of ${total} validators are connected here; ${needed} are needed to go on.`;
}
