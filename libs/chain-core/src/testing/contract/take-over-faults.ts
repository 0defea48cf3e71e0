import { idOf } from '../../kernel/renewal';
import { sharedLocksOf } from '../../kernel/take-over';
import type { AnyModule } from '../../module/active-module';

/** What is wrong with what modules say that they take over: they leave a lock of the old module's out, which has no owner, or name one that it does not have. */
export function takeOverFaults(modules: readonly AnyModule[]): readonly string[] {
  return modules.flatMap((to) => Object.entries(to.migrateFrom ?? {}).flatMap(([from, { takesOver }]) => (takesOver === undefined ? [] : faultsOf(modules, idOf(to), from, Object.keys(takesOver)))));
}

function faultsOf(modules: readonly AnyModule[], to: string, from: string, named: readonly string[]): readonly string[] {
  const shared = sharedLocksOf(modules.find((module) => idOf(module) === from) ?? {});
  return [
    ...shared.filter((lock) => !named.includes(lock)).map((lock) => `${to} leaves out ${lock} of ${from}`),
    ...named.filter((lock) => !shared.includes(lock)).map((lock) => `${to} takes over ${lock}, which ${from} does not have without an owner`),
  ];
}
