import { toHex } from '../../primitives/bytes';
import type { BlockPlace, BlockRef } from '../engine';
import type { LeaderRecord } from './leader-record';
import type { HeldBlock } from './state';
import { type BftState, heldFrom } from './state';

/** Announces the finalised block, once it and its ancestors are here and checked; says `behind` when some are not here. */
export function reachFinal(state: BftState): void {
  const pending = state.pendingFinal;
  if (pending === undefined) return;
  const path = pathToFinal(state, pending.key);
  if (path === undefined) return sayBehind(state);
  if (path.some((block) => block.validity === 'unknown' || block.validity === 'checking')) return;
  if (path.length === 0) {
    state.pendingFinal = undefined;
    return;
  }
  // A block the driver found invalid is announced too: the driver must stop rather than follow another chain than its committee.
  state.out.add({ kind: 'final', blockId: pending.certificate.blockId, certificate: pending.encoded });
  setFinal(state, path[0]!.ref, state.recordOf(pending.key)!);
}

/** Sync brought final blocks. */
export function advanced(state: BftState, block: BlockRef, blocks: readonly BlockPlace[], certificate: Uint8Array): void {
  if (block.view <= state.final.view) return;
  const held = heldFrom(certificate);
  if (held.certificate.view > (state.finalisation?.certificate.view ?? 0)) state.finalisation = held;
  setFinal(state, block, recordAfter(state, block, blocks));
}

/** Goes on from the final block when the batch does; otherwise what was before is unknown. */
function recordAfter(state: BftState, block: BlockRef, blocks: readonly BlockPlace[]): LeaderRecord {
  const next = blocks.filter((place) => place.height > state.final.height);
  const follows = next.length > 0 && next.every((place, i) => place.height === state.final.height + 1 + i) && next.at(-1)!.height === block.height;
  if (follows) return next.reduce((record, place) => record.then(place), state.finalRecord);
  return state.recordOf(toHex(block.id)) ?? state.leaders.beginWithin(block);
}

function setFinal(state: BftState, block: BlockRef, record: LeaderRecord): void {
  state.final = block;
  state.finalRecord = record;
  state.finalKey = toHex(block.id);
  if (state.finalisation !== undefined) state.setFinalisation(state.finalisation);
  state.lastFinalMs = state.nowMs;
  state.heartbeatDue = false;
  state.nullifiedSinceFinal = 0;
  state.slowSinceFinal = 0;
  state.enterView(block.view + 1);
  prune(state);
}

function prune(state: BftState): void {
  const { view } = state.final;
  for (const known of state.rounds.keys()) if (known <= view) state.rounds.delete(known);
  for (const [key, block] of state.blocks) {
    if (block.ref.view > view) continue;
    state.blocks.delete(key);
    state.unchecked.delete(key);
  }
  for (const [key, wanted] of state.wantedBlocks) if (wanted.view <= view) state.wantedBlocks.delete(key);
  state.fresh = state.fresh.filter((held) => held.certificate.view > view);
  state.out.add({ kind: 'prune', upToView: view });
}

/** The finalised block and its ancestors down to the final one, newest first; undefined when one is not here. */
function pathToFinal(state: BftState, newest: string): HeldBlock[] | undefined {
  const path: HeldBlock[] = [];
  for (let key = newest; key !== state.finalKey; ) {
    const block = state.blocks.get(key);
    if (block === undefined) return undefined;
    path.push(block);
    key = block.parentKey;
  }
  return path;
}

/** Once for each finalisation, and again on every timer while it lasts. */
function sayBehind(state: BftState): void {
  const { key, certificate } = state.pendingFinal!;
  if (state.saidBehind === key) return;
  state.saidBehind = key;
  state.out.add({ kind: 'behind', blockId: certificate.blockId, view: certificate.view });
}
