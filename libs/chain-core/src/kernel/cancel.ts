import type { ApplyContext, ModuleContext } from '../module/definition/context';
import type { ReadView } from '../module/definition/stores';
import type { CertificateSchemeName } from '../protocol/certificate-scheme';
import { spaceName } from '../module/active-module';
import { refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import { isOfModules, isOfRules, isOfSeats, type ModuleProposal, type Proposal } from './change';
import { conclude } from './conclude';
import { readForce, rested, writeForce, writeMigrating } from './force';
import { readProposal, readProposals } from './proposals';
import { readRules, writeRules } from './rules';
import { readEpoch, readSeats, writeEpoch } from './stores';
import { readRegistered } from './voting-keys';

type Context = ModuleContext<GenesisDocument>;
type Apply = ApplyContext<GenesisDocument>;

/** Refuses NO_SUCH_CHANGE; NOT_APPROVED_YET {change}: what still waits for votes is voted against, or withdrawn. */
export function checkCancel({ state }: Context, { change }: { readonly change: number }): void {
  if (readProposal(state, change).lastHeight === 0) refuse('NOT_APPROVED_YET', { change });
}

/** An approved change does not take effect: everything stays as it is, and what a migration had made is deleted little by little. @param by the proposal that decided so */
export function cancel(context: Apply, { change, by }: { readonly change: number; readonly by: number }): void {
  const proposal = readProposal(context.state, change);
  if (isOfModules(proposal)) stopSwap(context, proposal);
  else if (isOfRules(proposal)) forgetRule(context);
  conclude(context, proposal, { outcome: 'cancelled', by });
  if (isOfSeats(proposal)) goOnWithEpoch(context, proposal);
  context.emit('change-cancelled', { change, by });
}

function stopSwap({ state }: Apply, proposal: ModuleProposal): void {
  const force = readForce(state)!;
  writeMigrating(state, undefined);
  writeForce(state, { ...rested(force), emptying: [...force.emptying, ...spacesOf(proposal)] });
}

/** Every space that it could have begun; one that it did not is empty. */
export function spacesOf({ id, changes }: ModuleProposal): readonly string[] {
  return changes.flatMap((change) => {
    if (change.kind === 'swap-module') return [spaceName({ name: change.by.name, space: id })];
    return change.kind === 'swap-package' ? [spaceName({ name: change.module, space: id })] : [];
  });
}

function forgetRule({ state, params }: Apply): void {
  const { due: _, ...rules } = readRules(state, params);
  writeRules(state, rules);
}

/** The epoch goes on for as long as nothing else ends it: another approved change, or a fresh voting key. */
function goOnWithEpoch({ state, params }: Apply, { lastHeight }: Proposal): void {
  const record = readEpoch(state, params);
  if (record.lastHeight !== lastHeight || awaitsKeys(state, record.consensus.certificates)) return;
  const others = readProposals(state).filter(isOfSeats).map((other) => other.lastHeight).filter((height) => height > 0);
  writeEpoch(state, { ...record, lastHeight: others.length === 0 ? 0 : Math.min(...others) });
}

function awaitsKeys(state: ReadView, scheme: CertificateSchemeName): boolean {
  return readSeats(state).some(({ number }) => readRegistered(state, number, scheme) !== undefined);
}
