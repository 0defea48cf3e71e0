import type { Json, JsonObject } from '../primitives/json';
import { invariant } from '../primitives/refusal';
import { storePrefix, type StateKey } from '../state/store-key';
import { compileSchema, type SchemaCheck, type SchemaFault } from './compile-schema';
import type { JsonSchema, ModuleDefinition } from './define-module';

/** Any module, whatever its parameters: only code that pairs a definition with its own parameters may call into it. */
export type AnyModule = ModuleDefinition<never>;

/** A module as one chain runs it: the definition, its parameters and the key space of its stores. */
export class ActiveModule {
  private readonly prefixes: ReadonlyMap<string, StateKey>;
  /** Compiled at first use: a node that never sees a command never pays for its schema. */
  private readonly checks = new Map<string, SchemaCheck>();

  constructor(
    readonly definition: AnyModule,
    readonly params: JsonObject,
  ) {
    const stores = Object.entries(definition.stores ?? {});
    this.prefixes = new Map(stores.map(([name, { number }]) => [name, storePrefix(definition.name, number)]));
  }

  get name(): string {
    return this.definition.name;
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
