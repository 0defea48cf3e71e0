import type { ModuleInForce } from '../module/active-module';
import type { ModuleResolver } from '../module/active-modules';
import type { Migration } from '../module/definition/migration';

/** A module that gets stores of its own, apart from those of the one whose place it takes. */
export interface Renewal {
  readonly from: ModuleInForce;
  readonly to: ModuleInForce;
  /** With what the old one holds that has no owner. */
  readonly takesOver?: true;
}

/** How records are carried over; undefined: they are not, and the new module begins with empty stores. */
export function migrationOf(resolver: ModuleResolver, { from, to }: Renewal): Migration<never> | undefined {
  const migration = resolver.find(to.name, to.version)?.migrateFrom?.[idOf(from)];
  return migration?.applies?.(from.params, to.params as never) === false ? undefined : migration;
}

/** NAME@VERSION. */
export function idOf({ name, version }: Pick<ModuleInForce, 'name' | 'version'>): string {
  return `${name}@${version}`;
}
