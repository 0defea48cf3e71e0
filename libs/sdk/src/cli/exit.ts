import type { Problem } from '@bystack/api';
import { ApiProblem, OperationFailed, UnexpectedAnswer, Unreachable } from '../client/errors';

/** Exit codes of the `bystack` command; part of its interface. */
export const EXIT = {
  done: 0,
  /** The answer is no: refused by the control plane or by the chain's rules, or evidence that does not hold. */
  refused: 1,
  /** The command line cannot be understood. */
  usage: 2,
  /** Nobody answers, or the other side failed. */
  failed: 3,
  /** It goes on, but was not done in time. */
  timeout: 4,
} as const;

/** The command line cannot be understood. */
export class UsageError extends Error {
  readonly code: string = 'USAGE';
}

/** What is given as JSON is none, or none that a chain can record. */
export class MalformedJson extends UsageError {
  override readonly code = 'MALFORMED_JSON';
}

/** Something on this machine is not as the command needs it. */
export class LocalError extends Error {
  constructor(readonly code: string, message: string) {
    super(message);
  }
}

export interface Failure {
  readonly exit: number;
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
  readonly errors?: readonly { readonly field: string; readonly detail: string }[];
  /** What the sentence tells, for programs. */
  readonly facts?: Problem['facts'];
  readonly requestId?: string;
}

const TIMEOUTS = new Set(['NOT_FINAL_IN_TIME', 'OPERATION_TIMEOUT']);

/** What an error means to whoever typed the command. Anything unforeseen is thrown on: it is a bug. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { exit: EXIT.usage, code: error.code, detail: error.message };
  if (error instanceof ApiProblem) return ofProblem(error);
  if (error instanceof Unreachable || error instanceof UnexpectedAnswer) return { exit: EXIT.failed, code: error.code, detail: error.message };
  if (error instanceof OperationFailed) return { exit: TIMEOUTS.has(error.code) ? EXIT.timeout : EXIT.refused, code: error.code, detail: error.message };
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return { exit: EXIT.refused, code: error.code, detail: error.message };
  throw error;
}

function ofProblem({ problem }: ApiProblem): Failure {
  const exit = TIMEOUTS.has(problem.code) ? EXIT.timeout : problem.status >= 500 ? EXIT.failed : EXIT.refused;
  return { exit, code: problem.code, detail: problem.detail, field: problem.field, errors: problem.errors, facts: problem.facts, requestId: problem.requestId };
}
