import type { GenesisSeat } from '../protocol/genesis';
import type { VotingPolicy } from './rules';
import type { JsonObject } from '../primitives/json';
import { refuse } from '../primitives/refusal';

/** One thing a proposal changes. Keys are lower-case hex. */
export type Change = SeatChange | ModuleChange | RuleChange;

export type SeatChange =
  | { readonly kind: 'add-seat'; readonly seat: GenesisSeat }
  | { readonly kind: 'remove-seat'; readonly seat: number }
  /** A seat that becomes a validator brings keys; one that ceases to be one loses them and goes on as a follower. */
  | { readonly kind: 'set-role'; readonly seat: number; readonly role: GenesisSeat['role']; readonly votingKey?: string; readonly proofOfPossession?: string }
  /** For a seat that lost its keys, or whose machine is another one now. */
  | { readonly kind: 'replace-keys'; readonly seat: number; readonly nodeKey?: string; readonly votingKey: string; readonly proofOfPossession: string }
  /** Parameters of consensus; those not named stay as they are. */
  | { readonly kind: 'set-consensus'; readonly parameters: JsonObject };

/** What a chain changes about its modules; modules.md says what each does. Packages are named NAME@VERSION. */
export type ModuleChange =
  /** Parameters of a module; those not named stay as they are. */
  | { readonly kind: 'set-parameters'; readonly module: string; readonly parameters: JsonObject }
  /** Keeps a package on the chain, so that it can be put in force. `content` lies apart once proposed: then its hash and size stand here. */
  | { readonly kind: 'publish-package'; readonly module: string; readonly content: JsonObject }
  | { readonly kind: 'retire-package'; readonly module: string; readonly package: string }
  | { readonly kind: 'swap-package'; readonly module: string; readonly package: string }
  /** `takesOver`: with what the old module holds that has no owner. */
  | { readonly kind: 'swap-module'; readonly module: string; readonly by: { readonly name: string; readonly version: string; readonly parameters: JsonObject }; readonly takesOver?: true };

/** What the chain goes by from a height on; each is a proposal of its own. */
export type RuleChange =
  /** Blocks are made by that version of the protocol, which the nodes of a quorum must have announced. */
  | { readonly kind: 'activate-protocol'; readonly version: number }
  /** How validators decide; what is not named stays as it is. */
  | { readonly kind: 'set-policy'; readonly policy: Partial<VotingPolicy> }
  /** What is approved and waits for its height does not take effect. This does so at once, for it changes nothing. */
  | { readonly kind: 'cancel-change'; readonly change: number };

/** As it is kept in a proposal: what can be large lies in the store `documents`, under the proposal's id and the change's place in it. */
export type KeptModuleChange =
  | Exclude<ModuleChange, { kind: 'publish-package' | 'swap-module' }>
  | { readonly kind: 'publish-package'; readonly module: string; readonly package: string; readonly hash: string; readonly bytes: number }
  | { readonly kind: 'swap-module'; readonly module: string; readonly by: { readonly name: string; readonly version: string }; readonly takesOver?: true; readonly hash: string; readonly bytes: number };

const MODULE_KINDS: readonly string[] = ['set-parameters', 'publish-package', 'retire-package', 'swap-package', 'swap-module'] satisfies ModuleChange['kind'][];

export function isModuleChange(change: Change | KeptModuleChange): change is ModuleChange {
  return MODULE_KINDS.includes(change.kind);
}

function isRuleChange(change: Change | KeptModuleChange): change is RuleChange {
  return change.kind === 'activate-protocol' || change.kind === 'set-policy' || change.kind === 'cancel-change';
}

/** A voting key for a seat that stays on its machine. */
export function isFreshKeys(change: Change | KeptModuleChange): boolean {
  return change.kind === 'replace-keys' && change.nodeKey === undefined;
}

/** What a proposal is about. Refuses CHANGES_MIXED {ofSeats, ofModules, ofRules}: it is about one of these, and about one rule at most. */
export function subjectOf(changes: readonly (Change | KeptModuleChange)[]): 'seats' | 'modules' | 'rules' {
  const ofModules = changes.filter(isModuleChange).length;
  const ofRules = changes.filter(isRuleChange).length;
  const ofSeats = changes.length - ofModules - ofRules;
  if (ofRules > 1 || Math.max(ofSeats, ofModules, ofRules) < changes.length) refuse('CHANGES_MIXED', { ofSeats, ofModules, ofRules });
  if (ofRules > 0) return 'rules';
  return ofModules > 0 ? 'modules' : 'seats';
}

/** Changes that take effect together or not at all. */
export interface Proposal {
  readonly id: number;
  readonly changes: readonly (SeatChange | KeptModuleChange | RuleChange)[];
  readonly note: string;
  /** Height of the last block before they take effect, if they shall not at once. */
  readonly atHeight: number;
  readonly proposedBy: number;
  readonly proposedAtMs: number;
  /** Numbers of validator seats that approve, the proposer's first. */
  readonly approvals: readonly number[];
  /** Those that are against; absent: none has said so. */
  readonly rejections?: readonly number[];
  /** Node keys of new validators that have shown to be there and synced. */
  readonly confirmed: readonly string[];
  /** Height of the last block of the epoch that these changes end, or, when they are of modules or rules, of the block after which they take effect (modules: at the earliest); 0: not approved yet. */
  readonly lastHeight: number;
  /** If a module is swapped: numbers of seats whose nodes have shown to have the new one. */
  readonly able?: readonly number[];
}

export interface SeatProposal extends Proposal {
  readonly changes: readonly SeatChange[];
}
export interface ModuleProposal extends Proposal {
  readonly changes: readonly KeptModuleChange[];
}
export interface RuleProposal extends Proposal {
  readonly changes: readonly [RuleChange];
}

export function isOfModules(proposal: Proposal): proposal is ModuleProposal {
  return proposal.changes.some(isModuleChange);
}

export function isOfRules(proposal: Proposal): proposal is RuleProposal {
  return proposal.changes.some(isRuleChange);
}

export function isOfSeats(proposal: Proposal): proposal is SeatProposal {
  return !isOfModules(proposal) && !isOfRules(proposal);
}
