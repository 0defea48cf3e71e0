import { CHAIN_PROBLEMS, type Problem } from '@bystack/api';
import type { ActiveModules } from '@bystack/chain-core/module/active-modules';
import type { Refusal, RefusalFacts } from '@bystack/chain-core/primitives/refusal';
import { makeProblem } from './answer';

interface Row {
  readonly status: number;
  readonly words: string;
}

/** What a refusal of the chain or of one of its modules is to a caller over HTTP. */
export function refusalProblem(refusal: Refusal, modules: ActiveModules): Problem {
  const { status, words } = rowOf(refusal.code, modules) ?? { status: 422, words: `The chain refuses: ${refusal.code}.` };
  const { path } = refusal.facts;
  return makeProblem(refusal.code, status, words, refusal.facts, typeof path === 'string' ? path : undefined, schemasOf(modules));
}

/** The sentence for an outcome that is recorded. */
export function refusalWords(code: string, facts: RefusalFacts, modules: ActiveModules): string {
  return makeProblem(code, 422, rowOf(code, modules)?.words ?? `Refused: ${code}.`, facts, undefined, schemasOf(modules)).detail;
}

/** What modules and the packages in their parameters say of what they take. */
function schemasOf(modules: ActiveModules): () => unknown {
  return () => modules.all.map(({ definition, params }) => [Object.values(definition.commands ?? {}).map(({ payload }) => payload), Object.values(definition.queries ?? {}).map(({ args }) => args), definition.surface?.(params as never)]);
}

function rowOf(code: string, modules: ActiveModules): Row | undefined {
  const known = Object.hasOwn(CHAIN_PROBLEMS, code) ? CHAIN_PROBLEMS[code] : undefined;
  if (known !== undefined) return { status: known.status, words: known.en };
  for (const { definition, params } of modules.all) {
    const own = definition.errors !== undefined && Object.hasOwn(definition.errors, code) ? definition.errors[code] : undefined;
    const found = own ?? rowOfPackage(definition.surface?.(params as never)['errors'], code);
    if (found !== undefined) return { status: found.status, words: found.words.en };
  }
  return undefined;
}

/** Rows that a module's parameters bring: data from outside, so nothing about it is taken for granted. */
function rowOfPackage(errors: unknown, code: string): { status: number; words: { en: string } } | undefined {
  if (typeof errors !== 'object' || errors === null || !Object.hasOwn(errors, code)) return undefined;
  const { status, words } = ((errors as Record<string, unknown>)[code] ?? {}) as { status?: unknown; words?: { en?: unknown } };
  return { status: typeof status === 'number' && status >= 400 && status < 500 ? status : 422, words: { en: typeof words?.en === 'string' ? words.en : code } };
}
