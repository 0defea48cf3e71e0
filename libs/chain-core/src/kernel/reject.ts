import type { ModuleResolver } from '../module/active-modules';
import type { ApplyContext, CheckContext } from '../module/definition/context';
import { refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import { conclude } from './conclude';
import { votesNeeded } from './policy';
import { countOf, decideIfPossible, openProposal, type ChangePayload } from './propose';
import { validatorOfActor } from './proposals';
import { putJson, u32Bytes } from './stores';

/** A validator votes against a proposal, also after it voted for it. In this order: NOT_A_VALIDATOR, NO_SUCH_CHANGE, ALREADY_DECIDED, CHANGE_EXPIRED, ALREADY_REJECTED. */
export function checkReject(context: CheckContext<GenesisDocument>, { change }: ChangePayload): void {
  const { number } = validatorOfActor(context, context.actor);
  if (openProposal(context, change).rejections?.includes(number)) refuse('ALREADY_REJECTED', { change, seat: number });
}

/** When too few are left that could approve, the proposal is over. A vote against can also be the one that makes the quorum complete. */
export function applyReject(context: ApplyContext<GenesisDocument>, { change }: ChangePayload, resolver: ModuleResolver): void {
  const { number } = validatorOfActor(context, context.actor);
  const before = openProposal(context, change);
  const proposal = { ...before, approvals: before.approvals.filter((seat) => seat !== number), rejections: [...(before.rejections ?? []), number] };
  const votes = votesNeeded(context, proposal.changes);
  const rejections = countOf(context, proposal.rejections);
  context.emit('change-opposed', { change, seat: number, rejections, ...votes });
  if (votes.validators - rejections < votes.needed) {
    conclude(context, proposal, { outcome: 'rejected' });
    return context.emit('change-rejected', { change, rejections, ...votes });
  }
  putJson(context.state, 'changes', u32Bytes(change), proposal);
  decideIfPossible(context, proposal, resolver);
}
