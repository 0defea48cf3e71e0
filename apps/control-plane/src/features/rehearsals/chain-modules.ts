import { Injectable } from '@nestjs/common';
import type { ChainModulesView, ModuleInSlot, ModulesInForce, SlotName } from '@bystack/api';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { Chains } from '../chains';
import { isListOf, isTold, NodeRelay, questionTo, type Is } from '../gateway';
import { Modules } from '../modules';

const [isHistory, isModules, areKept] = [isTold('ModulesHistory'), isTold('ModulesInForce'), isListOf(isTold('PackageKept'))];

/** Which modules a chain goes by now, and what is about to change about them. Where nobody votes they never change. */
@Injectable()
export class ChainModules {
  constructor(
    private readonly chains: Chains,
    private readonly relay: NodeRelay,
    private readonly modules: Modules,
  ) {}

  async of(organisationId: string, chainId: string): Promise<ChainModulesView> {
    const { competition, slots } = await this.chains.get(organisationId, chainId);
    if (competition !== null) return { set: 0, firstHeights: [1], due: null, migrating: null, modules: (Object.keys(slots) as SlotName[]).map((slot) => ({ slot, ...slots[slot] })), kept: [] };
    const { set, firstHeights, due, migrating } = await this.#ask(organisationId, chainId, 'history', isHistory);
    const inForce = await this.#ask(organisationId, chainId, 'modules', isModules);
    const kept = await this.#ask(organisationId, chainId, 'packages', areKept);
    return {
      ...{ set, firstHeights, due },
      migrating: migrating && { entries: migrating.entries, firstHeight: migrating.firstHeight, isDone: migrating.isDone },
      modules: inForce.modules.map((module) => this.#view(module)),
      kept: kept.map(({ module, package: id, status, hash, bytes }) => ({ module, package: id, status, hash, bytes })),
    };
  }

  #view({ name, version, params, takenOver }: ModulesInForce['modules'][number]): ModuleInSlot {
    const known = this.modules.registry.find(name, version) as ModuleDefinition | undefined;
    const named = { en: name, zh: name };
    return { slot: (known?.slot ?? null) as SlotName | null, module: name, version, params, title: known?.title ?? named, summary: known?.summary ?? { en: '', zh: '' }, ...(takenOver && { takenOver: takenOver.map(({ space }) => space) }) };
  }

  #ask<T>(organisationId: string, chainId: string, query: string, is: Is<T>): Promise<T> {
    return this.relay.answerTo(organisationId, chainId, questionTo('kernel', query, {}), is);
  }
}
