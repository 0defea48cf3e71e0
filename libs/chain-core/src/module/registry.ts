import { canonicalJson, parseCanonicalJson } from '../codec/json';
import type { Json, JsonObject } from '../primitives/json';
import { keepNewest } from '../primitives/keep-newest';
import { invariant, Refusal, refuse } from '../primitives/refusal';
import { hash } from '../crypto/hash';
import { toHex } from '../primitives/bytes';
import { ActiveModule, type AnyModule, type ModuleInForce } from './active-module';
import { ActiveModules, type ModuleResolver } from './active-modules';
import { atOnce } from './at-once';
import { checkDefinition } from './check-definition';
import { compileSchema, type SchemaCheck } from './compile-schema';
import { callOf } from './left-running';

const CHECKED_MAX = 8;

/** Every module and version this software can run, by name@version. A published version stays for ever. */
export class ModuleRegistry implements ModuleResolver {
  private readonly definitions = new Map<string, AnyModule>();
  /** By hash of the choices: a proposal is checked at admission, in its block, and at every approval. */
  private readonly checked = new Map<string, ActiveModules>();

  constructor(definitions: readonly AnyModule[]) {
    for (const definition of definitions) {
      checkDefinition(definition);
      const id = idOf(definition);
      invariant(!this.definitions.has(id), `module ${id} is registered once`);
      this.definitions.set(id, definition);
    }
  }

  all(): readonly AnyModule[] {
    return [...this.definitions.values()];
  }

  find(name: string, version: string): AnyModule | undefined {
    return this.definitions.get(idOf({ name, version }));
  }

  versionsOf(name: string): readonly string[] {
    return this.all().filter((definition) => definition.name === name).map(({ version }) => version);
  }

  /**
   * The chosen modules with complete parameters, sorted by what they need. Parameters are checked by `check`, once, when a node gets its
   * genesis document; here they are only completed if a default is missing, so that a node starts without compiling a schema.
   * @throws Refusal MODULE_NOT_AVAILABLE {module, version}, PARAMS_INVALID {module, path, reason}, and those of ActiveModules.
   */
  resolve(choices: readonly ModuleInForce[]): ActiveModules {
    return this.activate(choices, (definition, params) =>
      isComplete(definition, params) ? deepFreeze(structuredClone(params)) : completeParams(definition, params),
    );
  }

  /** As resolve, and checks all parameters: by their schemas, and by asking every module whether they fit together. */
  check(choices: readonly ModuleInForce[]): ActiveModules {
    const modules = this.activate(choices, completeParams);
    for (const { definition, params } of modules.inOrder) checkParams(definition, params);
    return modules;
  }

  checkOnce(choices: readonly ModuleInForce[]): ActiveModules {
    const id = toHex(hash(canonicalJson(choices as unknown as Json)));
    const modules = this.checked.get(id) ?? this.check(choices);
    keepNewest(this.checked, id, modules, CHECKED_MAX);
    return modules;
  }

  private activate(choices: readonly ModuleInForce[], complete: typeof completeParams): ActiveModules {
    const modules = choices.map(({ name, version, params, space, takenOver }) => {
      const definition = this.find(name, version) ?? refuse('MODULE_NOT_AVAILABLE', { module: name, version });
      return new ActiveModule(definition, complete(definition, params), space, takenOver);
    });
    return new ActiveModules(modules, this);
  }
}

/** Whether every parameter that has a default is given. */
function isComplete({ params: schema }: AnyModule, params: JsonObject): boolean {
  const properties = Object.entries((schema.properties ?? {}) as JsonObject);
  return properties.every(([name, property]) => Object.hasOwn(params, name) || !Object.hasOwn(property as JsonObject, 'default'));
}

/** Parameters with defaults filled in, within the module's schema. @throws Refusal PARAMS_INVALID {module, path, reason}. */
export function completeParams(definition: AnyModule, given: JsonObject): JsonObject {
  const params = parseCanonicalJson(canonicalJson(given)) as JsonObject;
  const fault = filling(definition)(params);
  if (fault) refuse('PARAMS_INVALID', { module: definition.name, path: fault.path, reason: fault.message });
  return deepFreeze(params);
}

const fillings = new WeakMap<AnyModule, SchemaCheck>();

/** Compiled once: a proposal of modules is completed for the whole set. */
function filling(definition: AnyModule): SchemaCheck {
  const known = fillings.get(definition) ?? compileSchema(definition.params, { fillDefaults: true });
  fillings.set(definition, known);
  return known;
}

/**
 * What a schema cannot say about complete parameters. May be slow (a rule book tries its whole package): it is asked when a genesis or a
 * proposal is made, not whenever a node starts.
 * @throws Refusal PARAMS_INVALID {module, path, reason, ...}.
 */
export function checkParams(definition: AnyModule, params: JsonObject): void {
  try {
    atOnce(definition, callOf(definition.name, () => definition.checkParams?.(params as never)));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse('PARAMS_INVALID', { module: definition.name, path: '', reason: error.code, ...error.facts });
  }
}

function idOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name}@${version}`;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
