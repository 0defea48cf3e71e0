import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { ChainRow, NodeRow } from './rows';

/** Rows of chains and nodes. Every read of one organisation's things names the organisation; a foreign id is not found. */
@Injectable()
export class ChainStore {
  constructor(private readonly database: Database) {}

  async get(organisationId: string, chainId: string): Promise<ChainRow> {
    return (await this.database.manager.findOneBy(ChainRow, { chainId, organisationId })) ?? fail('NOT_FOUND');
  }

  async genesis(organisationId: string, chainId: string): Promise<Buffer> {
    return (
      (await this.database.manager.findOne(ChainRow, { where: { chainId, organisationId }, select: { chainId: true, genesis: true } }))
        ?.genesis ?? fail('NOT_FOUND')
    );
  }

  /** Holds the chain until the end of the transaction: wishes about one chain come one after the other. */
  async lock(organisationId: string, chainId: string): Promise<ChainRow> {
    return (
      (await this.database.manager.findOne(ChainRow, { where: { chainId, organisationId }, lock: { mode: 'pessimistic_write' } })) ??
      fail('NOT_FOUND')
    );
  }

  list(organisationId: string): Promise<ChainRow[]> {
    return this.database.manager.find(ChainRow, { where: { organisationId }, order: { createdAtMs: 'ASC', chainId: 'ASC' } });
  }

  nodes(chainIds: readonly string[]): Promise<NodeRow[]> {
    return this.database.manager.find(NodeRow, { where: { chainId: In([...chainIds]) }, order: { chainId: 'ASC', seat: 'ASC' } });
  }

  async node(organisationId: string, chainId: string, nodeId: string): Promise<NodeRow> {
    return (await this.database.manager.findOneBy(NodeRow, { nodeId, chainId, organisationId })) ?? fail('NOT_FOUND');
  }

  onHost(hostId: string): Promise<NodeRow[]> {
    return this.database.manager.find(NodeRow, { where: { hostId }, order: { nodeId: 'ASC' } });
  }

  /** Asks something else of these nodes: their generations rise. */
  async wish(nodes: readonly NodeRow[], wish: NodeRow['wish'], removeVolume = false): Promise<void> {
    const nodeIds = nodes.map(({ nodeId }) => nodeId);
    await this.database.manager.query(
      'UPDATE nodes SET wish = $2, remove_volume = $3, generation = generation + 1 WHERE node_id = ANY($1) AND (wish <> $2 OR remove_volume <> $3)',
      [nodeIds, wish, removeVolume],
    );
  }
}
