import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { actorOf } from '../auth';
import { fail } from '../errors';

export interface KeyedRequest {
  readonly organisationId: string;
  readonly actorId: string;
  readonly key: string;
  /** Of method, path and body bytes: what makes two requests the same. */
  readonly requestHash: string;
}

const KEY = /^[\x21-\x7e]{1,200}$/;

/** @returns undefined when the caller sent no Idempotency-Key (or nobody is signed in). */
export function keyedRequest(request: Request): KeyedRequest | undefined {
  const key = request.headers['idempotency-key'];
  const actor = actorOf(request);
  if (key === undefined || !actor) return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) fail('IDEMPOTENCY_KEY_INVALID', { field: 'Idempotency-Key' });
  const body = (request as { rawBody?: Buffer }).rawBody ?? Buffer.alloc(0);
  const requestHash = createHash('sha256').update(`${request.method} ${request.originalUrl}\n`).update(body).digest('hex');
  return { organisationId: actor.organisationId, actorId: actor.id, key, requestHash };
}

/** A part of what a request does, with a key of its own that nobody can send. */
export function partOf(keyed: KeyedRequest | undefined, part: string): KeyedRequest | undefined {
  return keyed && { ...keyed, key: `${keyed.key} ${part}` };
}

/** Injects the key of a mutation that keeps it itself. */
export const Keyed = createParamDecorator((_: unknown, context: ExecutionContext) =>
  keyedRequest(context.switchToHttp().getRequest<Request>()),
);
