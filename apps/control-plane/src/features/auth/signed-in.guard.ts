import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { PUBLIC } from '../../platform/auth';
import { fail } from '../../platform/errors';
import { AUTH_LIMITS } from './limits';
import { cookieOf } from './session.strategy';
import { WindowCounter } from '../../platform/rate';

/** Finds out who asks. An API key is looked at when there is an Authorization header, else the cookie. */
@Injectable()
export class SignedInGuard extends AuthGuard(['api-key', 'session']) {
  readonly #wrong = new WindowCounter(60_000);

  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.get<boolean>(PUBLIC, context.getHandler())) return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (!request.headers.authorization && !cookieOf(request)) fail('NOT_SIGNED_IN');
    const address = request.socket.remoteAddress ?? '';
    if (this.#wrong.count(address) >= AUTH_LIMITS.wrongCredentialsPerMinute)
      fail('TOO_MANY_REQUESTS', { facts: { retryAfterSeconds: 60 } });
    try {
      return (await super.canActivate(context)) as boolean;
    } catch (error) {
      this.#wrong.add(address);
      throw error;
    }
  }

  override handleRequest<T>(error: unknown, actor: T | false | null | undefined): T {
    if (error) throw error;
    return actor || fail('NOT_SIGNED_IN');
  }
}
