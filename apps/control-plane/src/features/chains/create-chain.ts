import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import type { AuditEntry, Blueprint, ChainOutlook, CreateChain, CreatedChain, PlanChain } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import { Database, Turns } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Changes } from '../../platform/events';
import { Agents, Placement, SpareKeys, type Place } from '../hosts';
import { Modules } from '../modules';
import { Operations } from '../operations';
import { Organisations } from '../organisations';
import { Templates } from '../templates';
import { blueprintText, makeBlueprint } from './blueprint';
import { buildGenesis, isCompetition, schemeOf } from './build-genesis';
import { Chains } from './chains';
import { stepFacts } from './operation-facts';
import { nodeOf, seatOf, warningsOf } from './founding';
import { ChainRow, NodeRow } from './rows';

export interface Creator {
  readonly organisationId: string;
  readonly actor: AuditEntry['actor'];
}
const UNIQUE_VIOLATION = '23505';
/** Undoes a transaction that was only to show what it would come to. */
class Undone extends Error {
  constructor(readonly outlook: ChainOutlook) {
    super('undone');
  }
}
interface Made extends CreatedChain {
  readonly blueprint: Blueprint;
}

/** POST /chains. Everything happens in the caller's one transaction, or nothing does. */
@Injectable()
export class ChainCreation {
  constructor(
    private readonly database: Database,
    private readonly organisations: Organisations,
    private readonly templates: Templates,
    private readonly modules: Modules,
    private readonly placement: Placement,
    private readonly spares: SpareKeys,
    private readonly agents: Agents,
    private readonly operations: Operations,
    private readonly chains: Chains,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
    private readonly turns: Turns,
  ) {}

  async create(by: Creator, request: CreateChain): Promise<CreatedChain> {
    const { chain, operation, warnings } = await this.database.transaction(() => this.#create(by, request));
    return { chain, operation, warnings };
  }

  /** Everything is done as in earnest, in the same line, so that nothing is judged differently, and undone: no row, key, audit entry or wish is left of it. */
  outlook(by: Creator, request: PlanChain): Promise<ChainOutlook> {
    return this.turns.run(by.organisationId, () => this.#judge(by, request));
  }

  async #judge(by: Creator, request: PlanChain): Promise<ChainOutlook> {
    const named = { ...request, name: request.name ?? randomUUID() };
    try {
      return await this.database.transaction(async () => {
        const { blueprint, warnings } = await this.#create(by, named);
        throw new Undone({ blueprint: { ...blueprint, name: request.name ?? '' }, warnings });
      });
    } catch (error) {
      if (error instanceof Undone) return error.outlook;
      throw error;
    }
  }

  /** 1. what is asked for makes sense, 2. there is room and there are keys (locked from here on), 3. genesis, 4. rows, 5. the wish reaches the hosts after the commit. */
  async #create({ organisationId, actor }: Creator, request: CreateChain): Promise<Made> {
    const template =
      this.templates.find(request.template) ?? fail('UNKNOWN_TEMPLATE', { facts: { template: request.template }, field: '/template' });
    const organisation = await this.organisations.byId(organisationId);
    const blueprint = makeBlueprint(request, template, this.modules, { key: organisation.signingPublicKey, name: organisation.name }); // 1
    const createdAtMs = Date.now();
    await this.#expectFree(organisationId, request.name);
    const places = await this.placement.take(organisationId, { count: blueprint.validators, hostIds: request.hostIds, scheme: schemeOf(blueprint) }); // 2
    const genesis = buildGenesis(
      { blueprint, template, createdAtMs, seats: places.map((place, index) => seatOf(place, index, organisationId, isCompetition(blueprint))) },
      this.modules.registry,
    ); // 3
    await this.spares.bind(
      places.map(({ key }) => key.nodeKey),
      genesis.chainId,
    ); // 4
    await this.#insert({
      chainId: genesis.chainId,
      organisationId,
      name: request.name,
      templateName: template.name,
      templateVersion: template.version,
      blueprint: blueprintText(blueprint),
      genesis: genesis.bytes,
      signerPublicKey: organisation.signingPublicKey,
      createdAtMs,
      wish: 'running',
      generation: 1,
      nodesMade: places.length,
      problem: null,
    });
    await this.database.manager.insert(NodeRow, places.map((place, seat) => nodeOf(place, seat, genesis.chainId, organisationId, request.keepBlocks)) as never);
    const operation = await this.operations.begin(
      {
        organisationId,
        kind: 'chain.create',
        subject: { type: 'chain', id: genesis.chainId, name: request.name },
        chainId: genesis.chainId,
      },
      stepFacts('chain.create', [], places.length),
    );
    this.audit.note({
      organisationId,
      actor,
      action: 'chain.create',
      subject: { type: 'chain', id: genesis.chainId },
      details: { name: request.name, template: template.name, validators: blueprint.validators, ...(request.keepBlocks !== undefined && { keepBlocks: request.keepBlocks }) },
    });
    this.changes.afterCommit(organisationId, 'chains', genesis.chainId);
    await this.placement.wishChanged(places.map(({ host }) => host.id)); // 5
    this.#announceTaken(places);
    return { chain: await this.chains.get(organisationId, genesis.chainId), operation, warnings: warningsOf(blueprint, this.modules), blueprint };
  }

  async #expectFree(organisationId: string, name: string): Promise<void> {
    if (await this.database.manager.existsBy(ChainRow, { organisationId, name })) taken(name);
  }

  /** Of two requests at once with one name, the database lets one through. */
  async #insert(row: ChainRow): Promise<void> {
    try {
      await this.database.manager.insert(ChainRow, row as never);
    } catch (error) {
      if (error instanceof QueryFailedError && (error.driverError as { code?: string }).code === UNIQUE_VIOLATION) taken(row.name);
      throw error;
    }
  }

  #announceTaken(places: readonly Place[]): void {
    for (const hostId of new Set(places.map(({ host }) => host.id))) {
      const keys = places.filter(({ host }) => host.id === hostId).map(({ key }) => key.nodeKey);
      this.database.afterCommit(() => this.agents.announceTaken(hostId, keys));
    }
  }
}

function taken(name: string): never {
  return fail('NAME_TAKEN', { facts: { name }, field: '/name' });
}
