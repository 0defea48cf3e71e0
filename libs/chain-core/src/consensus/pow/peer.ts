import type { Hash } from '../../primitives/bytes';
import type { Pace } from '../../protocol/pow/retarget';

/** A branch that leaves our final chain, as far as one peer has told of it. Of its headers only the last one is remembered. */
export interface Rival {
  readonly forkHeight: number;
  readonly last: Pace;
  readonly lastId: Hash;
  /** Of its blocks after the fork. */
  readonly work: bigint;
  /** Of our final blocks after the fork, up to a height: as far as they had to be counted. */
  readonly own: { height: number; work: bigint };
}

/** A peer's session. */
export interface Peer {
  /** Its last message of headers was full: more will come. */
  tellsMore: boolean;
  /** It has no bodies below this height. */
  keptFrom: number;
  /** Start of the second in which what is sent to it is counted, and how much that was. */
  sinceMs: number;
  sent: number;
  /** When a body that it was asked for last came from it. */
  lastBodyMs: number;
  /** What it told of a branch that leaves our final chain. */
  rival?: Rival;
}
