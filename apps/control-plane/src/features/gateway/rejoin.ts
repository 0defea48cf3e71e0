import { Injectable } from '@nestjs/common';
import type { CompetitionStatus, JsonObject } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import type { Actor } from '../../platform/auth';
import { Database } from '../../platform/db';
import { Changes } from '../../platform/events';
import { GATEWAY_LIMITS } from './limits';
import { isCompeting, isTold } from './node-answers';
import { NodeRelay } from './node-relay';
import { posted } from './posted';

const isStatus = isTold('NodeStatus');

/**
 * A node of an open competition that was cut off for too long follows the others again: it forgets its own final blocks from where the branches part. Whoever asks names
 * that block: everything above it is forgotten, also what has become final since they looked. The audit entry is committed before the node is asked, because the answer may be lost with the
 * node's chain gone.
 */
@Injectable()
export class Rejoin {
  constructor(
    private readonly database: Database,
    private readonly relay: NodeRelay,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
  ) {}

  /** @returns how the node stood before */
  async ask(by: Actor, chainId: string, nodeId: string, forkHeight: number): Promise<CompetitionStatus> {
    const { organisationId } = by;
    const known = await this.relay.jsonOf(organisationId, chainId, nodeId, { method: 'GET', path: '/status', timeoutMs: GATEWAY_LIMITS.queryTimeoutMs }, isStatus);
    await this.#note(by, chainId, nodeId, { forkHeight, blocks: known.competition?.split?.blocks ?? null, transactions: known.competition?.split?.transactions ?? null });
    const { competition } = await this.relay.jsonOf(organisationId, chainId, nodeId, posted('/rejoin', { forkHeight }, GATEWAY_LIMITS.queryTimeoutMs), isCompeting);
    return competition;
  }

  async #note(by: Actor, chainId: string, nodeId: string, details: JsonObject): Promise<void> {
    const { organisationId } = by;
    await this.database.transaction(async () => {
      this.audit.note({ organisationId, actor: by, action: 'node.rejoin', subject: { type: 'node', id: nodeId }, details });
      this.changes.afterCommit(organisationId, 'nodes', chainId);
    });
  }
}
