import { Injectable } from '@nestjs/common';
import type { Blueprint, ModuleCard, SlotName } from '@bystack/api';
import { keepNewest } from '@bystack/chain-core/primitives/keep-newest';
import { Database } from '../../platform/db';
import { cardOf, Modules } from '../modules';
import { CHAIN_LIMITS } from './limits';
import { ChainRow } from './rows';

interface Known {
  readonly blueprint: Blueprint;
  cards?: readonly ModuleCard[];
}

/** Blueprints of chains, parsed once: they never change. The caller has made sure that the asker may see the chain. */
@Injectable()
export class Blueprints {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly database: Database,
    private readonly modules: Modules,
  ) {}

  async of(chainId: string): Promise<Blueprint> {
    return (await this.#get(chainId)).blueprint;
  }

  /** What can be submitted to and asked of the chain, slot by slot. */
  async cards(chainId: string): Promise<readonly ModuleCard[]> {
    const known = await this.#get(chainId);
    return (known.cards ??= this.#cardsOf(known.blueprint));
  }

  async #get(chainId: string): Promise<Known> {
    const found = this.#known.get(chainId) ?? { blueprint: await this.#read(chainId) };
    keepNewest(this.#known, chainId, found, CHAIN_LIMITS.blueprintsKept);
    return found;
  }

  async #read(chainId: string): Promise<Blueprint> {
    const row = await this.database.manager.findOneOrFail(ChainRow, { where: { chainId }, select: { chainId: true, blueprint: true } });
    return JSON.parse(row.blueprint) as Blueprint;
  }

  #cardsOf({ slots }: Blueprint): ModuleCard[] {
    return (Object.keys(slots) as SlotName[]).flatMap((slot) => {
      const module = this.modules.find(slot, slots[slot].module, slots[slot].version);
      return module ? [cardOf(module, slots[slot].params)] : [];
    });
  }
}
