import type { BlockRef } from '../engine';
import type { BftState, HeldBlock } from './state';

/** The view of a block's parent if the parent is final or notarised; else undefined. */
export function parentView(state: BftState, block: HeldBlock): number | undefined {
  if (block.parentKey === state.finalKey) return state.final.view;
  const parent = state.blocks.get(block.parentKey);
  return parent !== undefined && state.isNotarised(parent) ? parent.ref.view : undefined;
}

export type HeadSearch = { readonly found: true; readonly key: string; readonly ref: BlockRef } | { readonly found: false; readonly missingView: number };

/** What a leader of `view` would build on, or the view whose certificate (or block) it lacks. */
export function findHead(state: BftState, view: number): HeadSearch {
  for (let below = view - 1; below > state.final.view; below -= 1) {
    const notarised = state.peek(below)?.notarise.held;
    const block = notarised && state.blocks.get(notarised.key);
    if (block?.validity === 'valid') return { found: true, key: block.key, ref: block.ref };
    if (!state.isNullified(below)) return { found: false, missingView: below };
  }
  return { found: true, key: state.finalKey, ref: state.final };
}

/** Certificates that justify a block of `view` on this parent, encoded: the parent's notarisation, then nullifications upwards. */
export function justification(state: BftState, parent: BlockRef, view: number): Uint8Array[] {
  const held = [parent.view > state.final.view ? state.peek(parent.view)?.notarise.held : state.finalisation];
  for (let between = parent.view + 1; between < view; between += 1) held.push(state.peek(between)?.nullify.held);
  return held.filter((it) => it !== undefined).map((it) => it.encoded);
}
