import type { JsonObject, ModuleCard } from '@bystack/api';
import type { ModuleDefinition } from '@bystack/chain-core/module';

/** How the catalogue shows a module: derived from its definition; with a chain's parameters, what they add is included. */
export function cardOf(module: ModuleDefinition, params?: JsonObject): ModuleCard {
  const surface = params === undefined ? undefined : module.surface?.(params as never);
  const takesOverFrom = Object.entries(module.migrateFrom ?? {}).filter(([, { takesOver }]) => takesOver !== undefined).map(([id]) => id);
  const added = surface as Partial<ModuleDefinition> | undefined;
  return {
    name: module.name,
    version: module.version,
    slot: module.slot,
    title: module.title,
    summary: module.summary,
    params: module.params,
    needs: module.needs ?? [],
    ...(module.needsAssets === true && { needsAssets: true }),
    ...(module.notAtFounding !== undefined && { notAtFounding: module.notAtFounding }),
    ...(takesOverFrom.length > 0 && { takesOverFrom }),
    commands: Object.entries({ ...module.commands, ...added?.commands }).map(([name, { title, payload }]) => ({ name, title, payload })),
    queries: Object.entries({ ...module.queries, ...added?.queries }).map(([name, { title, args, result }]) => ({ name, title, args, ...(result && { result }) })),
    events: Object.entries({ ...module.events, ...added?.events }).map(([name, { title, data }]) => ({ name, title, data })),
    errors: Object.entries({ ...module.errors, ...added?.errors }).map(([code, { status, words }]) => ({ code, status, words })),
    ...(surface ? { surface } : {}),
  };
}
