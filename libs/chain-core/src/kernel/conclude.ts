import type { ModuleContext } from '../module/definition/context';
import type { WriteBatch } from '../module/definition/stores';
import type { GenesisDocument } from '../protocol/genesis';
import type { Proposal } from './change';
import { remember, type Ending } from './decided';
import { documentKey } from './packages';
import { isOver, votesNeeded, type VotesNeeded } from './policy';
import { readProposals } from './proposals';
import { u32Bytes } from './stores';

type Context = Pick<ModuleContext<GenesisDocument, WriteBatch>, 'state' | 'params' | 'height' | 'timeMs'>;

/**
 * A proposal is over: how it ended is remembered, and of it nothing else is left than the packages of one that took effect. Proposals to cancel it
 * end with it.
 * @param votes that it needed: of a proposal to cancel, as long as what it cancels was there
 */
export function conclude(context: Context, proposal: Proposal, ending: Ending, votes: VotesNeeded = votesNeeded(context, proposal.changes)): void {
  const cancelling = proposal.lastHeight === 0 || ending.outcome === 'cancelled' ? [] : cancellationsOf(context, proposal.id);
  remember(context, proposal, ending, votes);
  forget(context.state, proposal, ending.outcome === 'took-effect');
  for (const other of cancelling) conclude(context, other.proposal, { outcome: 'failed', code: 'NO_SUCH_CHANGE', facts: { change: proposal.id } }, other.votes);
}

function cancellationsOf(context: Context, id: number): readonly { readonly proposal: Proposal; readonly votes: VotesNeeded }[] {
  const all = readProposals(context.state).filter(({ changes: [change] }) => change?.kind === 'cancel-change' && change.change === id);
  return all.map((proposal) => ({ proposal, votes: votesNeeded(context, proposal.changes) }));
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
