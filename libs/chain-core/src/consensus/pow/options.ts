import type { Bytes, Hash } from '../../primitives/bytes';
import type { PowParameters } from '../../protocol/genesis';
import type { BlockRef } from '../engine';
import type { PowRules } from './rules';

/** What an engine is for; the same for its whole life. */
export interface PowOptions {
  readonly chainId: Hash;
  readonly parameters: PowParameters;
  /** Longest encoded block accepted from others. */
  readonly blockBytesMax: number;
}

/** What lies final on disk. It never changes and only grows with the engine's own `final` effects, so reading it is no side effect. */
export interface FinalChain {
  heightOf(blockId: Hash): number | undefined;
  /** Encoded header. */
  header(height: number): Bytes | undefined;
  /** Encoded block. */
  block(height: number): Bytes | undefined;
}

/** What the engine asks of its surroundings while it computes. All of it is pure. */
export interface PowParts {
  /**
   * Reads an encoded block. Undefined unless the bytes are a well-formed block whose body matches its header, so that one id stands for
   * one byte string; whether the block is *valid* is asked later with `check`.
   */
  readBlock(bytes: Bytes): BlockRef | undefined;
  readonly finals: FinalChain;
  /** Tests replace single rules to show that the checkers notice. */
  readonly rules?: PowRules;
}

/** What survived the last stop. */
export interface PowRestored {
  /** Records of `persist` effects, oldest first; those already pruned may be missing. */
  readonly log: readonly Bytes[];
  /** The newest final block the driver holds. */
  readonly final: BlockRef;
}
