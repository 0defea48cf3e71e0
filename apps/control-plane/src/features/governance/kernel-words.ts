import { factsIn, type ModuleCard, type OutlookRefusal, type Words } from '@bystack/api';
import { fillWords } from '@bystack/chain-core/primitives/fill-words';
import { rowError, type Facts, type ProblemError } from '../../platform/errors';
import { KERNEL_CARD } from '../modules';

/** Why the kernel refuses, in its own words. A code of a newer node's is shown as it is. @param others words of modules, after the kernel's */
export function kernelWords({ code, facts }: OutlookRefusal, others: ModuleCard['errors'] = []): Words {
  const words = [...KERNEL_CARD.errors, ...others].find((row) => row.code === code)?.words ?? { en: `The chain refuses: ${code}.`, zh: `链已拒绝：${code}。` };
  const told = (facts ?? {}) as Facts; // A node may say that there are none.
  return { en: fillWords(words.en, factsIn(told, 'en')), zh: fillWords(words.zh, factsIn(told, 'zh')) };
}

export function kernelError({ code, facts }: OutlookRefusal, field?: string): ProblemError {
  const { status, words } = KERNEL_CARD.errors.find((row) => row.code === code) ?? { status: 422, words: kernelWords({ code, facts }) };
  return rowError(code, { status, ...words }, { facts: (facts ?? {}) as Facts, ...(field !== undefined && { field }) });
}
