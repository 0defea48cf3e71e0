import type { ApplyContext, ModuleContext } from '../module/definition/context';
import type { WriteBatch } from '../module/definition/stores';
import type { JsonObject } from '../primitives/json';
import { invariant, Refusal, refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import { abilityFor } from './announce-protocols';
import type { RuleChange, RuleProposal } from './change';
import { cancel, checkCancel } from './cancel';
import { conclude, forgetOver } from './conclude';
import type { Ending } from './decided';
import { checkPolicy, lastHeightOf, policyAfter, votesNeeded } from './policy';
import { readProposal } from './proposals';
import { readRules, versionInForce, writeRules, type ChainRules } from './rules';
import { putJson, u32Bytes } from './stores';

type Context = ModuleContext<GenesisDocument>;

/** What a change of rules is refused for: what `checkCancel` or `checkPolicy` refuses; of a version, in this order: PROTOCOL_NOT_NEWER {version, inForce}; NO_QUORUM_RUNS {version, validators, needed, able}. */
export function checkRule(context: Context, change: RuleChange): void {
  if (change.kind === 'cancel-change') return checkCancel(context, change);
  if (change.kind === 'set-policy') return checkPolicy(context, change);
  const { version } = change;
  const inForce = versionInForce(readRules(context.state, context.params));
  if (version <= inForce) refuse('PROTOCOL_NOT_NEWER', { version, inForce });
  const ability = abilityFor(context, version);
  if (ability.able < ability.needed) refuse('NO_QUORUM_RUNS', { ...ability });
}

/** What an approval that decides is refused for: CHANGE_UNDER_WAY {change}, and what `checkRule` refuses. */
export function checkRuleDecided(context: Context, { changes: [change] }: RuleProposal): void {
  const { due } = readRules(context.state, context.params);
  if (due !== undefined && change.kind !== 'cancel-change') refuse('CHANGE_UNDER_WAY', { change: due.change, lastHeight: due.lastHeight });
  checkRule(context, change);
}

export function approveRule(context: ApplyContext<GenesisDocument>, proposal: RuleProposal): void {
  const { state, params } = context;
  const { id, changes: [change] } = proposal;
  if (change.kind === 'cancel-change') return cancelNow(context, proposal, change.change);
  const lastHeight = lastHeightOf(context, proposal);
  putJson(state, 'changes', u32Bytes(id), { ...proposal, lastHeight });
  const version = change.kind === 'activate-protocol' ? { version: change.version } : {};
  writeRules(state, { ...readRules(state, params), due: { change: id, lastHeight, ...version } });
  if (change.kind === 'activate-protocol') context.emit('protocol-approved', { change: id, version: change.version, lastHeight });
  else context.emit('policy-approved', { change: id, lastHeight });
}

/** It changes nothing, so nothing need be waited for; what it cancels could take effect meanwhile. */
function cancelNow(context: ApplyContext<GenesisDocument>, proposal: RuleProposal, change: number): void {
  const votes = votesNeeded(context, proposal.changes);
  cancel(context, { change, by: proposal.id });
  conclude(context, proposal, { outcome: 'took-effect', firstHeight: context.height }, votes);
}

type EndOfBlock = ModuleContext<GenesisDocument, WriteBatch> & { emit(event: string, data: JsonObject): void };

/** At the stated height an approved change takes effect for the next block, unless seats have changed so that it may not any more. Costs one look at the state in every other block. */
export function advanceRules(context: EndOfBlock): void {
  const { state, params, height } = context;
  const rules = readRules(state, params);
  if (rules.due === undefined || height < rules.due.lastHeight) return;
  const proposal = readProposal(state, rules.due.change) as RuleProposal;
  const { rules: after, ending } = afterwards(context, rules, proposal);
  conclude(context, proposal, ending);
  writeRules(state, after);
}

/** What the chain goes by then, and what became of the proposal. */
function afterwards(context: EndOfBlock, { due: _, ...rules }: ChainRules, { id, changes: [change] }: RuleProposal): { readonly rules: ChainRules; readonly ending: Ending } {
  try {
    checkRule(context, change);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const why = { code: error.code, facts: error.facts as JsonObject };
    context.emit('change-failed', { change: id, ...why });
    return { rules, ending: { outcome: 'failed', ...why } };
  }
  const firstHeight = context.height + 1;
  const ending = { outcome: 'took-effect', firstHeight } as const;
  if (change.kind === 'set-policy') {
    const policy = policyAfter(context, change);
    forgetOver(context); // By the policy that they ended under: a longer expiry brings nothing back.
    context.emit('policy-changed', { change: id, ...policy });
    return { rules: { ...rules, policy }, ending };
  }
  invariant(change.kind === 'activate-protocol', 'a cancellation waits for no height');
  const { version } = change;
  context.emit('protocol-activated', { change: id, version, firstHeight });
  return { rules: { ...rules, protocols: [...rules.protocols, { version, firstHeight }] }, ending };
}
