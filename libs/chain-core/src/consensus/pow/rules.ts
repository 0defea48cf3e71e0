import { workFault, type WorkFault } from '../../protocol/pow/check-work';
import { roomFor } from '../../protocol/pow/room';
import { isBuried, type Depth, type Weighed } from '../../protocol/pow/buried';
import { workOfBits } from '../../protocol/pow/target';
import { nextBits, type Pace, type PaceParameters } from '../../protocol/pow/retarget';
import type { BlockHeader } from '../../protocol/block';
import type { Bytes } from '../../primitives/bytes';
import type { PowParameters } from '../../protocol/genesis';

/** The rules that make the chain one. Tests replace single ones to show that the checkers would notice. */
export interface PowRules {
  /** What a block adds to a branch. */
  weigh(bits: number): bigint;
  /** The bits of the block after this one. */
  nextBits(parameters: PaceParameters, pace: Pace): number;
  faultOf(header: BlockHeader, headerBytes: Bytes, parent: Pace, parameters: PowParameters, bits: number): WorkFault | undefined;
  /** Whether a block's time has not come yet. */
  isEarly(timeMs: number, nowMs: number, futureMsMax: number): boolean;
  /** Whether enough stands on a block for it to be final, if its parent is. */
  isBuried(block: Weighed, top: Weighed, depth: Depth): boolean;
  /** How long a block with so many open ones under it may be. */
  roomFor(open: number, depth: Depth, blockBytesMax: number): number;
  /** Whether bytes that cannot be read as the block that was asked for say anything about it. */
  readonly blamesMutated: boolean;
  /** Whether a block is kept in the log before it counts. */
  readonly persists: boolean;
}

export const POW_RULES: PowRules = {
  weigh: workOfBits,
  nextBits,
  faultOf: workFault,
  isEarly: (timeMs, nowMs, futureMsMax) => timeMs > nowMs + futureMsMax,
  isBuried,
  roomFor,
  blamesMutated: false,
  persists: true,
};
