import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport';
import type { Actor } from '../../platform/auth';
import { ApiKeys } from './api-keys';

/** `Authorization: Bearer bk_PREFIX_SECRET`. */
class BearerStrategy extends Strategy {
  override readonly name = 'bearer';

  constructor(private readonly verify: (token: string, done: (error: unknown, actor?: Actor | false) => void) => void) {
    super();
  }

  override authenticate(request: Request): void {
    const token = /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return this.fail(401);
    this.verify(token, (error, actor) => {
      if (error) this.error(error);
      else if (actor) this.success(actor as never);
      else this.fail(401);
    });
  }
}

@Injectable()
export class ApiKeyStrategy extends PassportStrategy(BearerStrategy, 'api-key') {
  constructor(private readonly keys: ApiKeys) {
    super();
  }

  async validate(token: string): Promise<Actor | false> {
    return (await this.keys.actor(token)) ?? false;
  }
}
