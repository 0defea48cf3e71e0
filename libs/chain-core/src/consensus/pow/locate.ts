import type { Bytes, Hash } from '../../primitives/bytes';
import { ancestorAt, branchOf, type Entry } from './entry';
import { POW_LIMITS } from './limits';
import type { PowState } from './state';

/**
 * Ids from which a peer can tell where our branches part: an entry, then its ancestors ever further apart, final ones too, and in the end genesis, which all share.
 * @param ahead comes first: the last that the peer itself told of a branch that is not ours
 */
export function locatorOf(state: PowState, from: Entry, ahead?: Hash): readonly Hash[] {
  const { tree } = state;
  const ids: Hash[] = ahead === undefined ? [] : [ahead];
  let step = 1;
  for (let at: Entry | undefined = from; at !== undefined && at !== tree.final; at = ancestorAt(at, at.height - step)) {
    ids.push(at.id);
    if (ids.length >= 8) step *= 2;
  }
  ids.push(tree.final.id);
  step = 1;
  for (let height = tree.final.height - 1; height > 0 && ids.length < POW_LIMITS.locatorMax - 1; height -= step, step *= 2) {
    const id = state.idOfFinal(height);
    if (id !== undefined) ids.push(id);
  }
  const genesis = tree.final.height === 0 ? undefined : state.idOfFinal(0);
  return genesis === undefined ? ids : [...ids, genesis];
}

/** Headers of our head's branch after the first id of the locator that is on it; none when we share nothing. */
export function headersAfter(state: PowState, locator: readonly Hash[]): readonly Bytes[] {
  const known = firstOnBranch(state, locator);
  const headers: Bytes[] = [];
  if (known === undefined) return headers;
  const { final } = state.tree;
  const branch = [...branchOf(state.head)].reverse();
  for (let height = known + 1; height <= state.head.height && headers.length < POW_LIMITS.headersMax; height += 1) {
    const header = height > final.height ? branch[height - final.height - 1]!.header : height === final.height ? final.header : state.parts.finals.header(height);
    if (header === undefined) break;
    headers.push(header);
  }
  return headers;
}

function firstOnBranch(state: PowState, locator: readonly Hash[]): number | undefined {
  for (const id of locator) {
    const height = heightOnBranch(state, id);
    if (height !== undefined) return height;
  }
  return undefined;
}

function heightOnBranch({ tree, head, parts }: PowState, id: Hash): number | undefined {
  const entry = tree.get(id);
  if (entry === undefined) return parts.finals.heightOf(id);
  return ancestorAt(head, entry.height) === entry ? entry.height : undefined;
}
