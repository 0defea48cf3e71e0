import type { Problem } from '@bystack/api';

/** The control plane said no. `code` is stable; `detail` is for people; `field` points at what was wrong in the request. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;

  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.code = problem.code;
    this.status = problem.status;
    this.field = problem.field;
  }
}

/** Nobody answered, or not in time. What was asked may or may not have happened: ask again with the same idempotency key. @param isRead nothing can have happened */
export class Unreachable extends Error {
  readonly code = 'UNREACHABLE';

  constructor(readonly url: string, cause: unknown, isRead = true) {
    super(`${url} does not answer (${reasonOf(cause)}). It may be restarting: try again in a moment.${isRead ? '' : ' What was asked may have been done all the same: look first.'}`, { cause });
    this.name = 'Unreachable';
  }
}

/** Something answered that is not Bystack, or not this version of it. */
export class UnexpectedAnswer extends Error {
  readonly code = 'UNEXPECTED_ANSWER';

  constructor(readonly url: string, readonly status: number) {
    super(`${url} answered with status ${status} and nothing this client understands. Is it the address of a Bystack control plane?`);
    this.name = 'UnexpectedAnswer';
  }
}

/** An operation ended without success. */
export class OperationFailed extends Error {
  constructor(readonly operationId: string, readonly code: string, detail: string) {
    super(detail);
    this.name = 'OperationFailed';
  }
}

/** By shape, not by class: fetch's errors may come from another realm. */
function reasonOf(cause: unknown): string {
  const { name, message, cause: inner } = (cause ?? {}) as { name?: string; message?: string; cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return 'timed out';
  return inner?.code ?? inner?.message ?? message ?? String(cause);
}
