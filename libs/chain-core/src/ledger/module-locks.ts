import type { ActiveModule } from '../module/active-module';
import type { ActiveModules } from '../module/active-modules';
import { lockHeldBy } from '../module/module-holding';
import type { PublicKey } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { readModuleLock, type ModuleLock } from '../protocol/module-lock';
import type { Lock, TransactionBody } from '../protocol/transaction';

type LockOfModule = Extract<Lock, { kind: 'module' }>;

/** Whether a call of the transaction is to a module that may spend and make outputs: then what comes in and goes out is only known once it has run. */
export function mayHaveEffects(modules: ActiveModules, { calls }: TransactionBody): boolean {
  return calls.some(({ module }) => modules.find(module)?.definition.locks !== undefined);
}

/**
 * Refuses LOCK_NOT_ACCEPTED {output, module, reason} unless a module in force has such a lock and takes outputs of anybody under it: else an output might be lost for ever.
 * A lock without an owner is made by its module alone.
 */
export function checkModuleLock(modules: ActiveModules, lock: LockOfModule, output: number): void {
  const refused = (reason: string): never => refuse('LOCK_NOT_ACCEPTED', { output, module: lock.module, reason });
  const module = modules.inSpace(lock.module) ?? refused('no module of this name is in force');
  const said = readModuleLock(lock.data) ?? refused('its data cannot be read');
  if (said.owner === undefined) refused('it names no owner');
  const fault = module.lockFault(said);
  if (fault !== undefined) refused(fault);
}

/** What a module's own lock says, of an output that is locked to it, or was to one whose outputs it took over. */
export function lockOfOwn(module: ActiveModule, lock: Lock): ModuleLock | undefined {
  return lock.kind === 'module' ? lockHeldBy(module, lock) : undefined;
}

/** Who may spend an output whose module was replaced; undefined while it is in force, or where nobody is named. */
export function ownerAfter(modules: ActiveModules, lock: LockOfModule): PublicKey | undefined {
  return modules.inSpace(lock.module) === undefined ? readModuleLock(lock.data)?.owner : undefined;
}
