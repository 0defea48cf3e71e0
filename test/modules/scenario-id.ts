import type { ModuleScenario } from '@bystack/chain-core/testing/contract';

/** What a scenario is called: NAME@VERSION of its module, and what it is about where a module has several. */
export function scenarioId({ module, about }: ModuleScenario): string {
  return `${module.name}@${module.version}${about === undefined ? '' : ` ${about}`}`;
}
