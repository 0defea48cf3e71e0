import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

/** Ours, never the caller's: what we log must not be forged. */
export function giveRequestId(_request: Request, response: Response, next: NextFunction): void {
  response.locals.requestId = randomUUID();
  response.setHeader('X-Request-Id', requestIdOf(response));
  next();
}

export function requestIdOf(response: Response): string {
  return String(response.locals.requestId ?? '');
}
