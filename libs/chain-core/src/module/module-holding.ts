import { readModuleLock, type ModuleLock } from '../protocol/module-lock';
import type { Lock } from '../protocol/transaction';
import { spaceName, type ModuleInForce } from './active-module';

type LockOfModule = Extract<Lock, { kind: 'module' }>;

/** What an output that is locked to a module says, in terms of the module's own locks; undefined: it is not this module's, neither by its space nor because it took it over. */
export function lockHeldBy(module: Pick<ModuleInForce, 'name' | 'space' | 'takenOver'>, { module: space, data }: LockOfModule): ModuleLock | undefined {
  if (space === spaceName(module)) return readModuleLock(data);
  const locks = module.takenOver?.find((taken) => taken.space === space)?.locks;
  const said = locks && readModuleLock(data);
  // What has an owner is the owner's since its module was replaced.
  if (said === undefined || said.owner !== undefined || !Object.hasOwn(locks!, said.lock)) return undefined;
  return { ...said, lock: locks![said.lock]! };
}

/** Which module of a set may spend an output; undefined: none, so it is its owner's. @param modules as the kernel's query and store `modules` say */
export function moduleHolding(modules: readonly ModuleInForce[], lock: LockOfModule): ModuleInForce | undefined {
  return modules.find((module) => lockHeldBy(module, lock) !== undefined);
}
