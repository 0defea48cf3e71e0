import type { ChainOutlook, PlanChain, Template } from '@bystack/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { query } from '../../../platform/api';
import { problemOf } from '../../../platform/problem';
import { textOf } from '../../../platform/text-of';
import { type Draft, toCreateChain } from './draft';
import { STEPS, type WizardStep } from './steps';

/** The step on which a refused field can be changed. */
export function stepOf(field: string | undefined): WizardStep | undefined {
  if (field === undefined) return undefined;
  if (field.startsWith('/slots')) return 'modules';
  return field === '/template' ? 'template' : ['/name', '/validators', '/hostIds', '/keepBlocks', '/assets'].some((each) => field.startsWith(each)) ? 'validators' : undefined;
}

/** What is decided so far: a chain whose name is still to come is judged without one. */
function asked(draft: Draft, template: Template): PlanChain {
  const { name, ...others } = toCreateChain(draft, template);
  return name === '' ? others : { name, ...others };
}

/** Whether what is refused is to be changed before one goes on from a step: what belongs to a later one is not asked yet, and where nobody answers the last step says so. */
export function holdsUp(error: unknown, step: WizardStep): boolean {
  const { status, field } = problemOf(error);
  if (status === 0 || status >= 500) return false;
  const at = stepOf(field);
  return at === undefined ? step === 'validators' : STEPS.indexOf(at) <= STEPS.indexOf(step);
}

/** Asks at the end of each step what the chain would be refused for, in the module's own words and at the field that is wrong. Makes nothing. */
export function useOutlook(draft: Draft, template: Template | undefined) {
  return useMutation({ mutationFn: () => (template === undefined ? Promise.reject(new Error('there is no template yet')) : query<ChainOutlook>('/chains/outlook', asked(draft, template))) });
}

/** What modules think unwise of what was chosen: nothing forbids it. Of the number of validators is told where that is chosen. */
export function useUnwise(draft: Draft, template: Template): ChainOutlook['warnings'] {
  const body = asked(draft, template);
  const { data } = useQuery({ queryKey: ['chains', 'outlook', textOf(body)], queryFn: () => query<ChainOutlook>('/chains/outlook', body), retry: false, staleTime: Infinity });
  return (data?.warnings ?? []).filter(({ code }) => code === 'PARAMETERS_UNWISE');
}
