import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import type { SpareKeys as Deposit } from '@bystack/api';
import { verify } from '@bystack/chain-core/crypto/sign';
import { fromHex, type Bytes } from '@bystack/chain-core/primitives/bytes';
import { possessionSigningBytes } from '@bystack/chain-core/protocol/ids';
import { Database } from '../../platform/db';
import { HOST_LIMITS } from './limits';
import { SpareKeyRow, type HostRow } from './rows';

/** Public keys that hosts deposited, so that making a chain takes one request. */
@Injectable()
export class SpareKeys {
  constructor(private readonly database: Database) {}

  wanted(host: HostRow, nodes: number): number {
    return Math.max(0, Math.min(HOST_LIMITS.spareKeysWantedMax, host.facts.nodesMax - nodes));
  }

  /** The list is everything the host has left: what it no longer lists was lost or used in a life of the database we do not remember. */
  async deposit(hostId: string, organisationId: string, keys: readonly Deposit[]): Promise<void> {
    const good = keys.slice(0, HOST_LIMITS.spareKeysKeptMax).filter(isGood);
    await this.database.transaction(async () => {
      const { manager } = this.database;
      await manager.delete(SpareKeyRow, {
        hostId,
        chainId: IsNull(),
        ...(good.length > 0 ? { nodeKey: Not(In(good.map(({ nodeKey }) => nodeKey))) } : {}),
      });
      const rows = good.map(({ nodeKey, votingKey, proofOfPossession, address }) => ({
        nodeKey,
        votingKey,
        proofOfPossession,
        address,
        organisationId,
        hostId,
        depositedAtMs: Date.now(),
        chainId: null,
      }));
      if (rows.length > 0) await manager.createQueryBuilder().insert().into(SpareKeyRow).values(rows).orIgnore().execute();
    });
  }

  async countByHost(hostIds: readonly string[]): Promise<Map<string, number>> {
    const rows = (await this.database.manager.query(
      'SELECT host_id, count(*)::int AS keys FROM spare_keys WHERE chain_id IS NULL AND host_id = ANY($1) GROUP BY host_id',
      [hostIds],
    )) as { host_id: string; keys: number }[];
    return new Map(rows.map(({ host_id, keys }) => [host_id, keys]));
  }

  /** The host's row must be locked by the caller: that is what keeps two requests from taking the same key. */
  async pick(hostId: string, count: number): Promise<SpareKeyRow[]> {
    return this.database.manager.find(SpareKeyRow, {
      where: { hostId, chainId: IsNull() },
      order: { depositedAtMs: 'ASC', nodeKey: 'ASC' },
      take: count,
    });
  }

  async bind(nodeKeys: readonly string[], chainId: string): Promise<void> {
    const { affected } = await this.database.manager.update(SpareKeyRow, { nodeKey: In([...nodeKeys]), chainId: IsNull() }, { chainId });
    if (affected !== nodeKeys.length) throw new Error('a spare key was taken twice');
  }
}

/** Voting key and node key must belong together, or a host could put another's voting key into a genesis. */
function isGood({ nodeKey, votingKey, proofOfPossession }: Deposit): boolean {
  const bytes = (hex: string, length: number): Bytes => fromHex(hex, length) ?? new Uint8Array(length);
  return verify(bytes(proofOfPossession, 64), possessionSigningBytes(bytes(nodeKey, 32)), bytes(votingKey, 32));
}
