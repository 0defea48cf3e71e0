import { canonicalJson, canonicalText } from '../codec/json';
import type { ModuleResolver } from '../module/active-modules';
import type { ApplyContext, ModuleContext } from '../module/definition/context';
import type { ReadView, WriteBatch } from '../module/definition/stores';
import type { Json, JsonObject } from '../primitives/json';
import { refuse } from '../primitives/refusal';
import { quorumOf } from '../protocol/committee';
import type { GenesisDocument } from '../protocol/genesis';
import { isOfModules, type KeptModuleChange, type ModuleChange, type ModuleProposal, type Proposal } from './change';
import { refuseContradictions } from './contradictions';
import { forceOrFirst, readForce, writeForce } from './force';
import { KERNEL_LIMITS } from './limits';
import { digestOf, documentKey, writePackage } from './packages';
import { keptChanges, swapsModule, type ModulePlan, type PlanContext, type PlannedChanges } from './module-plan';
import { planModules } from './plan-modules';
import { nameOfPackage } from './plan-packages';
import { refuseHeld } from './refuse-plan';
import { lastHeightOf } from './policy';
import { readProposals, refuseDuplicate } from './proposals';
import { putJson, readSeats, u32Bytes } from './stores';

type Context = ModuleContext<GenesisDocument>;

/** What a proposal of modules keeps, its content apart from it. */
export function planned(context: Context, resolver: ModuleResolver, id: number, changes: readonly ModuleChange[]): PlannedChanges {
  const kept = changes.map((change) => keep(planContext(context, resolver), change));
  return { id, changes: kept.map(({ change }) => change), content: (place) => kept[place]!.content! };
}

function keep(context: PlanContext, change: ModuleChange): { readonly change: KeptModuleChange; readonly content?: JsonObject } {
  if (change.kind === 'publish-package') {
    const { kind, module, content } = change;
    return { change: { kind, module, package: nameOfPackage(context, module, content), ...digestOf(content) }, content };
  }
  if (change.kind !== 'swap-module') return { change };
  const { by, ...others } = change;
  return { change: { ...others, by: { name: by.name, version: by.version }, ...digestOf(by.parameters) }, content: by.parameters };
}

/** In this order: PARAMETERS_TOO_LARGE, CHANGES_CONTRADICT, CHANGE_DUPLICATE, CHANGE_CONFLICTS, and what `planModules` and `refuseHeld` refuse. */
export function checkModuleProposal(context: Context, resolver: ModuleResolver, { id, changes, content }: PlannedChanges, open: readonly Proposal[]): void {
  for (const change of changes) if (change.kind === 'set-parameters') checkSize(change);
  refuseContradictions(changes);
  refuseDuplicate(changes, open);
  checkConflicts(context, id, changes);
  refuseHeld(context.state, planModules(planContext(context, resolver), { id, changes, content }));
}

function checkSize({ module, parameters }: Extract<KeptModuleChange, { kind: 'set-parameters' }>): void {
  const bytes = canonicalJson(parameters).length;
  if (bytes > KERNEL_LIMITS.parametersBytesMax) refuse('PARAMETERS_TOO_LARGE', { module, bytes, bytesMax: KERNEL_LIMITS.parametersBytesMax });
}

/** What is approved already comes first: a proposal about the same module would be of modules that are not there any more. The same once more is no conflict: what is approved can still be tried out, and a second proposal of it is a duplicate. */
function checkConflicts({ state }: Context, id: number, changes: readonly KeptModuleChange[]): void {
  const due = dueProposal(state);
  const isItself = due?.id === id || (due !== undefined && canonicalText(due.changes as unknown as Json) === canonicalText(changes as unknown as Json));
  const shared = isItself ? undefined : due?.changes.find(({ module }) => changes.some((change) => change.module === module));
  if (due !== undefined && shared !== undefined) refuse('CHANGE_CONFLICTS', { change: due.id, module: shared.module, lastHeight: due.lastHeight });
}

function dueProposal(state: ReadView): ModuleProposal | undefined {
  const id = readForce(state)?.due?.change;
  return id === undefined ? undefined : readProposals(state).filter(isOfModules).find((proposal) => proposal.id === id);
}

/** @param content of the proposal's changes, kept until it is over */
export function keepDocuments(state: WriteBatch, { id, changes, content }: PlannedChanges): void {
  changes.forEach(({ kind }, place) => {
    if (kind === 'publish-package' || kind === 'swap-module') putJson(state, 'documents', documentKey([id, place]), content(place));
  });
}

/** What a plan says of packages, written down when it takes effect. */
export function keepPackages(state: WriteBatch, { packages, outgoing }: ModulePlan): void {
  for (const record of packages) writePackage(state, record);
  for (const { place, content } of outgoing) putJson(state, 'documents', documentKey(place), content);
}

/**
 * What an approval that decides is refused for, in this order: CHANGE_UNDER_WAY {change}: another change of modules has not taken effect yet; NO_QUORUM_ABLE {validators,
 * needed, able}: too few nodes have shown to have the new module; and what `planModules` refuses.
 */
export function modulesAfter(context: Context, resolver: ModuleResolver, proposal: ModuleProposal): ModulePlan {
  const { state } = context;
  const due = readForce(state)?.due;
  if (due !== undefined) refuse('CHANGE_UNDER_WAY', { change: due.change, lastHeight: due.lastHeight });
  if (swapsModule(proposal.changes)) {
    const validators = readSeats(state).filter(({ seat }) => seat.role === 'validator').map(({ number }) => number);
    const able = validators.filter((number) => proposal.able?.includes(number)).length;
    const needed = quorumOf(validators.length);
    if (able < needed) refuse('NO_QUORUM_ABLE', { validators: validators.length, needed, able });
  }
  const plan = planModules(planContext(context, resolver), keptChanges(state, proposal));
  refuseHeld(state, plan);
  return plan;
}

/** The change takes effect after the stated block, or once all records are carried over. */
export function approveModules(context: ApplyContext<GenesisDocument>, resolver: ModuleResolver, proposal: ModuleProposal): void {
  const { state } = context;
  const { renewals } = modulesAfter(context, resolver, proposal);
  const lastHeight = lastHeightOf(context, proposal);
  putJson(state, 'changes', u32Bytes(proposal.id), { ...proposal, lastHeight });
  writeForce(state, { ...forceOrFirst(state), due: { change: proposal.id, lastHeight } });
  context.emit('modules-approved', { change: proposal.id, lastHeight, renewed: renewals.length });
}

export function planContext({ state, params }: Context, resolver: ModuleResolver): PlanContext {
  return { state, resolver, assets: params.assets };
}

