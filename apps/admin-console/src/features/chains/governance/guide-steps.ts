import type { ChainModulesView, ProposalView, RehearsalView } from '@bystack/api';

const KINDS_OF_MODULES = new Set(['publish-package', 'swap-package', 'swap-module', 'set-parameters']);

/** Whether it concerns records, so that it can be tried out. */
export function isOfModules({ changes }: Pick<ProposalView, 'changes'>): boolean {
  return changes.some(({ kind }) => KINDS_OF_MODULES.has(kind));
}

/** What the chain and the control plane show of a first change of modules. */
interface Observed {
  readonly modules: Pick<ChainModulesView, 'set' | 'due'>;
  readonly rehearsals: readonly Pick<RehearsalView, 'report'>[];
  readonly proposals: readonly Pick<ProposalView, 'id' | 'state' | 'changes'>[];
}
interface GuideStep {
  readonly name: 'rehearse' | 'propose' | 'approve' | 'watch';
  readonly isDone: boolean;
}

/** Whoever comes later than a step has passed it: a chain whose rules were changed was led through all of them. `open`: what waits for approvals. */
export function guideSteps<O extends Observed>({ modules, rehearsals, proposals }: O): { readonly steps: readonly GuideStep[]; readonly open: O['proposals'][number] | undefined } {
  const open = proposals.find((proposal) => proposal.state === 'open' && isOfModules(proposal));
  const isChanged = modules.set > 0;
  const isApproved = isChanged || modules.due !== null;
  const isProposed = isApproved || open !== undefined;
  const isRehearsed = isProposed || rehearsals.some(({ report }) => report !== null && report.refusal === null);
  const steps = [{ name: 'rehearse', isDone: isRehearsed }, { name: 'propose', isDone: isProposed }, { name: 'approve', isDone: isApproved }, { name: 'watch', isDone: isChanged }] as const;
  return { steps, open };
}
