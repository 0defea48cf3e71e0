import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail, type ThrottlerModuleOptions } from '@nestjs/throttler';
import type { Request } from 'express';
import { actorOf } from '../auth';
import type { Settings } from '../config';
import { fail } from '../errors';

/** Two rates, by who asks: a credential, or else the real address of the socket. Headers that callers write are never looked at. */
@Injectable()
export class RateGuard extends ThrottlerGuard {
  protected override async getTracker(request: Request): Promise<string> {
    const actor = actorOf(request);
    return actor ? `credential ${actor.credentialId}` : `address ${request.socket.remoteAddress ?? ''}`;
  }

  /** One count for all routes together. */
  protected override generateKey(_context: ExecutionContext, tracker: string, name: string): string {
    return `${name} ${tracker}`;
  }

  protected override async throwThrottlingException(_context: ExecutionContext, { timeToExpire }: ThrottlerLimitDetail): Promise<void> {
    fail('TOO_MANY_REQUESTS', { facts: { retryAfterSeconds: Math.max(1, timeToExpire) } });
  }
}

export function throttlerOptions(
  { rateLimits }: Settings,
  storage: ThrottlerModuleOptions extends infer O ? (O extends { storage?: infer S } ? S : never) : never,
): ThrottlerModuleOptions {
  const actor = (context: ExecutionContext) => actorOf(context.switchToHttp().getRequest<Request>());
  return {
    storage,
    setHeaders: false,
    throttlers: [
      { name: 'all', ttl: 60_000, limit: (context) => (actor(context) ? rateLimits.credentialPerMinute : rateLimits.anonymousPerMinute) },
    ],
  };
}
