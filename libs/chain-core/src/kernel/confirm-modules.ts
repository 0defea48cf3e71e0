import type { ApplyContext, CheckContext } from '../module/definition/context';
import { refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import { isOfModules, type ModuleProposal } from './change';
import { swapsModule } from './module-plan';
import type { ChangePayload } from './propose';
import { readProposal, validatorOfActor } from './proposals';
import { putJson, u32Bytes } from './stores';

/** A validator's node says that it has the module that is to come, and can run the chain with it. In this order: NOT_A_VALIDATOR, NO_SUCH_CHANGE, SWAPS_NO_MODULE, ALREADY_CONFIRMED. */
export function checkConfirmModules(context: CheckContext<GenesisDocument>, { change }: ChangePayload): void {
  const { number } = validatorOfActor(context, context.actor);
  const { able } = swapOf(context, change);
  if (able?.includes(number)) refuse('ALREADY_CONFIRMED', { change, key: `seat ${number}` });
}

export function applyConfirmModules(context: ApplyContext<GenesisDocument>, { change }: ChangePayload): void {
  const { number } = validatorOfActor(context, context.actor);
  const proposal = swapOf(context, change);
  const able = [...(proposal.able ?? []), number];
  putJson(context.state, 'changes', u32Bytes(change), { ...proposal, able });
  context.emit('modules-confirmed', { change, seat: number, able: able.length });
}

function swapOf({ state }: CheckContext<GenesisDocument>, id: number): ModuleProposal {
  const proposal = readProposal(state, id);
  return isOfModules(proposal) && swapsModule(proposal.changes) ? proposal : refuse('SWAPS_NO_MODULE', { change: id });
}
