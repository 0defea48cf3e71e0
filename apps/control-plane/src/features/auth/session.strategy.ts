import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-jwt';
import type { Actor } from '../../platform/auth';
import { SecretFiles } from '../../platform/config';
import { AUTH_LIMITS } from './limits';
import { SESSION_COOKIE, Sessions, type SessionClaims } from './sessions';

/** One algorithm, one key, no `kid`: nothing in a token decides how it is checked. */
export const SESSION_ALGORITHM = 'HS256';

@Injectable()
export class SessionStrategy extends PassportStrategy(Strategy, 'session') {
  constructor(
    files: SecretFiles,
    private readonly sessions: Sessions,
  ) {
    super({
      jwtFromRequest: (request: Request) => cookieOf(request),
      secretOrKey: files.key('session.key'),
      algorithms: [SESSION_ALGORITHM],
      passReqToCallback: true,
    });
  }

  async validate(request: Request, claims: SessionClaims): Promise<Actor | false> {
    const actor = await this.sessions.actor(claims);
    if (actor && request.res && Date.now() - claims.iat * 1000 > AUTH_LIMITS.cookieMs / 2)
      this.sessions.setCookie(request.res, claims.sub, claims.sid);
    return actor ?? false;
  }
}

export function cookieOf(request: Request): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === SESSION_COOKIE && value) return value;
  }
  return null;
}
