import type { Words } from '../json';
import type { ChangeView, CommitteeSums, SeatName } from '../node-rpc';

/**
 * Changes of a chain that its validators decide about. Their commands are signed by nodes, as seats; the control plane asks the nodes of its own organisation.
 *
 *   GET    /chains/:chainId/proposals                     → Page<ProposalView>, oldest first
 *   GET    /chains/:chainId/proposals/decided?before=     → Page<DecidedProposal>, newest first: those that are over, as the chain remembers them
 *   GET    /chains/:chainId/proposals/decided/:proposalId → DecidedWhole, one of them with what it changed, as things stood then
 *   GET    /chains/:chainId/proposals/:id                 → ProposalView, its changes as they were proposed
 *   POST   /chains/:chainId/proposals                     Propose → ProposalMade
 *   POST   /chains/:chainId/proposals/outlook             {changes} → OutlookView: what they would lead to; changes nothing
 *   POST   /chains/:chainId/proposals/:id/approvals       Approve → Approved
 *   POST   /chains/:chainId/proposals/:id/rejections       Approve → Rejected: votes against
 *   POST   /chains/:chainId/proposals/:id/withdrawal      → SubmissionView
 *   POST   /chains/:chainId/nodes/:nodeId/voting-keys     RenewKeys → SubmissionView: the node makes a key for its seat and registers it
 */
export interface Propose {
  /**
   * Together or not at all: `{kind: 'remove-seat', seat: 3}`, … as chain-core/kernel/change.ts says. Besides: `{kind: 'add-seat', nodeId, label?}` makes a validator of a node of
   * this organisation, whose host has deposited its keys.
   */
  readonly changes: readonly ChangeView[];
  readonly note?: string;
  /** Height of the last block before they take effect; left out: as soon as they are approved. */
  readonly atHeight?: number;
  /** Whose seat proposes; left out: any validator of this organisation that runs. */
  readonly nodeId?: string;
}
/** Where a proposal stands that one has spoken about. */
export interface Standing {
  /** Null: it waits no more. */
  readonly proposal: ProposalView | null;
  /** What became of it, in which block and by whose votes; null: it waits, or the chain remembers it no more. */
  readonly decided: DecidedProposal | null;
}
/** Where a moment is all that nodes need to show that they have a new module, that is waited for, and the seat that proposed approves once more. */
export interface ProposalMade extends Standing {
  readonly id: number;
  readonly txId: string;
  readonly height: number;
}
export interface Approve {
  /** Whose seats vote; left out: as many of this organisation's as are still needed, none of which has voted the other way. */
  readonly nodeIds?: readonly string[];
}
export interface Rejected extends Standing {
  /** Seats that voted against by this request. */
  readonly rejected: readonly SeatName[];
  /** And those that were asked for and had said so before. */
  readonly before: readonly SeatName[];
}
export interface RenewKeys {
  /** How it signs; left out: as the chain does now. */
  readonly scheme?: 'ed25519' | 'bls';
}
/** None of both: it was decided without. What ended otherwise is refused: PROPOSAL_OVER, with what became of it. */
export interface Approved extends Standing {
  /** Seats that approved by this request. */
  readonly approved: readonly SeatName[];
  /** And those that were asked for and had said so before. */
  readonly before: readonly SeatName[];
}

/** `open`: approvals are missing; `approved`: it takes effect after `lastHeight`; `expired`: nobody decided in time. */
export type ProposalState = 'open' | 'approved' | 'expired';

