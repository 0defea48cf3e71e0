import type { Bytes } from '../../primitives/bytes';
import type { BlockHeader } from '../block';
import type { PowParameters } from '../genesis';
import { workPreimage } from './preimage';
import type { Pace } from './retarget';
import { targetOfBits } from './target';
import { meetsTarget, WORK_FUNCTIONS } from './work-function';

export type WorkFault = 'NO_WORK_SEAL' | 'HEIGHT' | 'TIME' | 'BITS' | 'HASH';

/**
 * What is wrong with a header as the child of a known one, as far as headers tell; undefined: nothing. That its parent is that one, and
 * whether its time has come, is the caller's to see. @param bits what it must have: `nextBits` of the parent
 */
export function workFault(header: BlockHeader, headerBytes: Bytes, parent: Pace, parameters: PowParameters, bits: number): WorkFault | undefined {
  const { work, height, timeMs } = header;
  if (work === undefined) return 'NO_WORK_SEAL';
  if (height !== parent.height + 1) return 'HEIGHT';
  if (timeMs <= parent.timeMs) return 'TIME';
  if (work.bits !== bits) return 'BITS';
  const found = WORK_FUNCTIONS[parameters.workFunction](workPreimage(headerBytes, header.parentId));
  return meetsTarget(found, targetOfBits(work.bits)) ? undefined : 'HASH';
}
