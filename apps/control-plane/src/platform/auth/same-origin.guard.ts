import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { fail } from '../errors/problem-error';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Against forged requests of other sites: whatever a browser sends that changes something must say that it comes from our own pages.
 * A request with an `Authorization` header cannot be made by a foreign page on its own, so it is not asked.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (SAFE.has(request.method) || request.headers.authorization || comesFromUs(request)) return true;
    return fail('CSRF_REFUSED');
  }
}

/** Programs that are no browsers send neither header; they carry no ambient cookie either. */
function comesFromUs(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = request.headers;
  if (origin === undefined) return site !== undefined || !request.headers.cookie;
  try {
    return new URL(origin).host === request.headers.host;
  } catch {
    return false;
  }
}
