import type { ModuleContext, WriteBatch } from '../module/define-module';
import type { GenesisDocument } from '../protocol/genesis';
import type { Proposal } from './change';
import { remember, type Ending } from './decided';
import { documentKey } from './packages';
import { isOver } from './policy';
import { readProposals } from './proposals';
import { u32Bytes } from './stores';

type Context = Pick<ModuleContext<GenesisDocument, WriteBatch>, 'state' | 'params' | 'height' | 'timeMs'>;

/**
 * A proposal is over: how it ended is remembered, and of it nothing else is left than the packages of one that took effect. Proposals to cancel it
 * end with it.
 */
export function conclude(context: Context, proposal: Proposal, ending: Ending): void {
  remember(context, proposal, ending);
  forget(context.state, proposal, ending.outcome === 'took-effect');
  if (proposal.lastHeight === 0 || ending.outcome === 'cancelled') return;
  for (const other of readProposals(context.state)) {
    const [change] = other.changes;
    if (change?.kind === 'cancel-change' && change.change === proposal.id) conclude(context, other, { outcome: 'failed', code: 'NO_SUCH_CHANGE', facts: { change: proposal.id } });
  }
}

function forget(state: WriteBatch, { id, changes }: Proposal, tookEffect: boolean): void {
  state.delete('changes', u32Bytes(id));
  changes.forEach(({ kind }, place) => {
    if (kind === 'swap-module' || (kind === 'publish-package' && !tookEffect)) state.delete('documents', documentKey([id, place]));
  });
}

/** Proposals that nobody decided in time, oldest first. @param most so many: what a transaction may take of the state is counted, and must never keep anybody from proposing */
export function forgetOver(context: Context, most = Infinity): void {
  const over = readProposals(context.state).filter((proposal) => isOver(context, proposal));
  for (const proposal of over.slice(0, most)) conclude(context, proposal, { outcome: 'expired' });
}
