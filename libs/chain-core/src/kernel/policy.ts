import type { ModuleContext } from '../module/definition/context';
import { refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import { GOVERNANCE } from '../protocol/limits';
import { isFreshKeys, type Change, type KeptModuleChange, type Proposal, type RuleChange } from './change';
import { KERNEL_LIMITS } from './limits';
import { readProposals } from './proposals';
import { readRules, type VotingPolicy } from './rules';
import { readSeats } from './stores';

type Context = Pick<ModuleContext<GenesisDocument>, 'state' | 'params'>;

/** What a genesis that says nothing of it leaves open. */
const UNSAID = { quorumPercent: 0, expiryMs: KERNEL_LIMITS.openMsMax, delayBlocks: 0 };

export function policyInForce({ state, params }: Context): VotingPolicy {
  return readRules(state, params).policy ?? { ...UNSAID, ...params.governance };
}

/** Nobody decided it in time, by the policy in force. */
export function isOver(context: Context & { readonly timeMs: number }, { proposedAtMs, lastHeight }: Proposal): boolean {
  return lastHeight === 0 && context.timeMs > proposedAtMs + policyInForce(context).expiryMs;
}

/** Votes that a change needs. */
export interface VotesNeeded {
  readonly validators: number;
  /** That approve. */
  readonly needed: number;
  /** That have voted. */
  readonly quorum: number;
}

/** What a policy comes to with the validators that there are. */
export function votesUnder({ approvalPercent, quorumPercent }: VotingPolicy, validators: number): VotesNeeded {
  return { validators, needed: Math.max(1, Math.ceil((validators * approvalPercent) / 100)), quorum: Math.ceil((validators * quorumPercent) / 100) };
}

/**
 * A change of the policy itself needs as many votes as it asks for later, so that it cannot ask for more than there are to be had. Cancelling needs as many as what is
 * cancelled: else fewer could take back what many decided.
 */
export function votesNeeded(context: Context, changes: readonly (Change | KeptModuleChange)[]): VotesNeeded {
  const validators = readSeats(context.state).filter(({ seat }) => seat.role === 'validator').length;
  const now = votesUnder(policyInForce(context), validators);
  const [change] = changes;
  if (change?.kind === 'cancel-change') return votesNeeded(context, readProposals(context.state).find(({ id }) => id === change.change)?.changes ?? []);
  if (change?.kind !== 'set-policy') return now;
  const then = votesUnder(policyAfter(context, change), validators);
  return { validators, needed: Math.max(now.needed, then.needed), quorum: Math.max(now.quorum, then.quorum) };
}

/** What is not named stays. */
export function policyAfter(context: Context, { policy }: Extract<RuleChange, { kind: 'set-policy' }>): VotingPolicy {
  return { ...policyInForce(context), ...policy };
}

/** Refuses POLICY_UNCHANGED; NO_WAY_TO_VOTE {validators, needed, quorum}: more votes than there are; EXPIRY_TOO_SHORT {expiryMs, expiryMsMin}. */
export function checkPolicy(context: Context, change: Extract<RuleChange, { kind: 'set-policy' }>): void {
  const [now, then] = [policyInForce(context), policyAfter(context, change)];
  const names = Object.keys(now) as (keyof VotingPolicy)[];
  if (names.every((name) => now[name] === then[name])) refuse('POLICY_UNCHANGED');
  const { validators } = votesNeeded(context, []);
  const votes = votesUnder(then, validators);
  if (then.approvalPercent > 100 || then.quorumPercent > 100) refuse('NO_WAY_TO_VOTE', { ...votes, quorum: Math.max(votes.needed, votes.quorum) });
  if (then.expiryMs < GOVERNANCE.expiryMsMin) refuse('EXPIRY_TOO_SHORT', { expiryMs: then.expiryMs, expiryMsMin: GOVERNANCE.expiryMsMin });
}

/**
 * After which block an approved change takes effect at the earliest. Fresh voting keys of seats that stay where they are change nobody's say, and a chain whose every node was restored starts again with them: they wait for nothing.
 */
export function lastHeightOf(context: Context & { readonly height: number }, { atHeight, changes }: Pick<Proposal, 'atHeight' | 'changes'>): number {
  return Math.max(atHeight, context.height + 1 + (changes.every(isFreshKeys) ? 0 : policyInForce(context).delayBlocks));
}
