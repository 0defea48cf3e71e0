import { Injectable } from '@nestjs/common';
import type { CompetitionStatus, NodeStatus } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import type { Actor } from '../../platform/auth';
import { fail } from '../../platform/errors';
import { Changes } from '../../platform/events';
import { GATEWAY_LIMITS } from './limits';
import { NodeRelay } from './node-relay';

/**
 * A node of an open competition that was cut off for too long follows the others again: it forgets its own final blocks from where the branches part. Whoever asks names
 * that block, so that nobody forgets what they were not shown. The audit entry, with what is forgotten, is committed once the node has said yes.
 */
@Injectable()
export class Rejoin {
  constructor(
    private readonly relay: NodeRelay,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
  ) {}

  /** @returns how the node stood before */
  async ask(by: Actor, chainId: string, nodeId: string, forkHeight: number): Promise<CompetitionStatus> {
    const { organisationId } = by;
    const { competition } = await this.relay.jsonOf<NodeStatus>(organisationId, chainId, nodeId, {
      method: 'POST',
      path: '/rejoin',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ forkHeight })),
      timeoutMs: GATEWAY_LIMITS.queryTimeoutMs,
    });
    this.audit.note({ organisationId, actor: by, action: 'node.rejoin', subject: { type: 'node', id: nodeId }, details: { forkHeight, blocks: competition?.split?.blocks ?? null, transactions: competition?.split?.transactions ?? null } });
    this.changes.afterCommit(organisationId, 'nodes', chainId);
    return competition ?? fail('NODE_UNREACHABLE', { facts: { reason: 'BAD_ANSWER' } });
  }
}
