import type { GenesisSeat } from '../protocol/genesis';
import type { JsonObject } from '../primitives/json';

/** One thing a proposal changes. Keys are lower-case hex. */
export type Change =
  | { readonly kind: 'add-seat'; readonly seat: GenesisSeat }
  | { readonly kind: 'remove-seat'; readonly seat: number }
  /** A seat that becomes a validator brings keys; one that ceases to be one loses them and goes on as a follower. */
  | { readonly kind: 'set-role'; readonly seat: number; readonly role: GenesisSeat['role']; readonly votingKey?: string; readonly proofOfPossession?: string }
  /** For a seat that lost its keys, or whose machine is another one now. */
  | { readonly kind: 'replace-keys'; readonly seat: number; readonly nodeKey?: string; readonly votingKey: string; readonly proofOfPossession: string }
  /** Parameters of consensus; those not named stay as they are. */
  | { readonly kind: 'set-consensus'; readonly parameters: JsonObject };

/** Changes that take effect together or not at all. */
export interface Proposal {
  readonly id: number;
  readonly changes: readonly Change[];
  readonly note: string;
  /** Height of the last block before they take effect, if they shall not at once. */
  readonly atHeight: number;
  readonly proposedBy: number;
  readonly proposedAtMs: number;
  /** Numbers of validator seats that approve, the proposer's first. */
  readonly approvals: readonly number[];
  /** Node keys of new validators that have shown to be there and synced. */
  readonly confirmed: readonly string[];
  /** Height of the last block of the epoch that these changes end; 0: not approved yet. */
  readonly lastHeight: number;
}
