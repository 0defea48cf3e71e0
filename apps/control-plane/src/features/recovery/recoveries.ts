import { Injectable } from '@nestjs/common';
import type { ChainRecoveryView, Operation, PastRecovery, StartRecovery } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import type { Actor } from '../../platform/auth';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Changes } from '../../platform/events';
import { begunOf, Chains, ChainStore, factsOf, isVoter, recoverySteps, type ChainRow, type NodeRow, type RecoveryBegun } from '../chains';
import { Hosts } from '../hosts';
import { Operations, type OperationRow } from '../operations';
import { assess, type Assessment } from './assess';
import { RECOVERY_LIMITS } from './limits';
import { RecoveryDriver } from './recovery-driver';

/** Chains whose every node was put back from an older copy: what is seen of them, and the word of an owner that they go on without the rest. */
@Injectable()
export class Recoveries {
  constructor(
    private readonly database: Database,
    private readonly store: ChainStore,
    private readonly chains: Chains,
    private readonly hosts: Hosts,
    private readonly operations: Operations,
    private readonly driver: RecoveryDriver,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
  ) {}

  async see(organisationId: string, chainId: string): Promise<ChainRecoveryView> {
    await this.store.get(organisationId, chainId);
    const rows = await this.store.nodes([chainId]);
    const names = await this.hosts.names(organisationId);
    const { heard: _, forgot: __, remember: ___, ...found } = this.#assess(rows);
    const told = await this.operations.ofKind(chainId, 'chain.recover', RECOVERY_LIMITS.pastShown);
    const running = told.find(({ state }) => state === 'running');
    return {
      ...found,
      ...(running && { state: 'running' as const }),
      validators: rows.filter((row) => isVoter(factsOf(row, this.chains.heard))).map((row) => this.#validator(row, names.get(row.hostId) ?? '')),
      operationId: running?.id ?? null,
      past: told.filter(({ state }) => state === 'succeeded').map(pastOf),
    };
  }

  /** @throws CONFIRMATION_MISMATCH, RECOVERY_RUNS, RECOVERY_NOT_NEEDED, VALIDATOR_REMEMBERS, RECOVERY_TOO_FEW, RECOVERY_CHANGED */
  async start(by: Actor, chainId: string, { confirmName, fromHeight }: StartRecovery): Promise<Operation> {
    const chain = await this.store.lock(by.organisationId, chainId);
    if (confirmName !== chain.name) fail('CONFIRMATION_MISMATCH', { field: '/confirmName' });
    if (chain.wish !== 'running') fail(chain.wish === 'absent' ? 'CHAIN_BEING_REMOVED' : 'CHAIN_NOT_RUNNING');
    if ((await this.operations.running(chainId)).some(({ kind }) => kind === 'chain.recover')) fail('RECOVERY_RUNS');
    const rows = await this.store.nodes([chainId]);
    const found = this.#assess(rows);
    expectPossible(found, fromHeight);
    const operation = await this.#begin(chain, rows, found);
    this.audit.note({
      organisationId: by.organisationId,
      actor: by,
      action: 'chain.recover',
      subject: { type: 'chain', id: chainId },
      details: { name: chain.name, fromHeight, ...(found.lost && { lostUpTo: found.lost.lastHeight }) },
    });
    this.changes.afterCommit(by.organisationId, 'chains', chainId);
    this.database.afterCommit(() => void this.driver.drive(operation.id));
    return operation;
  }

  async #begin({ organisationId, chainId, name }: ChainRow, rows: readonly NodeRow[], { epoch, needed, fromHeight, lost }: Assessment): Promise<Operation> {
    const before = (await this.operations.ofKind(chainId, 'chain.recover', RECOVERY_LIMITS.pastShown)).map(begunOf).find((one) => one.epoch === epoch);
    const begun: RecoveryBegun = { epoch, needed, fromHeight: fromHeight!, lost, leaderId: before?.leaderId ?? null };
    const facts = rows.map((row) => factsOf(row, this.chains.heard));
    return this.operations.begin({ organisationId, kind: 'chain.recover', subject: { type: 'chain', id: chainId, name }, chainId, began: { ...begun } as never }, recoverySteps(begun, facts));
  }

  #assess(rows: readonly NodeRow[]): Assessment {
    return assess(rows.filter(({ wish }) => wish !== 'absent').map((row) => factsOf(row, this.chains.heard)));
  }

  #validator(row: NodeRow, hostName: string): ChainRecoveryView['validators'][number] {
    const { state, finalHeight: height, recovery } = factsOf(row, this.chains.heard);
    return { nodeId: row.nodeId, seat: row.seat, hostName, isHeard: state === 'running', height, seenBefore: recovery?.seenBefore ?? null, isPrepared: recovery?.isPrepared ?? false };
  }
}

function pastOf(row: OperationRow): PastRecovery {
  const { epoch, fromHeight, lost } = begunOf(row);
  return { operationId: row.id, startedAtMs: row.startedAtMs, epoch, fromHeight, lost };
}

function expectPossible({ state, remember, forgot, needed, fromHeight }: Assessment, confirmed: number): void {
  if (state === 'none') fail('RECOVERY_NOT_NEEDED');
  if (remember > 0) fail('VALIDATOR_REMEMBERS', { facts: { remember } });
  if (state === 'waits') fail('RECOVERY_TOO_FEW', { facts: { ready: forgot, needed } });
  if (fromHeight !== confirmed) fail('RECOVERY_CHANGED', { field: '/fromHeight', facts: { fromHeight: fromHeight! } });
}
