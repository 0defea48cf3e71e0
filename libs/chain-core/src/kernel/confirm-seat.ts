import type { ApplyContext, CheckContext } from '../module/definition/context';
import { toHex } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import { newcomersOf, readProposal } from './proposals';
import { putJson, u32Bytes } from './stores';
import type { ChangePayload } from './propose';

/** A newcomer's node says that it is there: it has followed the chain up to the proposal that names it. In this order: NO_SUCH_CHANGE, NOT_A_NEWCOMER, ALREADY_CONFIRMED. */
export function checkConfirm({ state, actor }: CheckContext<GenesisDocument>, { change }: ChangePayload): void {
  const proposal = readProposal(state, change);
  const nodeKey = toHex(actor);
  if (!newcomersOf(state, proposal).includes(nodeKey)) refuse('NOT_A_NEWCOMER', { change, key: nodeKey });
  if (proposal.confirmed.includes(nodeKey)) refuse('ALREADY_CONFIRMED', { change, key: nodeKey });
}

export function applyConfirm({ state, actor, emit }: ApplyContext<GenesisDocument>, { change }: ChangePayload): void {
  const proposal = readProposal(state, change);
  putJson(state, 'changes', u32Bytes(change), { ...proposal, confirmed: [...proposal.confirmed, toHex(actor)] });
  emit('seat-confirmed', { change, nodeKey: toHex(actor), confirmed: proposal.confirmed.length + 1 });
}
