import type { ProposalState, ProposalView, ProposedChange } from '@bystack/api';
import { changesWords } from './change-words';
import type { SeatsSeen } from './seats';

/** Where a proposal stands, by the clock of the chain's newest block or ours: a moment more or less does not matter to people. */
export function stateOf({ lastHeight, expiresAtMs }: ProposedChange, nowMs: number): ProposalState {
  if (lastHeight > 0) return 'approved';
  return nowMs > expiresAtMs ? 'expired' : 'open';
}

/** Now, and about when blocks come. */
export interface Moment {
  readonly nowMs: number;
  aboutMs(height: number): number | null;
}

/** What a node says that it leads to. */
export type SaidOf = Pick<ProposalView, 'outlook' | 'told'>;

/** A proposal as people need it: what changes, the sums, who is for it, what is missing, until when. */
export function proposalView(change: ProposedChange, seen: SeatsSeen, { outlook, told }: SaidOf, { nowMs, aboutMs }: Moment): ProposalView {
  const validators = seen.committee.chainSeats.filter(({ role }) => role === 'validator').map(({ seat }) => seat);
  return {
    id: change.id,
    state: stateOf(change, nowMs),
    changes: change.changes,
    words: changesWords(change.changes, seen),
    note: change.note,
    proposedBy: seen.name(change.proposedBy),
    proposedAtMs: change.proposedAtMs,
    expiresAtMs: change.expiresAtMs,
    // A seat that is no validator any more does not count.
    approvals: change.approvals.filter((seat) => validators.includes(seat)).map(seen.name),
    rejections: change.rejections.filter((seat) => validators.includes(seat)).map(seen.name),
    missing: validators.filter((seat) => !change.approvals.includes(seat) && !change.rejections.includes(seat)).map(seen.name),
    needed: change.needed,
    quorum: change.quorum,
    newcomers: change.newcomers.map((nodeKey) => ({ nodeKey, nodeId: seen.nodeOf(nodeKey), isConfirmed: change.confirmed.includes(nodeKey) })),
    lastHeight: change.lastHeight > 0 ? change.lastHeight : null,
    lastHeightAboutMs: change.lastHeight > 0 ? aboutMs(change.lastHeight) : null,
    outlook,
    told,
  };
}
