import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { AuditHead, DesiredNode, ObservedNode } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import { Database } from '../../platform/db';
import { Changes } from '../../platform/events';
import { Installation } from '../../platform/installation';
import { Jobs } from '../../platform/queue';
import { CLOSE, type AgentConnection } from './agent-connection';
import { AuditWitness } from './audit-witness';
import { HOST_LIMITS } from './limits';
import { HostRow } from './rows';
import { SpareKeys } from './spare-keys';

/** What keeps nodes (the chains feature) tells agents and hears from them. */
export interface NodeKeeper {
  /** Everything this host should run. A genesis is filled in only for chains that are not in `genesisSent`, once each, and added to it. */
  desired(hostId: string, genesisSent: Set<string>): Promise<DesiredNode[]>;
  observed(hostId: string, nodes: readonly ObservedNode[], complete: boolean): Promise<void>;
  /** How many nodes this host carries, wanted or not yet gone. */
  count(hostId: string): Promise<number>;
}

/** The agents that are connected now. */
@Injectable()
export class Agents implements BeforeApplicationShutdown, OnModuleInit {
  readonly #log = new Logger('agents');
  readonly #connections = new Map<string, AgentConnection>();
  readonly #pushing = new Map<string, Promise<void>>();
  readonly #roomListeners: ((hostId: string) => void)[] = [];
  #keeper: NodeKeeper | undefined;

  constructor(
    private readonly database: Database,
    private readonly installation: Installation,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
    private readonly spares: SpareKeys,
    private readonly jobs: Jobs,
    private readonly witness: AuditWitness,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'spread-audit-heads', everyMs: HOST_LIMITS.auditHeadEveryMs, run: () => this.#spreadAuditHeads() });
  }

  /** `listener` hears of every host whose connection has just become good for new nodes. */
  onRoom(listener: (hostId: string) => void): void {
    this.#roomListeners.push(listener);
  }

  hasRoom(hostId: string): void {
    for (const listener of this.#roomListeners) listener(hostId);
  }

  serve(keeper: NodeKeeper): void {
    this.#keeper = keeper;
  }

  get keeper(): NodeKeeper {
    if (!this.#keeper) throw new Error('nobody keeps nodes yet');
    return this.#keeper;
  }

  connection(hostId: string): AgentConnection | undefined {
    return this.#connections.get(hostId);
  }

  /** Hosts that greeted: they can be given work. */
  connectedHostIds(): string[] {
    return [...this.#connections.values()].filter(({ greeted }) => greeted).map(({ hostId }) => hostId);
  }

  add(connection: AgentConnection): void {
    this.#connections.get(connection.hostId)?.close(CLOSE.replaced, 'the host connected again');
    this.#connections.set(connection.hostId, connection);
  }

  remove(connection: AgentConnection): void {
    if (this.#connections.get(connection.hostId) === connection) this.#connections.delete(connection.hostId);
    this.changes.afterCommit(connection.organisationId, 'hosts', connection.hostId);
  }

  drop(hostId: string, code: number, reason: string): void {
    this.#connections.get(hostId)?.close(code, reason);
  }

  /** Every line anew, e.g. because the incarnation changed. */
  dropAll(): void {
    for (const hostId of this.#connections.keys()) this.drop(hostId, CLOSE.again, 'begin again');
  }

  /** Sends the newest wish, one push of a host at a time. Harmless to repeat. */
  push(hostId: string): Promise<void> {
    const next = (this.#pushing.get(hostId) ?? Promise.resolve()).then(() => this.#tryPush(hostId));
    this.#pushing.set(hostId, next);
    return next;
  }

  /** Pushes once the surrounding transaction is committed. A push that is lost is repeated by the reconcile job. */
  pushAfterCommit(hostIds: Iterable<string>): void {
    for (const hostId of new Set(hostIds)) this.database.afterCommit(() => void this.push(hostId));
  }

  beforeApplicationShutdown(): void {
    for (const connection of this.#connections.values()) connection.close(1001, 'the control plane is stopping');
  }

  /** After a failure nobody knows what the line has carried: a new one begins from nothing. */
  async #tryPush(hostId: string): Promise<void> {
    try {
      await this.#push(hostId);
    } catch (error) {
      this.#log.warn(error);
      this.drop(hostId, CLOSE.again, 'begin again');
    }
  }

  async #push(hostId: string): Promise<void> {
    const connection = this.#connections.get(hostId);
    if (!connection?.reported) return;
    // The revision is read first: a wish that changes meanwhile is sent under the older number and then again under its own.
    const host = await this.database.manager.findOneBy(HostRow, { id: hostId });
    if (!host) return;
    const nodes = await this.keeper.desired(hostId, connection.genesisSent);
    const auditHead = await this.witness.next(connection);
    connection.send({ kind: 'desired', incarnation: this.installation.incarnation, revision: host.desiredRevision, nodes, auditHead });
  }

  /** Every agent keeps a copy of its organisation's newest audit hash: whoever cuts the trail here has to cut it there as well. */
  async #spreadAuditHeads(): Promise<void> {
    for (const { hostId, organisationId, auditHeadKept } of [...this.#connections.values()]) {
      if ((await this.audit.head(organisationId)).hash !== auditHeadKept?.hash) await this.push(hostId);
    }
  }

  /** What the connected hosts of an organisation keep of its audit trail; of a host that saw it go back, the head that is missing. */
  auditHeads(organisationId: string): AuditHead[] {
    const own = [...this.#connections.values()].filter((connection) => connection.organisationId === organisationId);
    return own.flatMap(({ auditHeadMissing, auditHeadKept }) => auditHeadMissing ?? auditHeadKept ?? []);
  }

  /** Says which deposited keys are gone, and how many to keep ready. */
  announceTaken(hostId: string, nodeKeys: readonly string[]): void {
    void this.sparesWanted(hostId).then(
      (sparesWanted) => this.#connections.get(hostId)?.send({ kind: 'spares-taken', nodeKeys, sparesWanted }),
      () => undefined,
    );
  }

  async sparesWanted(hostId: string): Promise<number> {
    const host = await this.database.manager.findOneBy(HostRow, { id: hostId });
    return host ? this.spares.wanted(host, await this.keeper.count(hostId)) : 0;
  }
}
