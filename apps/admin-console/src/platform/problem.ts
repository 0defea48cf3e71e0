import { PROBLEMS, type Problem, type ProblemCode, problemType } from '@bystack/api';
import type { Language } from './texts';

/** The control plane said no (or could not be reached); `problem` says what, why and at which field. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'Refused';
  }
}

export const UNREACHABLE = 'UNREACHABLE';

export function unreachable(): Refused {
  return new Refused({ type: problemType(UNREACHABLE), title: UNREACHABLE, status: 0, code: UNREACHABLE, detail: '' });
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  return { type: problemType('INTERNAL'), title: 'INTERNAL', status: 500, code: 'INTERNAL', detail: error instanceof Error ? error.message : String(error) };
}

/** Only our own codes have words in the table; codes of modules bring their sentence in `detail`. */
export function sentenceOf(problem: Problem, language: Language): string {
  const row = Object.hasOwn(PROBLEMS, problem.code) ? PROBLEMS[problem.code as ProblemCode] : undefined;
  if (row === undefined || language === 'en') return problem.detail || row?.en || '';
  const filled = row[language].replace(/\{(\w+)\}/g, (whole, name: string) => String(problem.facts?.[name] ?? whole));
  return /\{\w+\}/.test(filled) ? problem.detail : filled;
}

/** Problems by field (JSON pointer), for forms. */
export function fieldErrors(problem: Problem | undefined, language: Language): Record<string, string> {
  const found: Record<string, string> = {};
  if (problem?.field) found[problem.field] = sentenceOf(problem, language);
  for (const each of problem?.errors ?? []) found[each.field] = each.detail;
  return found;
}
