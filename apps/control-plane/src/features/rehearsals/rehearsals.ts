import { Injectable } from '@nestjs/common';
import type { ChangeView, Operation, RehearsalView } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import type { Actor } from '../../platform/auth';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { ChainStore } from '../chains';
import { Outlooks, Proposals } from '../governance';
import { Operations } from '../operations';
import { Modules } from '../modules';
import { Follow } from './follow';
import { REHEARSAL_LIMITS } from './limits';
import { RehearsalRow } from './rows';
import { stepFacts } from './steps';
import { rehearsalView } from './view';

/** What is no matter of records. Kinds of changes of modules are the chain's to judge. */
const NOT_OF_RECORDS = new Set(['add-seat', 'remove-seat', 'set-role', 'replace-keys', 'set-consensus', 'set-policy', 'activate-protocol', 'cancel-change']);

/** What waits already may be tried out too, and what the node that was asked lacks another may have. */
const NO_MATTER = new Set(['CHANGE_DUPLICATE', 'MODULE_NOT_AVAILABLE']);

/** Changes of modules that are tried out before anybody votes. */
@Injectable()
export class Rehearsals {
  constructor(
    private readonly database: Database,
    private readonly store: ChainStore,
    private readonly outlooks: Outlooks,
    private readonly proposals: Proposals,
    private readonly operations: Operations,
    private readonly modules: Modules,
    private readonly follow: Follow,
    private readonly audit: AuditTrail,
  ) {}

  /** Throws at once what the chain says against the changes themselves. */
  async begin(by: Actor, chainId: string, changes: readonly ChangeView[], proposal: number | null = null): Promise<Operation> {
    const { organisationId } = by;
    const { name } = await this.store.get(organisationId, chainId);
    if (changes.every(({ kind }) => NOT_OF_RECORDS.has(kind))) fail('NOTHING_TO_REHEARSE', { field: '/changes' });
    await this.outlooks.expectPossible(organisationId, chainId, changes, { save: NO_MATTER });
    await this.#expectRoom(chainId);
    const operation = await this.operations.begin({ organisationId, kind: 'chain.rehearse', subject: { type: 'chain', id: chainId, name }, chainId }, stepFacts(undefined));
    const row: RehearsalRow = { id: operation.id, organisationId, chainId, askedAtMs: operation.startedAtMs, changes, proposal, nodeId: null, runId: null, tries: 0, software: [], height: null, tookMs: null, report: null };
    await this.database.manager.insert(RehearsalRow, row as never);
    await this.#forgetOldest(chainId);
    this.audit.note({ organisationId, actor: by, action: 'chain.rehearse', subject: { type: 'chain', id: chainId }, details: { name, operationId: operation.id, kinds: changes.map(({ kind }) => kind) } });
    this.database.afterCommit(() => this.follow.begin(operation.id));
    return operation;
  }

  /** Of a proposal that waits for votes or for its height, whoever proposed it. */
  async beginOf(by: Actor, chainId: string, proposal: number): Promise<Operation> {
    return this.begin(by, chainId, await this.proposals.asked(by.organisationId, chainId, proposal), proposal);
  }

  async list(organisationId: string, chainId: string): Promise<RehearsalView[]> {
    await this.store.get(organisationId, chainId);
    const rows = await this.#rows(organisationId, chainId);
    const operations = await this.operations.ofIds(organisationId, rows.map(({ id }) => id));
    return rows.flatMap((row) => {
      const operation = operations.get(row.id);
      return operation === undefined ? [] : [{ ...rehearsalView(row, operation, this.modules), changes: [] }];
    });
  }

  async get(organisationId: string, chainId: string, id: string): Promise<RehearsalView> {
    const row = (await this.database.manager.findOneBy(RehearsalRow, { id, organisationId, chainId })) ?? fail('NOT_FOUND');
    return rehearsalView(row, await this.operations.get(organisationId, id), this.modules);
  }

  #rows(organisationId: string, chainId: string): Promise<RehearsalRow[]> {
    return this.database.manager.find(RehearsalRow, { where: { organisationId, chainId }, order: { askedAtMs: 'DESC', id: 'ASC' }, take: REHEARSAL_LIMITS.keptPerChain });
  }

  /** Whoever begins one at the same time waits here until this one counts. */
  async #expectRoom(chainId: string): Promise<void> {
    await this.database.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`rehearsals:${chainId}`]);
    const running = await this.operations.runningTrialsOf(chainId);
    if (running >= REHEARSAL_LIMITS.runningPerChain) fail('REHEARSALS_FULL', { facts: { running } });
  }

  /** In one statement, so that none is lost that began meanwhile; what runs still waits for its report. */
  async #forgetOldest(chainId: string): Promise<void> {
    await this.database.manager.query(
      `DELETE FROM rehearsals WHERE chain_id = $1
         AND id NOT IN (SELECT id FROM rehearsals WHERE chain_id = $1 ORDER BY asked_at_ms DESC, id LIMIT $2)
         AND id NOT IN (SELECT id FROM operations WHERE chain_id = $1 AND state = 'running')`,
      [chainId, REHEARSAL_LIMITS.keptPerChain],
    );
  }
}
