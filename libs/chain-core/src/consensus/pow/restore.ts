import type { Bytes } from '../../primitives/bytes';
import { headerLength } from '../../protocol/encode-block';
import type { Bodies } from './bodies';
import { decodeRecord } from './log-codec';
import type { PowState } from './state';
import { linkOwn } from './take-headers';

/** Links the blocks of the log to the final one again, lowest first; what has no parent any more is of no use. They are checked after the start. */
export function restore(state: PowState, bodies: Bodies, log: readonly Bytes[]): void {
  const blocks = log.map(decodeRecord).flatMap((bytes) => state.parts.readBlock(bytes) ?? []);
  blocks.sort((a, b) => a.height - b.height);
  for (const block of blocks) {
    const entry = linkOwn(state, block.id, block.bytes.subarray(0, headerLength(block.bytes)));
    if (entry !== undefined) bodies.restored(entry, block);
  }
}
