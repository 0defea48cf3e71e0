import type { AnyModule } from '../../module/active-module';
import type { Hash } from '../../primitives/bytes';
import type { Json, JsonObject } from '../../primitives/json';
import type { TransactionBody } from '../../protocol/transaction';

/** One call in a block of its own, and what comes of it. */
export interface CallStep {
  readonly actor: string;
  readonly command: string;
  readonly payload: Json;
  /** Of the module under test when left out. */
  readonly module?: string;
  /** The code of the refusal; left out: it is accepted. */
  readonly refused?: string;
}
/** A transaction of outputs, with or without calls, in a block of its own. */
export interface TransactionStep {
  readonly signers: readonly string[];
  /** @param made ids of the scenario's transactions of this kind so far, whether they were recorded or not */
  readonly body: (made: readonly Hash[]) => Partial<TransactionBody>;
  /** As of a call. */
  readonly refused?: string;
}
/** A question and a part of its answer (as toMatchObject compares). */
export interface QueryStep {
  readonly query: string;
  readonly args: Json;
  readonly answer: Json;
}
/** Time passes; a block without transactions is made. */
export interface WaitStep {
  readonly waitMs: number;
}
export type Step = CallStep | TransactionStep | QueryStep | WaitStep;

/**
 * The life of a small chain that shows everything one version of a module can do: each of its commands, queries, events and refusals. It stays
 * in the tree as long as the version does.
 */
export interface ModuleScenario {
  readonly module: AnyModule;
  /** Tells several scenarios of one module apart. */
  readonly about?: string;
  readonly params: JsonObject;
  /** What it needs beside it, with parameters. */
  readonly beside?: readonly { readonly module: AnyModule; readonly params?: JsonObject }[];
  readonly steps: readonly Step[];
  /** Parameters that a schema lets through and the module must not: what is wrong with them, and where. */
  readonly badParams?: readonly { readonly what: string; readonly params: JsonObject; readonly path: string }[];
  /** Refusals of parameters, which `badParams` shows. */
  readonly refusedAtFounding?: readonly string[];
  /** Refusals that a test of the module's own shows: code → file, from the root of the repository. */
  readonly shownElsewhere?: Readonly<Record<string, string>>;
}
