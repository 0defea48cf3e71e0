import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In, LessThan, Not } from 'typeorm';
import type { JsonObject, Operation } from '@bystack/api';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Changes } from '../../platform/events';
import { OperationRow, viewOf } from './operation-row';
import { advance, allDone, failStep, moved, type StepFact } from './steps';

export interface NewOperation {
  readonly organisationId: string;
  readonly kind: Operation['kind'];
  readonly subject: Operation['subject'];
  readonly chainId: string;
  readonly began?: JsonObject | null;
}

/** It changes nothing about its chain and has nothing to do with what nodes are wished to be: whoever began it follows it. */
const TRIAL: Operation['kind'] = 'chain.rehearse';

/** Long-running changes: begun in the transaction of the wish, ended by what is observed. */
@Injectable()
export class Operations {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
  ) {}

  async begin({ organisationId, kind, subject, chainId, began = null }: NewOperation, facts: readonly StepFact[]): Promise<Operation> {
    const nowMs = Date.now();
    const row: OperationRow = {
      id: randomUUID(),
      organisationId,
      kind,
      subjectType: subject.type,
      subjectId: subject.id,
      subjectName: subject.name,
      chainId,
      state: 'running',
      startedAtMs: nowMs,
      endedAtMs: null,
      progressAtMs: nowMs,
      steps: advance([], facts, nowMs),
      began,
      problem: null,
    };
    await this.database.manager.insert(OperationRow, row as never);
    this.changes.afterCommit(organisationId, 'operations', row.id);
    return viewOf(row);
  }

  /** Newest first. */
  async list(organisationId: string, limit: number, beforeMs = Number.MAX_SAFE_INTEGER): Promise<Operation[]> {
    return (
      await this.database.manager.find(OperationRow, {
        where: { organisationId, startedAtMs: LessThan(beforeMs) },
        order: { startedAtMs: 'DESC', id: 'ASC' },
        take: limit,
      })
    ).map(viewOf);
  }

  async get(organisationId: string, id: string): Promise<Operation> {
    const row = await this.database.manager.findOneBy(OperationRow, { id, organisationId });
    return row ? viewOf(row) : fail('NOT_FOUND');
  }

  async ofIds(organisationId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Operation>> {
    const rows = await this.database.manager.findBy(OperationRow, { organisationId, id: In([...ids]) });
    return new Map(rows.map((row) => [row.id, viewOf(row)]));
  }

  /** Whoever's it is. */
  find(id: string): Promise<OperationRow | null> {
    return this.database.manager.findOneBy(OperationRow, { id });
  }

  /** Null: it is over. */
  lockRunning(id: string): Promise<OperationRow | null> {
    return this.database.manager.findOne(OperationRow, { where: { id, state: 'running' }, lock: { mode: 'pessimistic_write' } });
  }

  /** Newest first. */
  ofKind(chainId: string, kind: Operation['kind'], limit: number): Promise<OperationRow[]> {
    return this.database.manager.find(OperationRow, { where: { chainId, kind }, order: { startedAtMs: 'DESC', id: 'ASC' }, take: limit });
  }

  runningOfKind(kind: Operation['kind']): Promise<OperationRow[]> {
    return this.database.manager.find(OperationRow, { where: { kind, state: 'running' } });
  }

  /** Something was decided that its steps are told from. */
  async note(id: string, began: JsonObject): Promise<void> {
    await this.database.manager.update(OperationRow, { id }, { began } as never);
  }

  /** Locks them, so that two observations do not overwrite each other. */
  running(chainId: string): Promise<OperationRow[]> {
    return this.database.manager.find(OperationRow, {
      where: { chainId, state: 'running', kind: Not(TRIAL) },
      order: { startedAtMs: 'ASC', id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  runningOf(organisationId: string, chainIds: readonly string[]): Promise<OperationRow[]> {
    return this.database.manager.find(OperationRow, {
      where: { organisationId, chainId: In([...chainIds]), state: 'running', kind: Not(TRIAL) },
      order: { startedAtMs: 'ASC' },
    });
  }

  runningChainIds(): Promise<string[]> {
    return this.database.manager
      .find(OperationRow, { where: { state: 'running', kind: Not(TRIAL) } })
      .then((rows) => [...new Set(rows.map(({ chainId }) => chainId))]);
  }

  /** How many try something out on this chain. */
  runningTrialsOf(chainId: string): Promise<number> {
    return this.database.manager.count(OperationRow, { where: { chainId, state: 'running', kind: TRIAL } });
  }

  /** @returns the row as it is now. */
  async observe(row: OperationRow, facts: readonly StepFact[]): Promise<OperationRow> {
    const nowMs = Date.now();
    const steps = advance(row.steps, facts, nowMs);
    if (!moved(row.steps, steps) && !allDone(steps)) return row; // all may be done from the beginning: stopping what is stopped
    return this.#save(row, { steps, progressAtMs: nowMs, ...(allDone(steps) ? { state: 'succeeded', endedAtMs: nowMs } : {}) });
  }

  async fail(row: OperationRow, problem: NonNullable<Operation['problem']>): Promise<OperationRow> {
    const nowMs = Date.now();
    return this.#save(row, { state: 'failed', endedAtMs: nowMs, problem, steps: failStep(row.steps, nowMs) });
  }

  async #save(row: OperationRow, what: Partial<OperationRow>): Promise<OperationRow> {
    await this.database.manager.update(OperationRow, { id: row.id }, what as never);
    this.changes.afterCommit(row.organisationId, 'operations', row.id);
    return { ...row, ...what };
  }
}
