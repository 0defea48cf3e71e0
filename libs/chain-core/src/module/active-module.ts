import type { Json, JsonObject } from '../primitives/json';
import { invariant } from '../primitives/refusal';
import type { ModuleChoice } from '../protocol/genesis';
import type { ModuleLock } from '../protocol/module-lock';
import { storePrefix, type StateKey } from '../state/store-key';
import { compileSchema, type SchemaCheck, type SchemaFault } from './compile-schema';
import type { ModuleDefinition } from './define-module';
import type { JsonSchema } from './definition/words';

/** Any module, whatever its parameters: only code that pairs a definition with its own parameters may call into it. */
export type AnyModule = ModuleDefinition<never>;

/** A module that a chain has chosen. */
export interface ModuleInForce extends ModuleChoice {
  /** Number of the change that gave it stores of their own, apart from those of the module it replaced; left out: none did. */
  readonly space?: number;
  /** Where outputs without an owner lay, when it took them over, of modules before it; left out: nowhere. */
  readonly takenOver?: readonly TakenOver[];
}

/** A space whose outputs without an owner belong to a module of another space now. */
export interface TakenOver {
  readonly space: string;
  /** The lock an output names -> which of the module's own it counts as. */
  readonly locks: Readonly<Record<string, string>>;
}

/** What the keys of a module's stores begin with in place of its name. No module's name has a `~`. */
export function spaceName({ name, space }: Pick<ModuleInForce, 'name' | 'space'>): string {
  return space === undefined ? name : `${name}~${space}`;
}

/** A module as one chain runs it: the definition, its parameters and the key space of its stores. */
export class ActiveModule {
  readonly spaceName: string;
  private readonly prefixes: ReadonlyMap<string, StateKey>;
  /** Compiled at first use: a node that never sees a command never pays for its schema. */
  private readonly checks = new Map<string, SchemaCheck>();

  constructor(
    readonly definition: AnyModule,
    readonly params: JsonObject,
    readonly space?: number,
    readonly takenOver: readonly TakenOver[] = [],
  ) {
    this.spaceName = spaceName({ name: definition.name, ...(space !== undefined && { space }) });
    const stores = Object.entries(definition.stores ?? {});
    this.prefixes = new Map(stores.map(([name, { number }]) => [name, storePrefix(this.spaceName, number)]));
  }

  get name(): string {
    return this.definition.name;
  }

  /** Whether some of its answers may have to be waited for. */
  get isAsync(): boolean {
    return this.definition.async === true;
  }

  get choice(): ModuleInForce {
    const { name, version } = this.definition;
    return { name, version, params: this.params, ...(this.space !== undefined && { space: this.space }), ...(this.takenOver.length > 0 && { takenOver: this.takenOver }) };
  }

  prefixOf(store: string): StateKey {
    const prefix = this.prefixes.get(store);
    invariant(prefix !== undefined, `module ${this.name} declares no store ${store}`);
    return prefix;
  }

  payloadFault(command: string, payload: Json): SchemaFault | undefined {
    return this.fault(`command ${command}`, this.definition.commands?.[command]?.payload, payload);
  }

  argsFault(query: string, args: Json): SchemaFault | undefined {
    return this.fault(`query ${query}`, this.definition.queries?.[query]?.args, args);
  }

  eventFault(event: string, data: Json): SchemaFault | undefined {
    return this.fault(`event ${event}`, this.definition.events?.[event]?.data, data);
  }

  /** Why an output cannot be locked to this module so; undefined: it can. */
  lockFault({ lock, owner, data }: ModuleLock): string | undefined {
    const { locks = {} } = this.definition;
    const definition = Object.hasOwn(locks, lock) ? locks[lock] : undefined;
    if (definition === undefined) return 'the module has no such lock';
    if (definition.owned !== (owner !== undefined)) return definition.owned ? 'it names no owner' : 'nobody owns what is locked so';
    const fault = this.fault(`lock ${lock}`, definition.data, data);
    return fault && `its data does not fit at ${fault.path}`;
  }

  /** Whether what is locked so is given to open inputs, and to nothing else. */
  isOpen(lock: string): boolean {
    const { locks = {} } = this.definition;
    return Object.hasOwn(locks, lock) && locks[lock]!.open === true;
  }

  private fault(name: string, schema: JsonSchema | undefined, value: Json): SchemaFault | undefined {
    invariant(schema !== undefined, `module ${this.name} declares no ${name}`);
    let check = this.checks.get(name);
    if (check === undefined) {
      check = compileSchema(schema);
      this.checks.set(name, check);
    }
    return check(value);
  }
}
