import type { EventView } from '@bystack/api';
import type { Json } from '@bystack/chain-core/primitives/json';
import type { CallParts } from '../signing/build';
import type { ModuleTypes } from './module-types.generated';
import type { AnyModule, CommandOf, EventOf, ModuleId, ModuleShape, TypedEvent } from './shapes';

/** One module by its types. Chains know modules by their names alone: which version answers is theirs to say (`chains.commands`). */
export class TypedModule<M extends ModuleShape> {
  readonly name: string;

  /** @param id NAME@VERSION, or NAME */
  constructor(id: string) {
    this.name = id.split('@')[0]!;
  }

  /** A call to be built and signed here: `buildCall(module.call(…))`. `actor` is the key that speaks. */
  call<C extends CommandOf<M>>(command: C, payload: M['commands'][C], actor: Uint8Array): CallParts {
    return { module: this.name, command, payload: payload as Json, actor };
  }

  /** Whether this is such an event of the module; if so, what its data is. */
  isEvent<E extends EventOf<M>>(event: EventView, name: E): event is TypedEvent<M, E> {
    return event.module === this.name && event.name === name;
  }
}

/** A module that the SDK has types of. */
export function typedModule<Id extends ModuleId>(id: Id): TypedModule<ModuleTypes[Id]> {
  return new TypedModule(id);
}

/** A module of your own, by its name: `M` says what it takes, answers and tells. Without `M` everything is JSON. */
export function ownModule<M extends ModuleShape = AnyModule>(name: string): TypedModule<M> {
  return new TypedModule(name);
}
