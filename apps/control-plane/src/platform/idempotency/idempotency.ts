import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Seal } from '../config';
import { Database } from '../db';
import { fail } from '../errors';
import { Jobs } from '../queue';
import { IdempotencyRow } from './idempotency-row';
import type { KeyedRequest } from './keyed-request';

export interface Kept {
  readonly work?: Buffer;
  readonly answer?: unknown;
}

const HOUR_MS = 60 * 60_000;
/** How long a repeat is recognised. */
const KEPT_MS = 7 * 24 * HOUR_MS;

/**
 * Remembers what became of a keyed request. The row is written in the transaction of the effect, so either both are there after a crash or
 * neither. Refusals are not remembered: they had no effect, and the same key may try again.
 */
@Injectable()
export class Idempotency implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly seal: Seal,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'forget-idempotency-keys', everyMs: HOUR_MS, run: () => this.forgetBefore(Date.now() - KEPT_MS) });
  }

  /** Inside a transaction: holds the key until its end. Refuses IN_PROGRESS when another request holds it, IDEMPOTENCY_KEY_REUSED for another body. */
  async claim(request: KeyedRequest): Promise<Kept> {
    const { organisationId, actorId, key, requestHash } = request;
    const [{ got }] = (await this.database.manager.query('SELECT pg_try_advisory_xact_lock(hashtextextended($1, 1)) AS got', [
      `${organisationId} ${actorId} ${key}`,
    ])) as [{ got: boolean }];
    if (!got) fail('IN_PROGRESS');
    const row = await this.database.manager.findOneBy(IdempotencyRow, { organisationId, actorId, key });
    if (!row) return {};
    if (row.requestHash !== requestHash) fail('IDEMPOTENCY_KEY_REUSED', { field: 'Idempotency-Key' });
    return {
      ...(row.workSealed ? { work: this.seal.open(row.workSealed) } : {}),
      ...(row.answerSealed ? { answer: JSON.parse(this.seal.open(row.answerSealed).toString('utf8')) as unknown } : {}),
    };
  }

  /** The answer that was given first, else that of `work`, which keeps its parts under keys of their own: what they changed may be such that it could not be done again. */
  async once<T>(request: KeyedRequest | undefined, work: () => Promise<T>): Promise<T> {
    if (!request) return work();
    const kept = await this.database.transaction(() => this.claim(request));
    if ('answer' in kept) return kept.answer as T;
    const answer = await work();
    await this.keepAnswer(request, answer);
    return answer;
  }

  async keepAnswer(request: KeyedRequest, answer: unknown): Promise<void> {
    await this.#keep(request, { answerSealed: this.seal.close(Buffer.from(JSON.stringify(answer ?? null))) });
  }

  async keepWork(request: KeyedRequest, work: Buffer): Promise<void> {
    await this.#keep(request, { workSealed: this.seal.close(work) });
  }

  async forgetBefore(atMs: number): Promise<void> {
    await this.database.manager.delete(IdempotencyRow, { createdAtMs: LessThan(atMs) });
  }

  async #keep(request: KeyedRequest, what: Partial<IdempotencyRow>): Promise<void> {
    await this.database.manager.upsert(IdempotencyRow, { ...request, createdAtMs: Date.now(), ...what }, [
      'organisationId',
      'actorId',
      'key',
    ]);
  }
}
