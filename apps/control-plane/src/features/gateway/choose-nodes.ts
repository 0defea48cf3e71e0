/** What the choice looks at. */
export interface Candidate {
  readonly nodeId: string;
  readonly hostId: string;
  readonly finalHeight: number;
  readonly syncing: boolean;
}
/** Nodes this close to the freshest count as equally fresh. */
const CLOSE_BLOCKS = 2;

/** Whom to ask, best first: fresh ones in turn (so that work spreads), then the others, so that there is somebody to fall over to. */
export function chooseNodes<C extends Candidate>(candidates: readonly C[], turn: number): C[] {
  const best = Math.max(0, ...candidates.map(({ finalHeight }) => finalHeight));
  const fresh = candidates.filter(({ finalHeight, syncing }) => !syncing && finalHeight >= best - CLOSE_BLOCKS);
  const others = candidates.filter((candidate) => !fresh.includes(candidate)).sort((a, b) => b.finalHeight - a.finalHeight);
  const start = fresh.length === 0 ? 0 : turn % fresh.length;
  return [...fresh.slice(start), ...fresh.slice(0, start), ...others];
}
