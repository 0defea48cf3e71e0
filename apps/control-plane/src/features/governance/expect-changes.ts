import type { ChangeView } from '@bystack/api';
import { fail } from '../../platform/errors';
import { changeInBothLanguages } from '../modules';
import { GOVERNANCE_LIMITS } from './limits';

/** Their shape in detail is the chain's to judge: nodes may know kinds that we do not. Packages that are written in one language are completed. */
export function expectChanges(changes: unknown): readonly ChangeView[] {
  const isChange = (one: unknown) => typeof one === 'object' && one !== null && typeof (one as { kind?: unknown }).kind === 'string';
  const detail = `must be a list of 1 to ${GOVERNANCE_LIMITS.changesMax} changes, each with its kind`;
  if (!Array.isArray(changes) || changes.length < 1 || changes.length > GOVERNANCE_LIMITS.changesMax || !changes.every(isChange))
    fail('INVALID_REQUEST', { field: '/changes', errors: [{ field: '/changes', code: 'INVALID', detail }] });
  return (changes as readonly ChangeView[]).map(changeInBothLanguages);
}
