import { Injectable } from '@nestjs/common';
import { isObject, type Json, type ModuleInSlot, type RolesOnChain } from '@bystack/api';
import { ProblemError } from '../../platform/errors';
import { ChainStore } from '../chains';
import { ChainModules } from '../rehearsals';
import { BADGE_LIMITS } from './limits';

/** How a rule asks for a role: `"notary" in roles`. */
const IN_ROLES = /(["'])([a-z][a-z0-9-]{0,31})\1\s+in\s+roles\b/g;

/** Which roles mean something on the organisation's chains: what no rule refers to allows nothing. */
@Injectable()
export class RolesOnChains {
  constructor(
    private readonly store: ChainStore,
    private readonly modules: ChainModules,
  ) {}

  /** A chain whose nodes do not say what is in force is told without. */
  async list(organisationId: string): Promise<RolesOnChain[]> {
    const chains = (await this.store.list(organisationId)).slice(0, BADGE_LIMITS.chainsMax);
    return Promise.all(chains.map(async ({ chainId, name }) => {
      const modules = await this.#inForce(organisationId, chainId);
      return { chainId, name, identity: modules.find(({ slot }) => slot === 'identity')?.module ?? null, roles: rolesIn(modules) };
    }));
  }

  async #inForce(organisationId: string, chainId: string): Promise<readonly ModuleInSlot[]> {
    try {
      return (await this.modules.of(organisationId, chainId)).modules;
    } catch (error) {
      if (error instanceof ProblemError) return []; // It does not run, or nobody answers.
      throw error;
    }
  }
}

/** What is not about identity refers to: who may give a command, what a rule asks for, whom a rate is for. In alphabetical order. */
export function rolesIn(modules: readonly Pick<ModuleInSlot, 'slot' | 'params'>[]): readonly string[] {
  return [...new Set(modules.filter(({ slot }) => slot !== 'identity').flatMap(({ params }) => [...named(params, '')]))].sort();
}

/** @param name of the field that the value stands in */
function* named(value: Json, name: string): Generator<string> {
  if (typeof value === 'string') {
    if (name === 'role') yield value;
    else for (const [, , role] of value.matchAll(IN_ROLES)) yield role!;
  } else if (Array.isArray(value)) for (const item of value as readonly Json[]) yield* named(item, name === 'roles' ? 'role' : '');
  else if (isObject(value)) for (const [field, part] of Object.entries(value)) yield* named(part, field);
}
