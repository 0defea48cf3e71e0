import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { ChainRow, NodeRow } from './rows';

const CHAIN_ID = /^[0-9a-f]{64}$/;

/** Rows of chains and nodes. Every read of one organisation's things names the organisation; a foreign id is not found. */
@Injectable()
export class ChainStore {
  constructor(private readonly database: Database) {}

  async get(organisationId: string, chainId: string): Promise<ChainRow> {
    return (await this.database.manager.findOneBy(ChainRow, { chainId, organisationId })) ?? this.#missing(organisationId, chainId);
  }

  async genesis(organisationId: string, chainId: string): Promise<Buffer> {
    return (
      (await this.database.manager.findOne(ChainRow, { where: { chainId, organisationId }, select: { chainId: true, genesis: true } }))
        ?.genesis ?? this.#missing(organisationId, chainId)
    );
  }

  /** Holds the chain until the end of the transaction: wishes about one chain come one after the other. */
  async lock(organisationId: string, chainId: string): Promise<ChainRow> {
    return (
      (await this.database.manager.findOne(ChainRow, { where: { chainId, organisationId }, lock: { mode: 'pessimistic_write' } })) ??
      this.#missing(organisationId, chainId)
    );
  }

  /** Said as it is for whoever gave one of their chains by its name. */
  async #missing(organisationId: string, given: string): Promise<never> {
    const named = CHAIN_ID.test(given) ? null : await this.database.manager.findOneBy(ChainRow, { name: given, organisationId });
    return named === null ? fail('NOT_FOUND') : fail('CHAIN_ID_WANTED', { facts: { name: given, chainId: named.chainId }, field: '/chainId' });
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
