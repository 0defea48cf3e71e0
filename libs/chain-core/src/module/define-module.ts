import type { Bytes, Hash, PublicKey } from '../primitives/bytes';
import type { Json, JsonObject } from '../protocol/genesis';
import type { ModuleLock } from '../protocol/module-lock';
import type { Lock, OutPoint, Transaction } from '../protocol/transaction';

export type Slot = 'identity' | 'contract' | 'privacy' | 'consensus' | 'crosschain' | 'transactions';
/** A sentence a person understands, in each language of the product. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}
/** A JSON Schema (2020-12 subset). Shown as a form and checked by machines. */
export type JsonSchema = JsonObject;

/** A named key space of a module. The number is on disk and in the state root: it is never reused. */
export interface StoreDefinition {
  readonly number: number;
  readonly holds: string;
}

/** What a module may read of its own stores. Keys are at most 128 bytes. */
export interface ReadView {
  get(store: string, key: Bytes): Bytes | undefined;
  /** Entries with from <= key < to in ascending order of key, at most `limit`. */
  range(store: string, options: { from?: Bytes; to?: Bytes; limit: number; reverse?: boolean }): readonly { key: Bytes; value: Bytes }[];
}
export interface WriteBatch extends ReadView {
  put(store: string, key: Bytes, value: Bytes): void;
  delete(store: string, key: Bytes): void;
}

/** What every piece of a module sees. Nothing here depends on the machine. */
export interface ModuleContext<P, S extends ReadView = ReadView> {
  readonly params: P;
  readonly state: S;
  /** What outputs that are locked to this module name: the name of its stores, which changes when it takes another's place. */
  readonly space: string;
  readonly chainId: Hash;
  readonly height: number;
  /** Block time; for admission checks, the time of the newest block or later. */
  readonly timeMs: number;
  /** A declared method of a module listed in `needs` (named as there); reads only. Throws invariant for anything else. */
  ask(module: string, method: string, args: Json): Json;
}
export interface CallContext<P, S extends ReadView = ReadView> extends ModuleContext<P, S> {
  readonly actor: PublicKey;
  readonly txId: Hash;
  /** Index of this call in its transaction. */
  readonly callIndex: number;
}
/** An unspent output that is locked to the module. */
export interface LockedOutput {
  readonly assetId: Hash;
  readonly amount: bigint;
  readonly lock: ModuleLock;
}
export interface NewOutput {
  readonly assetId: Hash;
  /** 1 to AMOUNT_MAX. */
  readonly amount: bigint;
  /** Of keys, or of the module itself, as declared in `locks`. */
  readonly lock: Extract<Lock, { kind: 'keys' }> | ModuleLock;
}
/** The outputs that are locked to the module, of which it must remember where they are. */
export interface OutputsView {
  /** @returns undefined for what is not there, is spent, or is not locked to this module. Of a transaction's own outputs none is there yet. */
  get(outPoint: OutPoint): LockedOutput | undefined;
}
/**
 * At most LIMITS.effectsMax outputs are spent and made by one transaction, and by one hook (TOO_MANY_EFFECTS). What comes in and goes out must be equal in the end, for each asset: of a
 * transaction together with what it declares, of a hook by itself (UNBALANCED).
 */
export interface OutputsBatch extends OutputsView {
  /** Refuses OUTPUT_NOT_THERE {module, output} where `get` finds nothing. */
  spend(outPoint: OutPoint): LockedOutput;
  /** @returns where it is going to be found: not before this call, or this hook, has ended */
  create(output: NewOutput): OutPoint;
}

export interface CheckContext<P> extends CallContext<P> {
  readonly outputs: OutputsView;
}
export interface ApplyContext<P> extends CallContext<P, WriteBatch> {
  readonly outputs: OutputsBatch;
  /** `data` must be canonical JSON data. */
  emit(event: string, data: JsonObject): void;
}

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
/**
 * A way in which outputs are locked to this module: it alone spends them. With an owner: anybody may lock outputs so, and once the module is replaced, whatever the reason, the owner
 * spends them like any other. Without: only the module makes them, and while there are any, it cannot be replaced.
 *
 * `open`, of locks without an owner: what calls leave in a transaction of these outputs goes where an open input of it says, and within its limits; more is refused, and so is whatever hooks would take.
 */
export interface LockDefinition {
  readonly title: Words;
  readonly owned: boolean;
  readonly open?: true;
  /** Of what a lock says besides its name and owner: an object. All in all at most LIMITS.lockDataBytesMax. */
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

export interface HookContext<P> extends ModuleContext<P, WriteBatch> {
  readonly outputs: OutputsBatch;
  emit(event: string, data: JsonObject): void;
}
export interface ModuleHooks<P> {
  /** Runs once, while the genesis state is made. */
  genesis?(context: ModuleContext<P, WriteBatch>): Answer<void>;
  /** Runs at the end of every block; must be bounded. */
  endBlock?(context: HookContext<P>): Answer<void>;
}

/** What a migration sees: the new module's stores to write to, and the old one's to read from. */
export interface MigrationContext<P> extends ModuleContext<P, WriteBatch> {
  readonly from: { readonly params: JsonObject; readonly state: ReadView };
}
/** One entry of the old module; `value` is undefined when it was carried over before and is gone now. */
export interface OldEntry {
  readonly store: string;
  readonly key: Bytes;
  readonly value: Bytes | undefined;
}

/**
 * How the entries of another module, or of another version or package of this one, become those of this module. It runs a few entries a block
 * while the old module goes on working; what the old one changes behind it is brought to `entry` again. Whatever it throws ends the migration
 * and leaves the old module in place.
 */
export interface Migration<P> {
  /** Stores of the old module that are gone through, in this order. The rest stays readable under the old module. */
  readonly stores: readonly string[];
  /** Those of them whose entries are made anew from others': one that leaves nothing behind itself is not missed. */
  readonly remade?: readonly string[];
  /** Whether there is anything to carry over between these parameters; left out: always. */
  applies?(from: JsonObject, to: P): boolean;
  /**
   * Carries one entry over. It may be asked for the same one again, with another value: what it leaves behind must depend on the old module's
   * present entries alone, and not on how often or in what order it was asked. Budget: BUDGETS.entry.
   */
  entry(context: MigrationContext<P>, entry: OldEntry): Answer<void>;
}

/** One parameter of a module is a package of rules: data that is published on the chain by vote, and put in force by vote. */
export interface PackageParameter<P> {
  readonly parameter: string;
  /** NAME@VERSION. */
  idOf(content: JsonObject): string;
  /** Refuses, with `{path, reason}`, parameters whose package cannot take the old one's place, over the same stores or, where `migrateFrom` applies, with its records. */
  checkSwap?(from: P, to: P): void;
  /** Its records, so that people hear before a vote which of them come to nothing; left out: packages do not say what kinds there are. */
  readonly records?: PackagedRecords<P>;
}

/** Records of the kinds that a package says. */
export interface PackagedRecords<P> {
  /** A store with one entry for each record. */
  readonly store: string;
  /** Whether a record that stays where it is counts under these parameters. */
  counts(value: Bytes, under: P): boolean;
  /** Kinds of `from` whose records come to nothing under `to`: it carries others over, but not these; or, where records stay where they are, it has no such kind. */
  leftBehind(from: P, to: P): readonly string[];
}

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
  /** It has to do with assets, so a chain that keeps none cannot choose it. */
  readonly needsAssets?: boolean;
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
