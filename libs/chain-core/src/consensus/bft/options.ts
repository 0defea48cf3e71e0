import type { Bytes, Hash } from '../../primitives/bytes';
import type { CertificateScheme } from '../../protocol/certificate-scheme';
import type { BftParameters, TopologyParameters } from '../../protocol/genesis';
import type { Committee } from '../../protocol/vote';
import type { BlockPlace, BlockRef } from '../engine';
import type { BftRules } from './rules';

/** What an engine is for; the same for its whole life. */
export interface BftOptions {
  readonly chainId: Hash;
  readonly committee: Committee;
  /** Index of this node's seat; undefined: an observer, which follows without voting. */
  readonly seat: number | undefined;
  readonly parameters: Pick<BftParameters, 'viewTimerMs' | 'viewTimerMsMax' | 'heartbeatMs'>;
  /** How votes travel; undefined: a mesh. */
  readonly topology?: TopologyParameters;
  /** Longest encoded block accepted from others. */
  readonly blockBytesMax: number;
}

/** What the engine asks of its surroundings while it computes. All of it is pure. */
export interface BftParts {
  /** Signs with the seat's voting key. Never called for an observer. */
  sign(message: Bytes): Bytes;
  /** The committee's; the simulator passes a fast toy scheme. */
  readonly scheme: CertificateScheme;
  /**
   * Reads an encoded block. Undefined unless the bytes are a well-formed block whose body matches its header, so that one id stands for
   * one byte string; whether the block is *valid* is asked later with `check`.
   */
  readBlock(bytes: Bytes): BlockRef | undefined;
  /** Tests replace single rules to show that the checkers notice. */
  readonly rules?: BftRules;
  /** Tests choose the leaders of the first views. */
  readonly firstLeaders?: readonly number[];
}

/** What survived the last stop. */
export interface BftRestored {
  /** Records of `persist` effects, oldest first; those already pruned may be missing. */
  readonly log: readonly Bytes[];
  /** The newest final block the driver holds; the genesis block has view 0. */
  readonly final: BlockRef;
  /** Encoded finalise certificate of `final` or of a descendant; undefined for the genesis block. */
  readonly certificate: Bytes | undefined;
  /** What decides who leads; undefined: nothing is known but `final`. */
  readonly past?: EpochPast;
}

/** The newest final blocks of the epoch. Those of the last `LEADER_VIEWS_MAX` views are enough. */
export interface EpochPast {
  /** View of the block that the epoch began on (0: genesis); undefined: `blocks` do not reach back to the epoch's first. */
  readonly epochView: number | undefined;
  /** Oldest first, without gaps, up to the newest final block; empty when that is the one the epoch began on. */
  readonly blocks: readonly BlockPlace[];
}
