import { canonicalJson } from '../../codec/json';
import { whenDone, type Eventual } from '../../execution';
import type { AnyModule } from '../../module/active-module';
import type { CheckContext } from '../../module/definition/context';
import type { CommandDefinition } from '../../module/definition/parts';
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

function twice<T>(name: string, run: () => Eventual<T>): Eventual<T> {
  return whenDone(outcome(run), (first) => whenDone(outcome(run), (second) => {
    invariant(first.refusal?.code === second.refusal?.code, `check of ${name} says the same twice`);
    if (first.refusal !== undefined) throw first.refusal;
    return first.value as T;
  })) as Eventual<T>;
}

interface Told<T> {
  readonly value?: T;
  readonly refusal?: Refusal;
}

function outcome<T>(run: () => Eventual<T>): Eventual<Told<T>> {
  try {
    const given = run();
    return given instanceof Promise ? given.then((value) => ({ value }), refusalOf) : { value: given };
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): { readonly refusal: Refusal } {
  if (error instanceof Refusal) return { refusal: error };
  throw error;
}

function unchanged<T>(name: string, payload: Json, run: () => Eventual<T>): Eventual<T> {
  const before = canonicalJson(payload);
  const look = (): void => invariant(equalBytes(before, canonicalJson(payload)), `${name} leaves its payload as it is`);
  let given: Eventual<T> | undefined;
  try {
    given = run();
    return given instanceof Promise ? given.finally(look) : given;
  } finally {
    if (!(given instanceof Promise)) look();
  }
}

function unrefused<T>(name: string, run: () => Eventual<T>): Eventual<T> {
  return whenDone(outcome(run), ({ value, refusal }) => {
    invariant(refusal === undefined, `apply of ${name} does what check let through, and does not refuse with ${refusal?.code}`);
    return value as T;
  });
}
