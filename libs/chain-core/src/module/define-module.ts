import type { Json, JsonObject } from '../protocol/genesis';
import type { Migration } from './definition/migration';
import type { LockDefinition } from './definition/outputs';
import type { PackageParameter } from './definition/package-parameter';
import type { Answer, CommandDefinition, ErrorDefinition, EventDefinition, Method, ModuleHooks, QueryDefinition, TransactionPolicy } from './definition/parts';
import type { StoreDefinition } from './definition/stores';
import type { JsonSchema, KnownOfParams, Words } from './definition/words';

export type Slot = 'identity' | 'contract' | 'privacy' | 'consensus' | 'crosschain' | 'transactions';

/** A parameter value object already validated against `params`. */
export interface ModuleDefinition<P = JsonObject> {
  readonly name: string;
  readonly version: string;
  readonly slot: Slot;
  /**
   * Commands, queries, hooks and migrations may return promises, which wait for nothing but each other (docs/adr/0021): one that waits for anything outside, be it a timer, is a bug. All other
   * parts, and all parts of a module that does not say this, answer before they return.
   */
  readonly async?: boolean;
  readonly title: Words;
  /** One sentence: what choosing this means for the people on the chain. */
  readonly summary: Words;
  /** Schema of the parameters, with `default` on every property, so that {} means something. */
  readonly params: JsonSchema;
  /** Checks between parameters that a schema cannot say; refuses with facts `{path}`. Runs at publish time, before genesis. */
  checkParams?(params: P): void;
  /** What people are told before they found a chain with parameters, or vote for them, that nothing forbids, though they had better not. Asked by whoever shows them the change, never by a chain, so a published version may say more. */
  warnParams?(params: P, known: KnownOfParams): readonly Words[];
  /** It has to do with assets, so a chain that keeps none cannot choose it. */
  readonly needsAssets?: boolean;
  /** The code, of its `errors`, that says why no chain is founded with it and what to do instead. Asked by whoever founds a chain for people, never by a chain: a genesis document may have it, and a vote may choose it. */
  readonly notAtFounding?: string;
  /** Names of modules whose methods this one asks, or `slot:NAME` for whichever module fills that slot. */
  readonly needs?: readonly string[];
  readonly stores?: Readonly<Record<string, StoreDefinition>>;
  readonly commands?: Readonly<Record<string, CommandDefinition<P>>>;
  readonly queries?: Readonly<Record<string, QueryDefinition<P>>>;
  readonly events?: Readonly<Record<string, EventDefinition>>;
  readonly errors?: Readonly<Record<string, ErrorDefinition>>;
  /** By name; the module is about assets then (`needsAssets`). */
  readonly locks?: Readonly<Record<string, LockDefinition>>;
  readonly methods?: Readonly<Record<string, Method<P>>>;
  readonly policy?: TransactionPolicy<P>;
  readonly hooks?: ModuleHooks<P>;
  readonly package?: PackageParameter<P>;
  /** By NAME@VERSION of the module whose place this one can take with its records; itself, for another package of its own. */
  readonly migrateFrom?: Readonly<Record<string, Migration<P>>>;
  /** What these parameters add to the catalogue entry (a rule book's commands, forms, words), as plain data. */
  surface?(params: P): JsonObject;
}

/** A module whose queries may promise their answers too. */
export interface AsyncModuleDefinition<P> extends Omit<ModuleDefinition<P>, 'async' | 'queries'> {
  readonly async: true;
  readonly queries?: Readonly<Record<string, QueryDefinition<P, Answer<Json>>>>;
}

/** A module is one folder and one such value; everything else (decoding, routes, forms, docs) is derived from it. */
export function defineModule<P>(definition: ModuleDefinition<P>): ModuleDefinition<P>;
export function defineModule<P>(definition: AsyncModuleDefinition<P>): ModuleDefinition<P>;
export function defineModule<P>(definition: ModuleDefinition<P> | AsyncModuleDefinition<P>): ModuleDefinition<P> {
  return Object.freeze(definition) as ModuleDefinition<P>;
}
