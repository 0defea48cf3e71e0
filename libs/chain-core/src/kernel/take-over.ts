import type { AnyModule, ModuleInForce, TakenOver } from '../module/active-module';
import type { ModuleResolver } from '../module/active-modules';
import type { ReadView } from '../module/definition/stores';
import { invariant } from '../primitives/refusal';
import { sharedSpacesOf } from './held';
import type { ModulePlan } from './module-plan';
import { migrationOf, type Renewal } from './renewal';

/** Whether it has locks whose outputs belong to nobody alone. */
export function hasSharedLocks(module: AnyModule): boolean {
  return sharedLocksOf(module).length > 0;
}

/** The first of the old module's locks without an owner of which the new one does not say what becomes of it; undefined: it can take over all there is. */
export function undeclaredLock(resolver: ModuleResolver, renewal: Renewal): string | undefined {
  const { from } = renewal;
  const locks = migrationOf(resolver, renewal)?.takesOver ?? {};
  return sharedLocksOf(resolver.find(from.name, from.version)!).find((lock) => !Object.hasOwn(locks, lock));
}

/** The modules that come into force: those that take something over with the spaces it lies in. That takes the same time however much it is. */
export function modulesEntering(state: ReadView, resolver: ModuleResolver, modules: readonly ModuleInForce[], { renewals }: Pick<ModulePlan, 'renewals'>): readonly ModuleInForce[] {
  return modules.map((module) => {
    const renewal = renewals.find(({ to, takesOver }) => takesOver && to.name === module.name);
    const takenOver = renewal === undefined ? [] : spacesAfter(state, resolver, renewal);
    return takenOver.length === 0 ? module : { ...module, takenOver };
  });
}

/** Names of its locks whose outputs belong to nobody alone. */
export function sharedLocksOf({ locks = {} }: Pick<AnyModule, 'locks'>): readonly string[] {
  return Object.entries(locks).filter(([, { owned }]) => !owned).map(([lock]) => lock);
}

/** What the old module had taken over itself counts as the lock that it had become there. */
function spacesAfter(state: ReadView, resolver: ModuleResolver, renewal: Renewal): readonly TakenOver[] {
  const becomes = migrationOf(resolver, renewal)?.takesOver;
  invariant(becomes !== undefined, 'whether it takes over was asked before');
  return sharedSpacesOf(state, renewal.from).map(({ space, locks }) => ({ space, locks: locks === undefined ? becomes : through(locks, becomes) }));
}

function through(locks: TakenOver['locks'], becomes: TakenOver['locks']): TakenOver['locks'] {
  return Object.fromEntries(Object.entries(locks).map(([lock, own]) => [lock, becomes[own]!]));
}
