import type { ChainOutlook, PlanChain, Template } from '@bystack/api';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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

function outlookOf(draft: Draft, template: Template) {
  const body = asked(draft, template);
  return queryOptions({ queryKey: ['chains', 'outlook', textOf(body)], queryFn: () => query<ChainOutlook>('/chains/outlook', body), retry: false, staleTime: Infinity });
}

/** Asks at the end of each step what the chain would be refused for, in the module's own words and at the field that is wrong. Makes nothing. What is told stays for the review. */
export function useOutlook(draft: Draft, template: Template | undefined) {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => (template === undefined ? Promise.reject(new Error('there is no template yet')) : client.fetchQuery({ ...outlookOf(draft, template), staleTime: 0 })) });
}

/** What modules think unwise of what was chosen: nothing forbids it. Of the number of validators is told where that is chosen. */
export function useUnwise(draft: Draft, template: Template): ChainOutlook['warnings'] {
  const { data } = useQuery(outlookOf(draft, template));
  return (data?.warnings ?? []).filter(({ code }) => code === 'PARAMETERS_UNWISE');
}
