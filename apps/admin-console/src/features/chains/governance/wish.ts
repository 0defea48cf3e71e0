import type { ChangeView, CommitteeView } from '@bystack/api';

/** What the form can propose. */
export const WISHES = ['add', 'remove', 'role', 'scheme', 'timers'] as const;
export type WishKind = (typeof WISHES)[number];

export interface Wish {
  readonly kind: WishKind;
  /** Nodes that are to become validators. */
  readonly nodeIds: readonly string[];
  /** Number of a seat, as the select keeps it. */
  readonly seat: string | null;
  readonly role: string;
  readonly viewTimerMs: number | null;
  readonly heartbeatMs: number | null;
}

export const NO_WISH: Wish = { kind: 'add', nodeIds: [], seat: null, role: 'observer', viewTimerMs: null, heartbeatMs: null };

/** As the chain takes it; null: something is missing still. */
export function changesOf({ kind, nodeIds, seat, role, viewTimerMs, heartbeatMs }: Wish, { scheme }: CommitteeView): readonly ChangeView[] | null {
  switch (kind) {
    case 'add':
      return nodeIds.length === 0 ? null : nodeIds.map((nodeId) => ({ kind: 'add-seat', nodeId }));
    case 'remove':
      return seat === null ? null : [{ kind: 'remove-seat', seat: Number(seat) }];
    case 'role':
      return seat === null ? null : [{ kind: 'set-role', seat: Number(seat), role }];
    case 'scheme':
      return [{ kind: 'set-consensus', parameters: { certificates: otherScheme(scheme) } }];
    case 'timers': {
      const parameters = { ...(viewTimerMs !== null && { viewTimerMs }), ...(heartbeatMs !== null && { heartbeatMs }) };
      return Object.keys(parameters).length === 0 ? null : [{ kind: 'set-consensus', parameters }];
    }
  }
}

export function otherScheme(scheme: string): string {
  return scheme === 'bls' ? 'ed25519' : 'bls';
}
