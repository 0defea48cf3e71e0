import { Injectable, Logger } from '@nestjs/common';
import { AGENT_PROTOCOL, type AgentToControl, type HostFacts } from '@bystack/api';
import { Database } from '../../platform/db';
import { Changes } from '../../platform/events';
import { Installation } from '../../platform/installation';
import { CLOSE, type AgentConnection } from './agent-connection';
import { Agents } from './agents';
import { AuditWitness } from './audit-witness';
import { HostRow } from './rows';
import { SpareKeys } from './spare-keys';

/** Our side of the conversation with one agent: hello, welcome, what it has, and only then what we want. */
@Injectable()
export class Conversation {
  readonly #log = new Logger('agents');
  #restored = false;

  constructor(
    private readonly database: Database,
    private readonly installation: Installation,
    private readonly agents: Agents,
    private readonly spares: SpareKeys,
    private readonly changes: Changes,
    private readonly witness: AuditWitness,
  ) {}

  async receive(message: AgentToControl, connection: AgentConnection): Promise<void> {
    if (message.kind === 'pong') return;
    if (message.kind === 'hello') return this.#greet(message, connection);
    if (!connection.greeted) return connection.close(CLOSE.protocol, 'hello comes first');
    if (message.kind === 'facts') return this.#note(connection, { facts: message.facts });
    if (message.kind === 'spares') return this.#deposit(message.keys, connection);
    if (message.kind === 'observed') return this.#observe(message, connection);
  }

  async #greet(
    { protocol, facts, incarnationSeen, revisionApplied, auditHeadKept = null }: Extract<AgentToControl, { kind: 'hello' }>,
    connection: AgentConnection,
  ): Promise<void> {
    if (protocol !== AGENT_PROTOCOL) return connection.close(CLOSE.protocol, `this control plane speaks protocol ${AGENT_PROTOCOL}`);
    await this.#noticeRestore(connection, incarnationSeen, revisionApplied);
    await this.#note(connection, { facts, appliedRevision: revisionApplied });
    connection.auditHeadKept = auditHeadKept;
    await this.witness.check(connection);
    connection.send({
      kind: 'welcome',
      protocol: AGENT_PROTOCOL,
      incarnation: this.installation.incarnation,
      sparesWanted: await this.agents.sparesWanted(connection.hostId),
    });
    connection.greeted = true;
  }

  /**
   * The agent applied a wish we do not remember, in the same life: our database went back in time, and a new life begins. Whatever the life, our
   * numbers go on above the agent's, so that a revision it has applied is never mistaken for one we are yet to make. A new life drops everybody's
   * line, so one host's word brings it about once while we run: a host taken over must not keep the others from being served.
   */
  async #noticeRestore({ hostId }: AgentConnection, incarnationSeen: string | null, revisionApplied: number): Promise<void> {
    const host = await this.database.manager.findOneByOrFail(HostRow, { id: hostId });
    const sameLife = incarnationSeen === this.installation.incarnation;
    if (revisionApplied < host.desiredRevision || (sameLife && revisionApplied === host.desiredRevision)) return;
    await this.database.manager.query('UPDATE hosts SET desired_revision = GREATEST(desired_revision, $2) WHERE id = $1', [
      hostId,
      revisionApplied + 1,
    ]);
    if (!sameLife || this.#restored) return;
    this.#restored = true;
    this.#log.warn(`host ${hostId} applied revision ${revisionApplied}, which this database does not know: it was restored from a backup`);
    await this.installation.renew();
    this.agents.dropAll();
  }

  async #deposit(keys: Extract<AgentToControl, { kind: 'spares' }>['keys'], connection: AgentConnection): Promise<void> {
    const { hostId, organisationId } = connection;
    await this.spares.deposit(hostId, organisationId, keys);
    if (!connection.stocked) this.agents.hasRoom(hostId);
    connection.stocked = true;
    this.changes.afterCommit(organisationId, 'hosts', hostId);
  }

  async #observe(
    { complete, nodes, revisionApplied }: Extract<AgentToControl, { kind: 'observed' }>,
    connection: AgentConnection,
  ): Promise<void> {
    if (!complete && !connection.reported) return connection.close(CLOSE.protocol, 'the first observation must be complete');
    await this.database.manager.update(HostRow, { id: connection.hostId }, { appliedRevision: revisionApplied, lastSeenAtMs: Date.now() });
    await this.agents.keeper.observed(connection.hostId, nodes, complete);
    if (connection.reported) return;
    connection.reported = true;
    await this.agents.push(connection.hostId);
  }

  async #note({ hostId, organisationId }: AgentConnection, what: { facts: HostFacts; appliedRevision?: number }): Promise<void> {
    await this.database.manager.update(HostRow, { id: hostId }, { ...what, lastSeenAtMs: Date.now() } as never);
    this.changes.afterCommit(organisationId, 'hosts', hostId);
  }
}
