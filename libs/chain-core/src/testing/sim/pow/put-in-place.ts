import { equalBytes } from '../../../primitives/bytes';
import type { SealedBlock } from '../../../protocol/block';
import { blockId } from '../../../protocol/ids';
import { bucketLeaves, valueOf } from '../../../state/bucket';
import type { StateLeaf } from '../../../state/page';
import { StateBase } from '../../../state/state-base';
import { StateVersion } from '../../../state/state-version';
import { boundsFrom, openStagedHead, prove } from '../../../sync';
import type { PowDisk } from './pow-disk';

/** Steps of installSnapshot that leave something on the disk which was not there before; what it does until the first of them leaves no trace. */
export const STEPS = 3;

/**
 * What installSnapshot does, on a simulated disk and at once; a node that is killed has done so many steps of it, and begins anew.
 * @returns the block whose state is here now; undefined: there was none to be put in place, it was of no use any more, or the node was killed
 */
export function putInPlace(disk: PowDisk, steps = STEPS): SealedBlock | undefined {
  const { shelf } = disk;
  if (!shelf.staging.isComplete) return undefined;
  const { block, head } = openStagedHead(shelf.staging.head)!;
  const best = shelf.best();
  const { height } = block.header;
  const isAdopted = equalBytes(block.id, disk.final.id);
  const standsOnFinal = equalBytes(disk.final.id, best.at(disk.finalHeight) === undefined ? best.base!.id : blockId(best.at(disk.finalHeight)!.bytes));
  if (!isAdopted && (height <= disk.finalHeight || !standsOnFinal)) {
    shelf.staging.discard();
    return undefined;
  }
  const leaves = shelf.staging.starts().flatMap((from) => leavesOf(prove(block.header.stateRoot, boundsFrom(from), shelf.staging.read(from))));
  const headers = Array.from({ length: Math.max(0, height - disk.finalHeight - 1) }, (_, i) => best.at(disk.finalHeight + 1 + i)!.bytes);
  if (steps > 0 && !isAdopted) disk.adopt(block, { results: head.results, headers });
  if (steps > 1) disk.base = stateOf(leaves);
  if (steps < STEPS) return undefined;
  shelf.staging.discard();
  return block;
}

function leavesOf(proven: ReturnType<typeof prove>): readonly StateLeaf[] {
  if (typeof proven === 'string') throw new Error(`a part was kept that proves nothing: ${proven}`);
  return proven.leaves;
}

/** A state of its own with these entries. */
export function stateOf(leaves: Iterable<StateLeaf>): StateBase {
  const base = new StateBase();
  const empty = StateVersion.ofBase(base);
  const overlay = empty.begin();
  for (const leaf of leaves) overlay.put(leaf.key, valueOf(leaf));
  empty.commit(overlay).settle();
  return base;
}

export function* leavesIn(base: StateBase): Generator<StateLeaf> {
  for (let index = 0; index < 2 ** base.depth; index += 1) yield* bucketLeaves(base.bucket(index));
}
