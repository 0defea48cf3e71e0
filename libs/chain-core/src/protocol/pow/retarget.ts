import type { PowParameters } from '../genesis';
import { bitsOfTarget, targetOfBits, targetOfWork } from './target';

export type PaceParameters = Pick<PowParameters, 'targetSpacingMs' | 'initialWork' | 'leastWork' | 'retargetBlocks'>;

/** What the work of the next block depends on. */
export interface Pace {
  readonly height: number;
  readonly timeMs: number;
  readonly bits: number;
  /** Of the block before; whatever it is says nothing about blocks 0 and 1. */
  readonly parentTimeMs: number;
}

export function initialBits({ initialWork }: PaceParameters): number {
  return bitsOfTarget(targetOfWork(initialWork));
}

/** The bits of the block after this one: an exponential moving average of the pace, see "Work follows the pace" in the protocol. */
export function nextBits(parameters: PaceParameters, { height, timeMs, bits, parentTimeMs }: Pace): number {
  if (height < 2) return initialBits(parameters);
  const spacing = BigInt(parameters.targetSpacingMs);
  const window = BigInt(parameters.retargetBlocks) * spacing;
  const longest = window + spacing;
  const taken = BigInt(timeMs - parentTimeMs);
  const target = (targetOfBits(bits) * (window - spacing + (taken > longest ? longest : taken))) / window;
  const easiest = targetOfWork(parameters.leastWork);
  return bitsOfTarget(target > easiest ? easiest : target);
}