export interface ProposalView {
  readonly id: number;
  readonly state: ProposalState;
  /** As they were proposed; in lists of packages and long parameters only hash and size, as the chain keeps them. */
  readonly changes: readonly ChangeView[];
  /** What will change, a sentence for each, with the values of parameters. */
  readonly words: readonly Words[];
  readonly note: string;
  readonly proposedBy: SeatName;
  readonly proposedAtMs: number;
  readonly expiresAtMs: number;
  readonly approvals: readonly SeatName[];
  /** Validators that voted against. */
  readonly rejections: readonly SeatName[];
  /** Validators that have not voted. */
  readonly missing: readonly SeatName[];
  /** Approvals that are needed in all, and votes either way. */
  readonly needed: number;
  readonly quorum: number;
  /** Nodes that become validators by it, and whether they have shown to be there. */
  readonly newcomers: readonly { readonly nodeKey: string; readonly nodeId: string | null; readonly isConfirmed: boolean }[];
  /** Height of the last block before it takes effect; null: not approved yet. */
  readonly lastHeight: number | null;
  /** About when that block comes, judged by the last ones; null: not approved yet, or nobody can say. */
  readonly lastHeightAboutMs: number | null;
  /** Null where nothing is to be decided any more. */
  readonly outlook: OutlookView | null;
  /** What is approved and waits for its height does; null: it is not approved (while it is open its outlook says it), or no node could say. */
  readonly told: ChangesTold | null;
}

/** `failed`: it was approved and had become impossible by its height. `cancelled`: another proposal undid it before. */
export type ProposalOutcome = 'took-effect' | 'failed' | 'rejected' | 'withdrawn' | 'expired' | 'cancelled';

/** A proposal that is over. The chain remembers the newest 128. */
export interface DecidedProposal {
  readonly id: number;
  readonly outcome: ProposalOutcome;
  /** What came of it, and in which block, in a sentence. */
  readonly outcomeWords: Words;
  readonly changes: readonly ChangeView[];
  readonly words: readonly Words[];
  readonly note: string;
  readonly proposedBy: SeatName;
  readonly proposedAtMs: number;
  readonly approvals: readonly SeatName[];
  readonly rejections: readonly SeatName[];
  /** Validators there were when it ended, approvals that were needed, and votes either way. */
  readonly validators: number;
  readonly needed: number;
  readonly quorum: number;
  /** Of the block it ended in. */
  readonly height: number;
  readonly endedAtMs: number;
  /** Height of the first block under what it changed; null: it changed nothing. */
  readonly firstHeight: number | null;
}

/** What a proposal that is over changed, or would have: against what was in force in the block that it ended in, whatever is in force now. */
export interface WhatChanged {
  /** Seats, modules, rules, parameters and parts of the policy that became others: `now` is what each was until then. */
  readonly values: readonly ValueChange[];
  /** As `ChangesTold.rules` says it of a proposal that waits. */
  readonly rules: readonly Words[];
  /** False: some of it cannot be told, for nodes do not keep the block that it was proposed in, or the chain does not remember all earlier decisions. */
  readonly isWhole: boolean;
}
/** One that is over, with what it changed; `changes` are as they were proposed. */
export interface DecidedWhole extends DecidedProposal {
  readonly changed: WhatChanged;
}

/** A sentence about what a change does to records; a warning says what cannot be undone. */
export interface PlanLine {
  readonly words: Words;
  readonly isWarning: boolean;
}

/** Something that becomes another: what it is called, what it is now and what it would be; of what is over, what it was and what it became. */
export interface ValueChange {
  readonly name: Words;
  readonly now: Words;
  readonly then: Words;
}

/** What changes do, in sentences. */
export interface ChangesTold {
  /** What becomes of records, and what nothing forbids and a vote should mind; empty where seats change. */
  readonly plan: readonly PlanLine[];
  /** Parameters that become others, where a node says what they are now. */
  readonly values: readonly ValueChange[];
  /** What changes in the rules where a package of them takes another's place, a sentence for each: fields, refusals, states, questions. Empty where no rules change, or no node says which are in force. */
  readonly rules: readonly Words[];
}

/** The arithmetic of changes. */
export interface OutlookView extends ChangesTold {
  readonly now: CommitteeSums;
  /** Null: they are impossible; `refusal` says why. */
  readonly then: CommitteeSums | null;
  /** Now and then in a sentence. */
  readonly words: Words;
  /** What a change of the chain's rules is counted by, in a sentence; null: it is about something else. */
  readonly rule: Words | null;
  readonly refusal: { readonly code: string; readonly words: Words } | null;
  /** Why the approval that decides would still be refused: newcomers must be there first. */
  readonly waits: { readonly code: string; readonly words: Words } | null;
}
