import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { ProvedVotingKey } from '@bystack/api';
import type { CertificateSchemeName } from '@bystack/chain-core/protocol/certificate-scheme';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Agents } from './agents';
import { spread } from './spread';
import { HostRow, type SpareKeyRow } from './rows';
import { SpareKeys } from './spare-keys';

export interface Place {
  readonly host: HostRow;
  readonly key: SpareKeyRow;
  /** Of the pair's voting keys the one for the chain's certificates. */
  readonly voting: ProvedVotingKey;
}

export interface Wanted {
  readonly count: number;
  /** Default: any host of the organisation. */
  readonly hostIds?: readonly string[];
  /** How the chain's validators sign. */
  readonly scheme: CertificateSchemeName;
}

/** Finds hosts and keys for new nodes, inside the caller's transaction. */
@Injectable()
export class Placement {
  constructor(
    private readonly database: Database,
    private readonly agents: Agents,
    private readonly spares: SpareKeys,
  ) {}

  /**
   * Locks the organisation's connected hosts (in one order, so that parallel requests queue up instead of deadlocking) and picks `count`
   * places on them. Refuses NO_HOST_WITH_ROOM; nothing is promised twice because the locks last until the caller's commit.
   */
  async take(organisationId: string, { count, hostIds, scheme }: Wanted): Promise<Place[]> {
    const hosts = await this.#lock(organisationId, hostIds);
    const able = hosts.filter(({ facts }) => !facts.runtimeTrouble);
    const keys = await this.spares.countByHost(able.map(({ id }) => id), scheme);
    const rooms = await Promise.all(able.map((host) => this.#room(host, keys.get(host.id) ?? 0)));
    const shares = spread(rooms, count) ?? refuse(count, rooms, hosts);
    const places = able.map(async (host, index) => (await this.spares.pick(host.id, shares[index], scheme)).map((key) => ({ host, key, voting: votingOf(key, scheme) })));
    return (await Promise.all(places)).flat();
  }

  #lock(organisationId: string, hostIds?: readonly string[]): Promise<HostRow[]> {
    const id = In(this.agents.connectedHostIds().filter((one) => !hostIds || hostIds.includes(one)));
    return this.database.manager.find(HostRow, {
      where: { id, organisationId },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async #room({ id, facts }: HostRow, keys: number): Promise<number> {
    return Math.max(0, Math.min(keys, facts.nodesMax - (await this.agents.keeper.count(id))));
  }

  /** The wish for these hosts changed: raises their revisions in the caller's transaction and pushes after its commit. */
  async wishChanged(hostIds: Iterable<string>): Promise<void> {
    const ids = [...new Set(hostIds)].sort();
    await this.database.manager.query(
      'UPDATE hosts SET desired_revision = desired_revision + 1 WHERE id IN (SELECT id FROM hosts WHERE id = ANY($1) ORDER BY id FOR UPDATE)',
      [ids],
    );
    this.agents.pushAfterCommit(ids);
  }
}

function votingOf(key: SpareKeyRow, scheme: CertificateSchemeName): ProvedVotingKey {
  if (scheme === 'ed25519') return { votingKey: key.votingKey, proofOfPossession: key.proofOfPossession };
  return { votingKey: key.blsVotingKey!, proofOfPossession: key.blsProofOfPossession! };
}

/** A host that would have room but cannot start anything is worth naming: the person can mend that. */
function refuse(needed: number, rooms: readonly number[], hosts: readonly HostRow[]): never {
  const broken = hosts.find(({ facts }) => facts.runtimeTrouble);
  if (broken) fail('RUNTIME_UNAVAILABLE', { facts: { host: broken.facts.name, trouble: broken.facts.runtimeTrouble ?? '' } });
  return fail('NO_HOST_WITH_ROOM', { facts: { needed, free: rooms.reduce((sum, room) => sum + room, 0) } });
}
