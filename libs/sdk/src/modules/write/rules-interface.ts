import type { Json, JsonObject, ModuleCard, Words } from '@bystack/api';
import { exported } from './modules-file';
import { CannotType } from './read-schema';
import { block, field, schemaType } from './schema-type';

interface Act {
  readonly title: Words;
  readonly data: JsonObject;
}
const tableOf = <T>(table: Json | undefined): readonly (readonly [string, T])[] =>
  Object.entries((table ?? {}) as unknown as Readonly<Record<string, T>>).sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * What a chain's package of rules takes and keeps, to be given to `RuleBook<…>`; undefined of a module without one. Packages do not say what is in a record, and refer to schemas that only the chain has:
 * such data are JSON, and it is said why.
 */
export function rulesInterface({ surface }: ModuleCard): string | undefined {
  if (surface?.acts === undefined) return undefined;
  const { name, version, title } = surface.package as unknown as { readonly name: string; readonly version: string; readonly title: Words };
  const acts = tableOf<Act>(surface.acts).map(([act, { title: called, data }]) => actField(act, called.en, data));
  const records = tableOf<{ readonly title: Words }>(surface.records).map(([kind, { title: called }]) => field(kind, 'Json', `${called.en}.`));
  return exported('Rules', block([field('acts', block(acts)), field('records', block(records))]), `${title.en} (${name}@${version}).`);
}

function actField(name: string, title: string, data: JsonObject): string {
  try {
    return field(name, schemaType(data), `${title}.`);
  } catch (error) {
    if (!(error instanceof CannotType)) throw error;
    return field(name, 'Json', `${title}. Any JSON for the compiler: ${error.reason}.`);
  }
}
