import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { fail } from '../errors/problem-error';
import { actorOf } from './actor';
import { allows, type PermissionName } from './permissions';
import { PERMISSION, PUBLIC } from './route-rules';

/** Runs after authentication. Closed by default: a route that names no permission is refused. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.get<boolean>(PUBLIC, context.getHandler())) return true;
    const permission = this.reflector.get<PermissionName | '' | undefined>(PERMISSION, context.getHandler());
    const actor = actorOf(context.switchToHttp().getRequest<Request>());
    if (!actor) fail('NOT_SIGNED_IN');
    if (permission === undefined || (permission !== '' && !allows(actor.role, permission)))
      fail('NOT_ALLOWED', { facts: { permission: permission ?? 'none' } });
    return true;
  }
}
