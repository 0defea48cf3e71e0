import type { JsonObject } from '../json';
import type { ProposedChange } from './changes';
import type { ProtocolRange } from './status';

/** Who votes on a chain, and how that is going to change. */
export interface CommitteeView {
  /** Of the final block this was read at. */
  readonly height: number;
  readonly epoch: number;
  /** Of the epoch's first block. */
  readonly firstHeight: number;
  /** Of the epoch's last block, once that is decided; 0: it is not. */
  readonly lastHeight: number;
  /** How votes are signed. */
  readonly scheme: string;
  /** Seats that must sign, and seats that may fail or misbehave. */
  readonly quorum: number;
  readonly mayFail: number;
  readonly seats: readonly SeatInCommittee[];
  /** Every seat of the chain, also those that do not vote, by number. */
  readonly chainSeats: readonly ChainSeatView[];
  readonly protocol: ProtocolView;
  readonly policy: PolicyView;
  /** Parameters of consensus that are in force, by the names that `set-consensus` takes. Absent: the node is older. */
  readonly consensus?: JsonObject;
  /** Proposals that wait or are approved, oldest first. */
  readonly changes: readonly ProposedChange[];
  readonly equivocations: readonly EquivocationView[];
}
export interface SeatInCommittee {
  /** Index in the committee: what blocks and certificates name. */
  readonly place: number;
  /** Number of the seat on the chain. */
  readonly seat: number;
  readonly organisation: string;
  readonly label: string;
  readonly nodeKey: string;
  readonly votingKey: string;
}
export type SeatRole = 'validator' | 'member' | 'observer' | 'regulator';
export interface ChainSeatView {
  /** Its number on the chain; never given twice. */
  readonly seat: number;
  readonly organisation: string;
  readonly label: string;
  readonly role: SeatRole;
  readonly nodeKey: string;
  /** Certificate schemes it has registered a key for that it does not vote with yet. */
  readonly registered: readonly string[];
  /** Versions of the protocol that its node runs, as it said on the chain. */
  readonly protocols: ProtocolRange;
}
/** How validators decide about changes, and what that comes to with those there are. */
export interface PolicyView {
  /** Shares of all validators, rounded up: that must approve, and that must have voted. */
  readonly approvalPercent: number;
  readonly quorumPercent: number;
  /** What nobody decided on is void after so long. */
  readonly expiryMs: number;
  /** At least so many blocks lie between a decision and its effect. */
  readonly delayBlocks: number;
  readonly validators: number;
  readonly needed: number;
  readonly quorum: number;
}
/** By which version of the protocol blocks are made. */
export interface ProtocolView {
  readonly inForce: number;
  /** Height of the first block made by it. */
  readonly firstHeight: number;
  /** Approved: blocks after `lastHeight` are made by `version`. */
  readonly due: { readonly change: number; readonly version: number; readonly lastHeight: number } | null;
}
/** A seat signed two votes that contradict each other. The votes are kept, so that anybody can check them again. */
export interface EquivocationView {
  readonly epoch: number;
  readonly place: number;
  readonly seat: number;
  readonly organisation: string;
  readonly label: string;
  readonly view: number;
  readonly kinds: string;
  /** Encoded votes in hex. */
  readonly first: string;
  readonly second: string;
  readonly height: number;
  readonly timeMs: number;
}

export interface SeatName {
  /** Number of the seat on the chain. */
  readonly seat: number;
  readonly organisation: string;
  readonly label: string;
  /** Its node, if that is one of this organisation's hosts'; null: it is not, or the seat is gone. */
  readonly nodeId: string | null;
}
