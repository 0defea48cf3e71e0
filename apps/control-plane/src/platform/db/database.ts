import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

interface Unit {
  readonly manager: EntityManager;
  readonly beforeCommit: (() => Promise<void>)[];
  readonly afterCommit: (() => void)[];
}

const TRIES = 5;
/** deadlock_detected, serialization_failure */
const GIVEN_UP = new Set(['40P01', '40001']);

/**
 * The unit of work: everything between `transaction` and its end, in however many services, is one database transaction.
 * The order at the end is: 1. what was put off until the end (audit entries: they take the one lock that everybody needs, so it is
 * held shortest and taken last, which also rules out deadlocks), 2. commit, 3. what may only be seen after the commit (pushes, events).
 */
@Injectable()
export class Database {
  readonly #units = new AsyncLocalStorage<Unit>();
  readonly #log = new Logger('database');

  constructor(private readonly source: DataSource) {}

  /** Of the surrounding transaction, or a plain one. */
  get manager(): EntityManager {
    return this.#units.getStore()?.manager ?? this.source.manager;
  }

  /** Joins the surrounding transaction or opens one. Two that waited for each other: the one PostgreSQL gave up is tried again. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.#units.getStore()) return work();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(work);
      } catch (error) {
        if (attempt === TRIES || !GIVEN_UP.has(String((error as { driverError?: { code?: string } }).driverError?.code))) throw error;
      }
    }
  }

  async #once<T>(work: () => Promise<T>): Promise<T> {
    const unit = { beforeCommit: [] as Unit['beforeCommit'], afterCommit: [] as Unit['afterCommit'] };
    const result = await this.source.transaction(async (manager) =>
      this.#units.run({ ...unit, manager }, async () => {
        const value = await work();
        for (const step of unit.beforeCommit) await step(); // 1
        return value;
      }),
    ); // 2
    for (const step of unit.afterCommit) this.#contain(step); // 3
    return result;
  }

  /** Runs at the end of the surrounding transaction, inside it. */
  beforeCommit(step: () => Promise<void>): void {
    this.#unit().beforeCommit.push(step);
  }

  /** Runs when the surrounding transaction is committed, or now when there is none. Must be harmless to lose. */
  afterCommit(step: () => void): void {
    const unit = this.#units.getStore();
    if (unit) unit.afterCommit.push(step);
    else this.#contain(step);
  }

  /** Work started from here does not belong to the surrounding transaction. */
  outside<T>(work: () => T): T {
    return this.#units.exit(work);
  }

  #unit(): Unit {
    const unit = this.#units.getStore();
    if (!unit) throw new Error('needs a surrounding transaction');
    return unit;
  }

  #contain(step: () => void): void {
    try {
      this.outside(step);
    } catch (error) {
      this.#log.error(error);
    }
  }
}
