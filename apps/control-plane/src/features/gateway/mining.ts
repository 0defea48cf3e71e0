import { Injectable } from '@nestjs/common';
import type { CompetitionStatus } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import type { Actor } from '../../platform/auth';
import { Changes } from '../../platform/events';
import { GATEWAY_LIMITS } from './limits';
import { isCompeting } from './node-answers';
import { NodeRelay } from './node-relay';
import { posted } from './posted';

/**
 * Whether nodes mine, and with how many threads. The node itself keeps it, also over restarts: asked twice it does the same. The audit entry is
 * committed once the node has said yes.
 */
@Injectable()
export class Mining {
  constructor(
    private readonly relay: NodeRelay,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
  ) {}

  async set(by: Actor, chainId: string, nodeId: string, threads: number): Promise<CompetitionStatus> {
    const { organisationId } = by;
    const { competition } = await this.relay.jsonOf(organisationId, chainId, nodeId, posted('/mining', { threads }, GATEWAY_LIMITS.queryTimeoutMs), isCompeting);
    this.audit.note({ organisationId, actor: by, action: 'node.mining', subject: { type: 'node', id: nodeId }, details: { threads } });
    this.changes.afterCommit(organisationId, 'nodes', chainId);
    return competition;
  }
}
