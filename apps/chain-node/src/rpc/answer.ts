import type { Readable } from 'node:stream';
import { factsIn, PROBLEMS, problemType } from '@bystack/api';
import type { Problem, ProblemCode } from '@bystack/api';
import { fillWords } from '@bystack/chain-core/primitives/fill-words';

/** What a route answers with. `stream` is written by the route itself until the reader leaves. */
export type Answer =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'bytes'; readonly status: number; readonly type: string; readonly body: Uint8Array | string }
  | { readonly kind: 'stream'; readonly type: string; readonly body: Readable };

export function json(body: unknown, status = 200): Answer {
  return { kind: 'json', status, body };
}

type Facts = Readonly<Record<string, string | number | boolean>>;

/** Something the caller must be told. Thrown by routes, turned into problem+json in one place. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export function fail(code: ProblemCode, options: { facts?: Facts; field?: string; detail?: string } = {}): never {
  throw new ProblemError(problemOf(code, options));
}

export function problemOf(code: ProblemCode, options: { facts?: Facts; field?: string; detail?: string } = {}): Problem {
  return makeProblem(code, PROBLEMS[code].status, options.detail ?? PROBLEMS[code].en, options.facts, options.field);
}

/** A problem from a row of the platform's or of a module: `{name}` in its words takes a fact. @param schemas see `factsIn` */
export function makeProblem(code: string, status: number, words: string, facts?: Facts, field?: string, schemas?: () => unknown): Problem {
  const detail = fillWords(words, factsIn(facts ?? {}, 'en', schemas));
  const title = code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' ');
  return { type: problemType(code), title, status, detail, code, ...(field !== undefined && { field }), ...(facts !== undefined && { facts }) };
}
