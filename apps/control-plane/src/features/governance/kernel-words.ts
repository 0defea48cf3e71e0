import type { ModuleCard, OutlookRefusal, Words } from '@bystack/api';
import { kernelDefinition } from '@bystack/chain-core/kernel';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { fill, rowError, type Facts, type ProblemError } from '../../platform/errors';
import { cardOf } from '../modules';

/** What every chain with a committee can do about itself, as a card. It is in no slot, so no blueprint names it. */
export const KERNEL_CARD: ModuleCard = cardOf(kernelDefinition(new ModuleRegistry([])) as unknown as ModuleDefinition);

/** Why the kernel refuses, in its own words. A code of a newer node's is shown as it is. @param others words of modules, after the kernel's */
export function kernelWords({ code, facts }: OutlookRefusal, others: ModuleCard['errors'] = []): Words {
  const words = [...KERNEL_CARD.errors, ...others].find((row) => row.code === code)?.words ?? { en: `The chain refuses: ${code}.`, zh: `链已拒绝：${code}。` };
  const told = (facts ?? {}) as Facts; // A node may say that there are none.
  return { en: fill(words.en, told), zh: fill(words.zh, told) };
}

export function kernelError({ code, facts }: OutlookRefusal, field?: string): ProblemError {
  const { status, words } = KERNEL_CARD.errors.find((row) => row.code === code) ?? { status: 422, words: kernelWords({ code, facts }) };
  return rowError(code, { status, ...words }, { facts: (facts ?? {}) as Facts, ...(field !== undefined && { field }) });
}
