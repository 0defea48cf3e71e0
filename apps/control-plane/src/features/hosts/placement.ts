import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Agents } from './agents';
import { spread } from './spread';
import { HostRow, type SpareKeyRow } from './rows';
import { SpareKeys } from './spare-keys';

export interface Place {
  readonly host: HostRow;
  readonly key: SpareKeyRow;
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
  async take(organisationId: string, count: number, hostIds?: readonly string[]): Promise<Place[]> {
    const candidates = this.agents.connectedHostIds().filter((id) => !hostIds || hostIds.includes(id));
    const hosts = (
      await this.database.manager.find(HostRow, {
        where: { id: In(candidates), organisationId },
        order: { id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      })
    ).filter(({ facts }) => !facts.runtimeTrouble);
    const keys = await this.spares.countByHost(hosts.map(({ id }) => id));
    const rooms = await Promise.all(
      hosts.map(async (host) => ({
        host,
        room: Math.min(keys.get(host.id) ?? 0, host.facts.nodesMax - (await this.agents.keeper.count(host.id))),
      })),
    );
    const shares = spread(
      rooms.map(({ room }) => room),
      count,
    );
    if (!shares) fail('NO_HOST_WITH_ROOM', { facts: { needed: count, free: rooms.reduce((sum, { room }) => sum + Math.max(0, room), 0) } });
    const places = await Promise.all(
      rooms.map(async ({ host }, index) => (await this.spares.pick(host.id, shares[index])).map((key) => ({ host, key }))),
    );
    return places.flat();
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
