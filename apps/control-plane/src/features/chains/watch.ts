import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Operation } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import { SYSTEM } from '../../platform/auth';
import { SETTINGS, type Settings } from '../../platform/config';
import { Database } from '../../platform/db';
import { Changes } from '../../platform/events';
import { Jobs } from '../../platform/queue';
import { Agents, HostRow, Placement } from '../hosts';
import { Operations, type OperationRow } from '../operations';
import type { NodeFacts } from './chain-facts';
import { ChainStore } from './chain-store';
import { Chains } from './chains';
import { CHAIN_LIMITS } from './limits';
import { factsOf } from './node-view';
import { stepFacts } from './operation-facts';
import { ChainRow, NodeRow } from './rows';
import { workSeen } from './slow-founding';
import { whyFailed } from './stand-still';

/** Compares operations with what is observed: after every observation, and by the clock, so that nothing depends on having heard everything. */
@Injectable()
export class Watch implements OnModuleInit {
  /** A stand-still of ours is not the operation's: the clock starts anew with the process. */
  readonly #startedAtMs = Date.now();

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
    private readonly store: ChainStore,
    private readonly chains: Chains,
    private readonly operations: Operations,
    private readonly placement: Placement,
    private readonly agents: Agents,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'watch-operations', everyMs: CHAIN_LIMITS.sweepEveryMs, run: () => this.sweep() });
    this.jobs.define({ name: 'reconcile-hosts', everyMs: CHAIN_LIMITS.reconcileEveryMs, run: () => this.reconcile() });
  }

  /** Every chain somebody waits for, and those that are only waiting to be gone. */
  async sweep(): Promise<void> {
    const leaving = await this.database.manager.find(ChainRow, { where: { wish: 'absent' }, select: { chainId: true } });
    for (const chainId of new Set([...(await this.operations.runningChainIds()), ...leaving.map((row) => row.chainId)]))
      await this.chain(chainId);
  }

  /** Hosts that have not applied the newest wish hear it again. */
  async reconcile(): Promise<void> {
    const late = await this.database.manager
      .createQueryBuilder(HostRow, 'host')
      .where('host.appliedRevision < host.desiredRevision')
      .getMany();
    for (const { id } of late) await this.agents.push(id);
  }

  /** Something was observed of the chain. Most of the time nobody waits for it, and only the news is passed on. */
  async heard(chainId: string): Promise<void> {
    const chain = await this.database.manager.findOneBy(ChainRow, { chainId });
    if (!chain || chain.wish === 'absent' || (await this.operations.runningOf(chain.organisationId, [chainId])).length > 0)
      return this.chain(chainId);
    this.#tell(chain);
  }

  async chain(chainId: string): Promise<void> {
    await this.database.transaction(async () => {
      const chain = await this.database.manager.findOne(ChainRow, { where: { chainId }, lock: { mode: 'pessimistic_write' } });
      const nodes = await this.store.nodes([chainId]);
      for (const operation of await this.operations.running(chainId)) await this.#look(operation, chain, nodes);
      if (!chain) return;
      if (chain.wish === 'absent' && nodes.length === 0) await this.database.manager.delete(ChainRow, { chainId });
      this.#tell(chain);
    });
  }

  #tell({ organisationId, chainId }: ChainRow): void {
    this.changes.afterCommit(organisationId, 'chains', chainId);
    this.changes.afterCommit(organisationId, 'nodes', chainId);
  }

  async #look(operation: OperationRow, chain: ChainRow | null, nodes: readonly NodeRow[]): Promise<void> {
    const mine = operation.subjectType === 'node' ? nodes.filter(({ nodeId }) => nodeId === operation.subjectId) : nodes;
    const of = operation.steps.find(({ name }) => name.startsWith('nodes-'))?.progress?.of ?? mine.length;
    const facts = mine.map((node) => factsOf(node, this.chains.heard));
    const now = await this.operations.observe(operation, stepFacts(operation.kind, facts, of, operation.began));
    const problem = now.state === 'running' ? this.#whyFailed(now, mine, facts) : null;
    if (!problem) return;
    await this.operations.fail(now, problem);
    if (now.kind === 'chain.create' && chain) await this.#undo(chain, nodes, problem);
  }

  #whyFailed({ kind, steps, progressAtMs }: OperationRow, nodes: readonly NodeRow[], facts: readonly NodeFacts[]): Operation['problem'] {
    return whyFailed({
      kind,
      steps,
      idleMs: Date.now() - Math.max(progressAtMs, this.#startedAtMs),
      idleMsMax: this.settings.operationIdleMs,
      problems: nodes.flatMap(({ observed }) => observed?.problem ?? []),
      silent: nodes.filter(({ hostId }) => !this.chains.heard(hostId)).length,
      work: workSeen(facts, Date.now()),
    });
  }

  /** A creation that failed leaves nothing behind: what it made is removed. */
  async #undo(chain: ChainRow, nodes: readonly NodeRow[], problem: NonNullable<Operation['problem']>): Promise<void> {
    const { chainId, organisationId } = chain;
    Object.assign(chain, { wish: 'absent', problem });
    await this.database.manager.update(ChainRow, { chainId }, { wish: 'absent', problem, generation: chain.generation + 1 });
    await this.store.wish(nodes, 'absent', true);
    await this.placement.wishChanged(nodes.map(({ hostId }) => hostId));
    this.audit.note({
      organisationId,
      actor: SYSTEM,
      action: 'chain.create-failed',
      subject: { type: 'chain', id: chainId },
      details: { name: chain.name, code: problem.code },
    });
  }
}
