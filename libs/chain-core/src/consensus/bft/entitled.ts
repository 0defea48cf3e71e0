import type { BftState, HeldBlock } from './state';

/**
 * Whether the proposer of a block was the leader of its view, by what the block's ancestors show; undefined while that cannot be said: the
 * parent is not here, or not known to be notarised. Nothing about safety depends on it: it keeps everybody but the leader from taking a view's votes.
 */
export function isEntitled(state: BftState, block: Pick<HeldBlock, 'parentKey' | 'ref'>): boolean | undefined {
  const record = state.recordOf(block.parentKey);
  const parent = state.blocks.get(block.parentKey);
  if (record === undefined || (parent !== undefined && !state.isNotarised(parent))) return undefined;
  const { view, proposer } = block.ref;
  if (view <= record.view) return false;
  return !record.isCertain(view) || record.leaderOf(view) === proposer;
}

/** Whether a leader's proposal for `view` is here. */
export function hasProposal(state: BftState, view: number): boolean {
  return state.blocksOf(view).some((block) => isEntitled(state, block) === true);
}

/** A view that was nullified although its leader had proposed says that timers are too short; the proposal may come after the nullification. */
export function noteSlow(state: BftState, view: number): void {
  const round = state.round(view);
  if (round.wasSlow || !state.isNullified(view) || !hasProposal(state, view)) return;
  round.wasSlow = true;
  state.slowSinceFinal += 1;
}
