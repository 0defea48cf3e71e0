import { HttpException } from '@nestjs/common';
import type { Problem, ProblemCode } from '@bystack/api';
import { ProblemError, problemError } from './problem-error';

/** Statuses of exceptions that are not ours (Nest, Express) and still say what the caller did wrong. */
const CODES: Readonly<Record<number, ProblemCode>> = {
  400: 'INVALID_REQUEST',
  401: 'NOT_SIGNED_IN',
  403: 'NOT_ALLOWED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
};
/** PostgreSQL says: no space left on the disk. */
const PG_DISK_FULL = '53100';
/** The database is not there, is going away, or is coming back. */
const NO_DATABASE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  '53300',
]);
const NO_DATABASE_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after)/;

export interface Told {
  readonly problem: Problem;
  /** Its sentence in Chinese, where there is one. */
  readonly zh?: string;
  /** Whether it is our fault: then the error is logged. */
  readonly ours: boolean;
}

/** What a caller is told of an error. */
export function toProblem(error: unknown): Told {
  if (error instanceof ProblemError) return { problem: error.problem, zh: error.zh, ours: false };
  if (codeOf(error) === PG_DISK_FULL || codeOf(error) === 'ENOSPC') return told('DISK_FULL', true);
  if (NO_DATABASE.has(String(codeOf(error))) || NO_DATABASE_WORDS.test((error as Error | null)?.message ?? ''))
    return told('NOT_READY', true);
  const code = CODES[statusOf(error) ?? 500];
  return code ? told(code, false) : told('INTERNAL', true);
}

function told(code: ProblemCode, ours: boolean): Told {
  const { problem, zh } = problemError(code);
  return { problem, zh, ours };
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' ? status : undefined;
}

function codeOf(error: unknown): unknown {
  const known = error as { code?: unknown; driverError?: { code?: unknown } } | null;
  return known?.driverError?.code ?? known?.code;
}
