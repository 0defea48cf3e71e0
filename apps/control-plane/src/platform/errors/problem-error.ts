import { ALSO_TOLD, factsIn, PROBLEMS, problemType, type Problem, type ProblemCode, type ProblemRow } from '@bystack/api';
import { fillWords } from '@bystack/chain-core/primitives/fill-words';

export type Facts = Readonly<Record<string, string | number | boolean>>;
interface More {
  readonly facts?: Facts;
  readonly field?: string;
  readonly errors?: Problem['errors'];
  /** Whatever holds schemas of what was refused: they say in words what patterns ask for. */
  readonly schemas?: (() => unknown) | undefined;
}

/** The caller is wrong or cannot be served now; becomes a problem+json answer. Nothing else thrown is shown to a caller. */
export class ProblemError extends Error {
  /** @param zh the same sentence in Chinese, where there is one */
  constructor(
    readonly problem: Problem,
    readonly zh?: string,
    /** Where its words come from. */
    readonly row?: ProblemRow,
  ) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ProblemError';
  }
}

/** Undefined: it is no problem that a caller is told of. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof ProblemError ? error.problem.code : undefined;
}

/** Refuses with a code of the platform's table. */
export function fail(code: ProblemCode, more: More = {}): never {
  throw problemError(code, more);
}

export function problemError(code: ProblemCode, more: More = {}): ProblemError {
  return rowError(code, PROBLEMS[code], more);
}

/** The same for a row that a module brings. */
export function rowError(code: string, row: ProblemRow, more: More = {}): ProblemError {
  return new ProblemError(problemOf(code, row, more), fillWords(row.zh, factsIn(more.facts ?? {}, 'zh', more.schemas)), row);
}

/** The same problem, some of its facts put as people read them. */
export function toldAs(error: ProblemError, shown: Readonly<Record<string, string>>): ProblemError {
  const { problem, row } = error;
  if (row === undefined) return error;
  const told = { ...problem.facts, ...shown };
  return new ProblemError({ ...problem, detail: fillWords(row.en, factsIn(told, 'en')), shown }, fillWords(row.zh, factsIn(told, 'zh')), row);
}

/** The same problem with a sentence more. */
export function tellingAlso({ problem, row, zh = problem.detail }: ProblemError, name: keyof typeof ALSO_TOLD, value: string, schemas?: () => unknown): ProblemError {
  const { status, code, detail, field, errors } = problem;
  const also = ALSO_TOLD[name];
  const told = { status, en: `${row?.en ?? detail} ${also.en}`, zh: `${row?.zh ?? zh}${also.zh}` };
  return rowError(code, told, { facts: { ...problem.facts, [name]: value }, ...(field !== undefined && { field }), ...(errors && { errors }), schemas });
}

function problemOf(code: string, row: ProblemRow, { facts = {}, field, errors, schemas }: More = {}): Problem {
  return {
    type: problemType(code),
    title: titleOf(code),
    status: row.status,
    detail: fillWords(row.en, factsIn(facts, 'en', schemas)),
    code,
    ...(field === undefined ? {} : { field }),
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
    ...(errors === undefined ? {} : { errors }),
  };
}

function titleOf(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
