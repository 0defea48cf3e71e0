import type { Hash, PublicKey } from '../../primitives/bytes';
import type { Json } from '../../protocol/genesis';
import type { Transaction } from '../../protocol/transaction';
import type { ApplyContext, CheckContext, HookContext, ModuleContext } from './context';
import type { WriteBatch } from './stores';
import type { JsonSchema, Words } from './words';

/** What a part gives of which a module that declares `async: true` may make a promise. */
export type Answer<T> = T | Promise<T>;

/** `check` runs at admission and again in the block; `apply` only in the block, right after `check`. Both may `refuse()`. */
export interface CommandDefinition<P> {
  readonly title: Words;
  /**
   * The payload was parsed as canonical JSON and validated against this before `check` sees it. It is frozen, and the same object at
   * admission, in `check` and in `apply`.
   */
  readonly payload: JsonSchema;
  /** May return what it worked out on the way, or a promise of it. */
  check?(context: CheckContext<P>, payload: never): unknown;
  /** @param checked what `check` gave a moment ago, for the same payload in the same state */
  apply(context: ApplyContext<P>, payload: never, checked: never): Answer<void>;
}

export interface QueryDefinition<P, A = Json> {
  readonly title: Words;
  readonly args: JsonSchema;
  /** What an answer looks like, for whoever shows it: what its parts are called, their units. A page has one list, and `next`: what continues after it, or null. */
  readonly result?: JsonSchema;
  answer(context: ModuleContext<P>, args: never): A;
}

export interface EventDefinition {
  readonly title: Words;
  readonly data: JsonSchema;
}

/** A refusal of this module: `status` is the HTTP status the gateway answers with; `{name}` in words takes a fact. */
export interface ErrorDefinition {
  readonly status: 400 | 403 | 404 | 409 | 413 | 422 | 429;
  readonly words: Words;
}

/** A read-only question other modules may ask. */
export type Method<P> = (context: ModuleContext<P>, args: never) => Json;

/** Only for the transactions slot: decides who may write and how much. `signers` are in ascending order. */
export interface TransactionPolicy<P> {
  /** May return what it worked out on the way. */
  check(context: ModuleContext<P>, transaction: PolicyFacts): unknown;
  /** @param checked what `check` returned a moment ago, for the same transaction in the same state */
  apply(context: ModuleContext<P, WriteBatch>, transaction: PolicyFacts, checked: never): void;
}

export interface PolicyFacts {
  readonly transaction: Transaction;
  readonly txId: Hash;
  readonly signers: readonly PublicKey[];
  readonly sizeBytes: number;
}

export interface ModuleHooks<P> {
  /** Runs once, while the genesis state is made. */
  genesis?(context: ModuleContext<P, WriteBatch>): Answer<void>;
  /** Runs at the end of every block; must be bounded. */
  endBlock?(context: HookContext<P>): Answer<void>;
}
