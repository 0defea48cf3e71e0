import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { actorOf, MUTATION, type MutationKind } from '../auth';
import { Database, Turns } from '../db';
import { Idempotency } from './idempotency';
import { keyedRequest } from './keyed-request';

/** Puts one database transaction around every mutation, with its idempotency key inside. */
@Injectable()
export class MutationInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly turns: Turns,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const kind = this.reflector.get<MutationKind | undefined>(MUTATION, context.getHandler());
    if (kind === undefined || kind === 'own') return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const work = () => this.#once(request, http.getResponse<Response>(), () => lastValueFrom(next.handle(), { defaultValue: undefined }));
    const actor = actorOf(request);
    return from(kind === 'in turn' && actor ? this.turns.run(actor.organisationId, work) : work());
  }

  async #once(request: Request, response: Response, effect: () => Promise<unknown>): Promise<unknown> {
    const keyed = keyedRequest(request);
    return this.database.transaction(async () => {
      if (!keyed) return effect();
      const kept = await this.idempotency.claim(keyed);
      if ('answer' in kept) {
        response.setHeader('Idempotent-Replayed', 'true');
        return kept.answer;
      }
      const answer = await effect();
      await this.idempotency.keepAnswer(keyed, answer);
      return answer;
    });
  }
}
