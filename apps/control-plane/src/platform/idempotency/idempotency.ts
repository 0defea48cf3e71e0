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
  /** Of this process, and there is one for each database. */
  readonly #underWay = new Set<string>();

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
      nameOf(request),
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

  /** For what takes effect elsewhere and takes its time: a key is worked on once at a time, and no transaction is held meanwhile. Refuses as `claim` does. @param work gets what earlier tries kept */
  async alone<T>(request: KeyedRequest, work: (kept: Kept) => Promise<T>): Promise<T> {
    const name = nameOf(request);
    if (this.#underWay.has(name)) fail('IN_PROGRESS');
    this.#underWay.add(name);
    try {
      return await work(await this.#claimed(request));
    } finally {
      this.#underWay.delete(name);
    }
  }

  /** The answer that was given first, else that of `work`, which keeps its parts under keys of their own (`partOf`): what they changed may be such that it could not be done again. */
  async once<T>(request: KeyedRequest | undefined, work: () => Promise<T>): Promise<T> {
    if (!request) return work();
    return this.alone(request, async (kept) => {
      if ('answer' in kept) return kept.answer as T;
      const answer = await work();
      await this.keepAnswer(request, answer);
      return answer;
    });
  }

  /** What was chosen at the first try, else what `choose` says now, kept before anything is done by it: a repeat after a crash does what is left of the same, and chooses nothing by what it changed itself. */
  async chosen<T>(request: KeyedRequest | undefined, choose: () => Promise<T>): Promise<T> {
    if (!request) return choose();
    const { work } = await this.#claimed(request);
    if (work) return JSON.parse(work.toString('utf8')) as T;
    const choice = await choose();
    await this.keepWork(request, Buffer.from(JSON.stringify(choice)));
    return choice;
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

  #claimed(request: KeyedRequest): Promise<Kept> {
    return this.database.transaction(() => this.claim(request));
  }

  async #keep(request: KeyedRequest, what: Partial<IdempotencyRow>): Promise<void> {
    await this.database.manager.upsert(IdempotencyRow, { ...request, createdAtMs: Date.now(), ...what }, [
      'organisationId',
      'actorId',
      'key',
    ]);
  }
}

function nameOf({ organisationId, actorId, key }: KeyedRequest): string {
  return `${organisationId} ${actorId} ${key}`;
}
