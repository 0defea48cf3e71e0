import { fail } from '../../platform/errors';

interface Numbered {
  readonly id: number;
}

/**
 * Why there is no such proposal among those that are over. Numbers are given in order, and fewer may be open at once than a chain remembers of those that are over: the highest number that was
 * given is always among both.
 */
export function notOver(id: number, { open, decided }: { readonly open: readonly Numbered[]; readonly decided: readonly Numbered[] }): never {
  if (open.some((one) => one.id === id)) fail('PROPOSAL_NOT_OVER', { facts: { proposal: id } });
  const made = Math.max(0, ...[...open, ...decided].map((one) => one.id));
  return id > made ? fail('NO_SUCH_PROPOSAL', { facts: { proposal: id, made } }) : fail('PROPOSAL_FORGOTTEN', { facts: { proposal: id } });
}
