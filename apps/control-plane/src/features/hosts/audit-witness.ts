import { Injectable, Logger } from '@nestjs/common';
import type { AuditHead } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import { Database } from '../../platform/db';
import { Changes } from '../../platform/events';
import { Installation } from '../../platform/installation';
import type { AgentConnection } from './agent-connection';

/**
 * Every agent keeps a copy of its organisation's newest audit head: whoever cuts the trail here has to cut it there as well. Here the copy is
 * held against the trail, when a host greets and before it is told a newer head, so that no newer head ever hides that an older one is gone.
 */
@Injectable()
export class AuditWitness {
  readonly #log = new Logger('audit');
  /** Hosts whose word is in the trail already, in this life: a host taken over cannot fill it. */
  readonly #noted = new Set<string>();

  constructor(
    private readonly audit: AuditTrail,
    private readonly database: Database,
    private readonly installation: Installation,
    private readonly changes: Changes,
  ) {}

  /** @returns whether the trail contains what the host keeps. If not, it shows as the host's trouble, in the log and in the trail. */
  async check(connection: AgentConnection): Promise<boolean> {
    const { auditHeadKept: kept, organisationId, hostId } = connection;
    if (!kept || (await this.audit.contains(organisationId, kept))) return true;
    if (connection.auditHeadMissing?.hash === kept.hash) return false;
    connection.auditHeadMissing = { sequence: kept.sequence, hash: kept.hash };
    this.#log.error(`host ${hostId}: ${auditTroubleWords(kept)}`);
    this.changes.afterCommit(organisationId, 'hosts', hostId);
    await this.#note(connection, connection.auditHeadMissing);
    return false;
  }

  /** The head to tell this host: the newest, unless what it keeps of this life is missing; then that, so that it stays a witness. */
  async next(connection: AgentConnection): Promise<AuditHead> {
    const { auditHeadKept: kept, organisationId } = connection;
    const { incarnation } = this.installation;
    if (!(await this.check(connection)) && kept?.incarnation === incarnation) return { sequence: kept.sequence, hash: kept.hash };
    const head = await this.audit.head(organisationId);
    connection.auditHeadKept = { incarnation, ...head };
    return head;
  }

  async #note({ hostId, organisationId }: AgentConnection, { sequence, hash }: AuditHead): Promise<void> {
    const key = `${this.installation.incarnation}:${hostId}`;
    if (this.#noted.has(key)) return;
    this.#noted.add(key);
    const actor = { type: 'agent', id: hostId, name: hostId } as const;
    await this.database.transaction(async () => {
      this.audit.note({ organisationId, actor, action: 'audit.missing', subject: { type: 'host', id: hostId }, details: { sequence, hash } });
    });
  }
}

export function auditTroubleWords({ sequence }: AuditHead): string {
  return (
    `This host keeps the hash of audit entry ${sequence}, and the audit trail does not contain it: entries were removed or changed. ` +
    'After a restore from a backup, that is what the backup did not hold.'
  );
}
