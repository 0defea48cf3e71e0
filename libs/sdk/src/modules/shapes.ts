import type { EventView, Json, QueryAnswer } from '@bystack/api';
import type { ModuleTypes } from './module-types.generated';

/** NAME@VERSION of a module that there are types of. */
export type ModuleId = keyof ModuleTypes;
/** Those that fill a slot. What a chain decides about itself (`kernel`) is in none: it is asked and proposed with `governance`, signed here with a seat's key, or heard of. */
export type SlotModuleId = Exclude<ModuleId, `kernel@${string}`>;

/** What a module takes, answers and tells, by the names of commands, queries and events. Those of `ModuleTypes` are such, and one of your own module may be. */
export interface ModuleShape {
  /** Each a payload. */
  readonly commands: object;
  /** Each `args` and `answer`. */
  readonly queries: object;
  /** Each the data of an event. */
  readonly events: object;
}
/** A module that nothing is known of: whatever it is asked to, in JSON. */
export interface AnyModule {
  readonly commands: { readonly [command: string]: Json };
  readonly queries: { readonly [query: string]: { readonly args: Json; readonly answer: Json } };
  readonly events: { readonly [event: string]: Json };
}

export type CommandOf<M extends ModuleShape> = keyof M['commands'] & string;
export type QueryOf<M extends ModuleShape> = keyof M['queries'] & string;
export type EventOf<M extends ModuleShape> = keyof M['events'] & string;

export type ArgsOf<M extends ModuleShape, Q extends QueryOf<M>> = M['queries'][Q] extends { readonly args: infer A } ? A : Json;
export type AnswerOf<M extends ModuleShape, Q extends QueryOf<M>> = M['queries'][Q] extends { readonly answer: infer A } ? A : Json;

/** Of an answer only its type is known here: what the chain says is not held against it. */
export type TypedAnswer<M extends ModuleShape, Q extends QueryOf<M>> = Omit<QueryAnswer, 'answer'> & { readonly answer: AnswerOf<M, Q> };
export type TypedEvent<M extends ModuleShape, E extends EventOf<M>> = EventView & { readonly name: E; readonly data: M['events'][E] };
