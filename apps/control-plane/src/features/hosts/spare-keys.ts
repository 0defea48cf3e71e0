import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import type { ProvedVotingKey, SpareKeys as Deposit } from '@bystack/api';
import { fromHex } from '@bystack/chain-core/primitives/bytes';
import type { CertificateSchemeName } from '@bystack/chain-core/protocol/certificate-scheme';
import { provesPossession } from '@bystack/chain-core/protocol/possession';
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
    const known = new Set((await this.database.manager.findBy(SpareKeyRow, { hostId })).map(nameOf));
    const good = keys.slice(0, HOST_LIMITS.spareKeysKeptMax).filter((key) => known.has(nameOf({ ...key, blsVotingKey: key.bls?.votingKey ?? null })) || isGood(key));
    await this.database.transaction(async () => {
      const { manager } = this.database;
      await manager.delete(SpareKeyRow, {
        hostId,
        chainId: IsNull(),
        ...(good.length > 0 ? { nodeKey: Not(In(good.map(({ nodeKey }) => nodeKey))) } : {}),
      });
      // What an older agent deposited is written anew when its successor has more to say.
      await manager.delete(SpareKeyRow, { hostId, chainId: IsNull(), blsVotingKey: IsNull() });
      const rows = good.map(({ nodeKey, votingKey, proofOfPossession, bls, address }) => ({
        nodeKey,
        votingKey,
        proofOfPossession,
        blsVotingKey: bls?.votingKey ?? null,
        blsProofOfPossession: bls?.proofOfPossession ?? null,
        address,
        organisationId,
        hostId,
        depositedAtMs: Date.now(),
        chainId: null,
      }));
      if (rows.length > 0) await manager.createQueryBuilder().insert().into(SpareKeyRow).values(rows).orIgnore().execute();
    });
  }

  /** @param scheme only keys that can vote on such a chain; undefined: all. */
  async countByHost(hostIds: readonly string[], scheme?: CertificateSchemeName): Promise<Map<string, number>> {
    const rows = (await this.database.manager.query(
      'SELECT host_id, count(*)::int AS keys FROM spare_keys WHERE chain_id IS NULL AND host_id = ANY($1) AND ($2 = false OR bls_voting_key IS NOT NULL) GROUP BY host_id',
      [hostIds, scheme === 'bls'],
    )) as { host_id: string; keys: number }[];
    return new Map(rows.map(({ host_id, keys }) => [host_id, keys]));
  }

  /** The host's row must be locked by the caller: that is what keeps two requests from taking the same key. */
  async pick(hostId: string, count: number, scheme: CertificateSchemeName): Promise<SpareKeyRow[]> {
    return this.database.manager.find(SpareKeyRow, {
      where: { hostId, chainId: IsNull(), ...(scheme === 'bls' ? { blsVotingKey: Not(IsNull()) } : {}) },
      order: { depositedAtMs: 'ASC', nodeKey: 'ASC' },
      take: count,
    });
  }

  /** The public keys a node was made with. */
  find(organisationId: string, nodeKey: string): Promise<SpareKeyRow | null> {
    return this.database.manager.findOneBy(SpareKeyRow, { organisationId, nodeKey });
  }

  async bind(nodeKeys: readonly string[], chainId: string): Promise<void> {
    const { affected } = await this.database.manager.update(SpareKeyRow, { nodeKey: In([...nodeKeys]), chainId: IsNull() }, { chainId });
    if (affected !== nodeKeys.length) throw new Error('a spare key was taken twice');
  }
}

/** What was checked when it first came is not checked again: agents send their whole list at every change. */
function nameOf({ nodeKey, votingKey, blsVotingKey }: Pick<SpareKeyRow, 'nodeKey' | 'votingKey' | 'blsVotingKey'>): string {
  return `${nodeKey} ${votingKey} ${blsVotingKey}`;
}

/** Voting keys and node key must belong together, or a host could put another's voting key into a genesis. */
function isGood({ nodeKey, bls, ...ed25519 }: Deposit): boolean {
  return isProved('ed25519', nodeKey, ed25519) && (bls === undefined || isProved('bls', nodeKey, bls));
}

function isProved(scheme: CertificateSchemeName, nodeKey: string, { votingKey, proofOfPossession }: ProvedVotingKey): boolean {
  const [proof, node, key] = [proofOfPossession, nodeKey, votingKey].map((hex) => fromHex(hex));
  return proof !== undefined && node !== undefined && key !== undefined && provesPossession(scheme, proof, node, key);
}
