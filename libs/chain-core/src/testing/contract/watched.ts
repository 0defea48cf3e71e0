import { canonicalJson } from '../../codec/json';
import type { AnyModule } from '../../module/active-module';
import type { CheckContext, CommandDefinition } from '../../module/define-module';
import { equalBytes } from '../../primitives/bytes';
import type { Json } from '../../primitives/json';
import { invariant, Refusal } from '../../primitives/refusal';

/**
 * The same module, held to what `check` and `apply` promise: `check` reads only, and says the same when asked again in the same state; what
 * it lets through, `apply` does not refuse; neither changes the payload. A breach is thrown as an invariant, which no chain takes for a refusal.
 */
export function watched(definition: AnyModule): AnyModule {
  const commands = Object.fromEntries(Object.entries(definition.commands ?? {}).map(([name, command]) => [name, watchedCommand(`${definition.name}.${name}`, command)]));
  return { ...definition, commands } as AnyModule;
}

function watchedCommand(name: string, command: CommandDefinition<never>): CommandDefinition<never> {
  const check = command.check && ((context: CheckContext<never>, payload: never) => twice(name, () => unchanged(name, payload, () => command.check!(readOnly(name, context), payload))));
  const apply = ((context: never, payload: never, checked: never) => unchanged(name, payload, () => unrefused(name, () => command.apply(context, payload, checked)))) as CommandDefinition<never>['apply'];
  return { ...command, apply, ...(check && { check }) } as CommandDefinition<never>;
}

/** Types keep modules from writing in `check`; this catches what goes around types. */
function readOnly(name: string, context: CheckContext<never>): CheckContext<never> {
  invariant(!('emit' in context), `check of ${name} has nothing to emit with`);
  return { ...context, state: onlyWith(name, context.state, ['get', 'range']), outputs: onlyWith(name, context.outputs, ['get']) };
}

function onlyWith<T extends object>(name: string, view: T, allowed: readonly (keyof T)[]): T {
  return new Proxy(view, {
    get: (target, property) => {
      invariant(allowed.includes(property as keyof T), `check of ${name} only reads: it reached for ${String(property)}`);
      return (target[property as keyof T] as (...args: unknown[]) => unknown).bind(target);
    },
  });
}

function twice<T>(name: string, run: () => T): T {
  const [first, second] = [outcome(run), outcome(run)];
  invariant(first.refusal?.code === second.refusal?.code, `check of ${name} says the same twice`);
  if (first.refusal !== undefined) throw first.refusal;
  return first.value as T;
}

function outcome<T>(run: () => T): { readonly value?: T; readonly refusal?: Refusal } {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error };
    throw error;
  }
}

function unchanged<T>(name: string, payload: Json, run: () => T): T {
  const before = canonicalJson(payload);
  try {
    return run();
  } finally {
    invariant(equalBytes(before, canonicalJson(payload)), `${name} leaves its payload as it is`);
  }
}

function unrefused<T>(name: string, run: () => T): T {
  const { value, refusal } = outcome(run);
  invariant(refusal === undefined, `apply of ${name} does what check let through, and does not refuse with ${refusal?.code}`);
  return value as T;
}
