import { Injectable } from '@nestjs/common';
import type { ChainModulesView, JsonObject, ModuleInSlot, QueryAnswer, SlotName } from '@bystack/api';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { Chains } from '../chains';
import { badAnswer, NodeRelay, questionTo } from '../gateway';
import { Modules } from '../modules';

interface InForce {
  readonly modules: readonly { readonly name: string; readonly version: string; readonly params: JsonObject; readonly takenOver?: readonly { readonly space: string }[] }[];
}

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
    if (competition !== null) return { set: 0, firstHeights: [1], due: null, migrating: null, modules: (Object.keys(slots) as SlotName[]).map((slot) => ({ slot, ...slots[slot] })) };
    const history = (await this.#ask(organisationId, chainId, 'history')) as unknown as Omit<ChainModulesView, 'modules'>;
    const inForce = (await this.#ask(organisationId, chainId, 'modules')) as unknown as InForce;
    if (!Array.isArray(history.firstHeights) || !Array.isArray(inForce.modules)) return badAnswer();
    const { set, firstHeights, due, migrating } = history;
    return {
      ...{ set, firstHeights, due },
      migrating: migrating && { entries: migrating.entries, firstHeight: migrating.firstHeight, isDone: migrating.isDone },
      modules: inForce.modules.map((module) => this.#view(module)),
    };
  }

  #view({ name, version, params, takenOver }: InForce['modules'][number]): ModuleInSlot {
    const known = this.modules.registry.find(name, version) as ModuleDefinition | undefined;
    const named = { en: name, zh: name };
    return { slot: (known?.slot ?? null) as SlotName | null, module: name, version, params, title: known?.title ?? named, summary: known?.summary ?? { en: '', zh: '' }, ...(takenOver && { takenOver: takenOver.map(({ space }) => space) }) };
  }

  async #ask(organisationId: string, chainId: string, query: string): Promise<JsonObject> {
    const { answer } = await this.relay.json<QueryAnswer>(organisationId, chainId, questionTo('kernel', query, {}));
    return (answer ?? {}) as JsonObject;
  }
}
