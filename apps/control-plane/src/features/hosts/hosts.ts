import { Injectable } from '@nestjs/common';
import type { HostFacts, HostView, JoinTokenCreated } from '@bystack/api';
import type { Actor } from '../../platform/auth';
import { AuditTrail } from '../../platform/audit';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Changes } from '../../platform/events';
import { CLOSE } from './agent-connection';
import { AgentListener } from './agent-listener';
import { Agents } from './agents';
import { auditTroubleWords } from './audit-witness';
import { Enrolment } from './enrolment';
import { HostRow } from './rows';
import { SpareKeys } from './spare-keys';

@Injectable()
export class Hosts {
  constructor(
    private readonly database: Database,
    private readonly agents: Agents,
    private readonly enrolment: Enrolment,
    private readonly listener: AgentListener,
    private readonly spares: SpareKeys,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
  ) {}

  async list(organisationId: string): Promise<HostView[]> {
    const rows = await this.database.manager.find(HostRow, { where: { organisationId }, order: { createdAtMs: 'ASC' } });
    const keys = await this.spares.countByHost(rows.map(({ id }) => id));
    return Promise.all(rows.map(async (row) => this.#view(row, keys.get(row.id) ?? 0, await this.agents.keeper.count(row.id))));
  }

  async get(organisationId: string, id: string): Promise<HostView> {
    return (await this.list(organisationId)).find((host) => host.id === id) ?? fail('NOT_FOUND');
  }

  async names(organisationId: string): Promise<Map<string, string>> {
    const rows = await this.database.manager.findBy(HostRow, { organisationId });
    return new Map(rows.map(({ id, facts }) => [id, facts.name]));
  }

  async joinToken(by: Actor): Promise<JoinTokenCreated> {
    const { token, expiresAtMs } = await this.enrolment.makeToken(by.organisationId, this.listener.url);
    this.audit.note({
      organisationId: by.organisationId,
      actor: by,
      action: 'host.join-token',
      subject: { type: 'organisation', id: by.organisationId },
    });
    return { token, expiresAtMs, command: `JOIN_TOKEN=${token} node dist/apps/node-agent/src/main.js` };
  }

  /** Its certificate stops counting at once. */
  async remove(by: Actor, id: string): Promise<void> {
    const host = await this.database.manager.findOne(HostRow, {
      where: { id, organisationId: by.organisationId },
      lock: { mode: 'pessimistic_write' },
    });
    if (!host) fail('NOT_FOUND');
    const nodes = await this.agents.keeper.count(id);
    if (nodes > 0) fail('HOST_IN_USE', { facts: { nodes } });
    await this.database.manager.delete(HostRow, { id });
    this.audit.note({
      organisationId: by.organisationId,
      actor: by,
      action: 'host.delete',
      subject: { type: 'host', id },
      details: { name: host.facts.name },
    });
    this.changes.afterCommit(by.organisationId, 'hosts', id);
    this.database.afterCommit(() => this.agents.drop(id, CLOSE.revoked, 'the host was deleted'));
  }

  #view({ id, facts, lastSeenAtMs, certificateExpiresAtMs }: HostRow, spareKeys: number, nodes: number): HostView {
    const { name, runtime, agentVersion, platform, cpus, memoryBytes, diskFreeBytes, nodesMax } = facts;
    const state = this.agents.connection(id)?.greeted ? 'connected' : 'offline';
    return {
      id,
      name,
      runtime,
      state,
      lastSeenAtMs,
      agentVersion,
      platform,
      cpus,
      memoryBytes,
      diskFreeBytes,
      nodesMax,
      nodes,
      spareKeys,
      certificateExpiresAtMs,
      ...this.#trouble(id, facts),
    };
  }

  #trouble(id: string, { runtimeTrouble, auditTrouble }: HostFacts): { readonly trouble?: string } {
    const { unlisted = 0, auditHeadMissing } = this.agents.connection(id) ?? {};
    const all = [
      runtimeTrouble,
      unlisted > 0 && `It carries ${unlisted} nodes that this control plane does not know; they are left alone.`,
      auditHeadMissing ? auditTroubleWords(auditHeadMissing) : auditTrouble,
    ].filter(Boolean);
    return all.length === 0 ? {} : { trouble: all.join(' ') };
  }
}
