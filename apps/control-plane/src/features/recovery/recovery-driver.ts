import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/db';
import { ProblemError } from '../../platform/errors';
import { Jobs } from '../../platform/queue';
import { begunOf, Chains, ChainStore, factsOf, isVoter, readyIn, type NodeFacts, type NodeRow, type RecoveryBegun } from '../chains';
import { NodeRelay } from '../gateway';
import { Operations, type OperationRow } from '../operations';
import { RECOVERY_LIMITS } from './limits';

/** What comes of it is observed, whatever the node says. */
const isAnything = (told: unknown): told is unknown => told !== undefined;

interface Seen {
  readonly row: NodeRow;
  readonly facts: NodeFacts;
}

/**
 * Asks of the nodes what comes next, from what is observed, until the operation has ended: prepare, then start on one. Both may be asked again and again; a node that
 * is not ready says so, and is asked once more later.
 */
@Injectable()
export class RecoveryDriver implements OnModuleInit {
  readonly #log = new Logger('recovery');

  constructor(
    private readonly database: Database,
    private readonly store: ChainStore,
    private readonly chains: Chains,
    private readonly operations: Operations,
    private readonly relay: NodeRelay,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'drive-recoveries', everyMs: RECOVERY_LIMITS.driveEveryMs, run: () => this.driveAll() });
  }

  async driveAll(): Promise<void> {
    for (const { id } of await this.operations.runningOfKind('chain.recover')) await this.drive(id);
  }

  async drive(operationId: string): Promise<void> {
    const operation = await this.operations.find(operationId);
    if (operation?.state !== 'running') return;
    const begun = begunOf(operation);
    const rows = await this.store.nodes([operation.chainId]);
    const here = rows.map((row): Seen => ({ row, facts: factsOf(row, this.chains.heard) })).filter(({ facts }) => facts.state === 'running' && isVoter(facts) && facts.committee?.epoch === begun.epoch && facts.recovery !== null);
    const waiting = here.filter(({ facts }) => !facts.recovery!.isPrepared);
    if (waiting.length > 0) await Promise.all(waiting.map(({ row }) => this.#ask(operation, row, 'prepare')));
    else await this.#startIfReady(operation, begun, here);
  }

  /** Nobody is waited for who is not heard of; whoever is must have come to the newest block. */
  async #startIfReady(operation: OperationRow, { epoch, needed }: RecoveryBegun, here: readonly Seen[]): Promise<void> {
    const { level } = readyIn(epoch, here.map(({ facts }) => facts));
    if (level.length < here.length || level.length < needed) return;
    const leaderId = await this.#leader(operation.id, here);
    const leader = here.find(({ row }) => row.nodeId === leaderId);
    if (leader) await this.#ask(operation, leader.row, 'start');
  }

  /** The same for ever, written down before it is told: two nodes must not build two ends of one epoch. */
  #leader(operationId: string, here: readonly Seen[]): Promise<string | null> {
    return this.database.transaction(async () => {
      const operation = await this.operations.lockRunning(operationId);
      if (operation === null) return null;
      const begun = begunOf(operation);
      if (begun.leaderId !== null) return begun.leaderId;
      const [{ row, facts }] = here;
      await this.operations.note(operationId, { ...begun, leaderId: row.nodeId, fromHeight: facts.finalHeight } as never);
      return row.nodeId;
    });
  }

  async #ask({ organisationId, chainId }: OperationRow, { nodeId }: NodeRow, what: 'prepare' | 'start'): Promise<void> {
    try {
      await this.relay.jsonOf(organisationId, chainId, nodeId, { method: 'POST', path: `/recovery/${what}`, timeoutMs: RECOVERY_LIMITS.askTimeoutMs }, isAnything);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.#log.log(`${nodeId} was asked to ${what} and is not ready: ${error.problem.code}`);
    }
  }
}
