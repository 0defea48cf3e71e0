import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { AuditEntry, Role } from '@bystack/api';

/** Who asks: the outcome of authentication, and the only source of the organisation id of a request. */
export interface Actor {
  readonly type: 'user' | 'api-key';
  readonly id: string;
  readonly name: string;
  readonly organisationId: string;
  readonly role: Role;
  /** Session or API key: what is throttled, and what ends open streams when it is revoked. */
  readonly credentialId: string;
}

export const SYSTEM: AuditEntry['actor'] = { type: 'system', id: 'control-plane', name: 'Bystack' };

export function actorOf(request: Request): Actor | undefined {
  return (request as { user?: Actor }).user;
}

/** Injects the actor into a handler. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext) => actorOf(context.switchToHttp().getRequest<Request>()));
