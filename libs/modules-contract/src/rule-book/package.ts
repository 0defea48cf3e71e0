import type { JsonObject, JsonSchema, Words } from '@bystack/chain-core/module';

/** Rules of one trade as pure data. README.md explains each part with examples; `checkPackage` says what is refused. */
export interface RulePackage {
  readonly format: 'bystack-package/1';
  readonly name: string;
  readonly version: string;
  readonly title: Words;
  readonly summary: Words;
  /** The closed list of standard functions this package was written against. */
  readonly functions: 'standard/1';
  /** Shared schemas; `{"$ref": "NAME#/definitions/x"}` refers into them. */
  readonly schemas?: Readonly<Record<string, JsonObject>>;
  readonly records: Readonly<Record<string, RecordType>>;
  readonly commands: Readonly<Record<string, CommandRule>>;
  readonly queries?: Readonly<Record<string, QueryRule>>;
  readonly events?: Readonly<Record<string, { readonly title: Words }>>;
  /** Refusals of this package's guards. `{name}` in words takes a fact. */
  readonly errors?: Readonly<Record<string, ErrorWords>>;
  /** How records made under another package become records of this one, when it takes that one's place. */
  readonly migrates?: PackageMigration;
  /** What a console offers to fill in and to look up (the template's shapes, passed on unread). */
  readonly forms?: readonly JsonObject[];
  readonly lookups?: readonly JsonObject[];
}

export interface ErrorWords {
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly words: Words;
}

export interface RecordType {
  readonly title: Words;
  readonly states: Readonly<Record<string, { readonly title: Words }>>;
  readonly indexes?: Readonly<Record<string, IndexRule>>;
}

export interface PackageMigration {
  /** NAME@VERSION of the package whose place this one takes. */
  readonly from: string;
  /** By record type of that package. Records of types that are not named stay as they are, to be read under the old package. */
  readonly records: Readonly<Record<string, RecordMigration>>;
}
/** A record keeps its key, its place in the order, who made it and when, and the name of the package it was made under. */
export interface RecordMigration {
  readonly record: string;
  /** Old state to new; a state that is not named keeps its name. */
  readonly states?: Readonly<Record<string, string>>;
  /** From `/data`, `/state`, `/key`, `/createdBy` of the old record; left out: the data stay. */
  readonly data?: Source;
}

export interface IndexRule {
  readonly title: Words;
  /** From `/data`, `/state`, `/key`, `/createdBy`: a text or a list of texts; nothing indexes nothing. */
  readonly value: Source;
  /** A function that brings what somebody looks for into the form that is indexed. */
  readonly lookup?: string;
}

/** Where a value comes from. Paths are JSON pointers into the variables at hand. */
export type Source =
  | { readonly path: string }
  | { readonly value: string | number | boolean | null }
  | { readonly function: string; readonly args: readonly Source[] }
  /** An object of values; those that are not there are left out. */
  | { readonly object: Readonly<Record<string, Source>> }
  /** Objects laid over each other: the last one that has a field wins. */
  | { readonly merge: readonly Source[] }
  | { readonly cel: string };

export type Who = 'anyone' | 'members' | { readonly roles: readonly string[] };

export interface CommandRule {
  readonly title: Words;
  readonly summary?: Words;
  readonly who: Who;
  readonly data: JsonSchema;
  /** Pointers into the data, tried in order, to the list this command works through; '' is the data itself. Absent: the data is the one item. */
  readonly items?: readonly string[];
  /** Computed once per item from `/data` and `/item`, in order. */
  readonly let?: readonly { readonly name: string; readonly from: Source }[];
  /** In order; the first that does not hold refuses. Anything but true, an error too, is a refusal. */
  readonly guards?: readonly GuardRule[];
  /** The first whose `when` holds is carried out. */
  readonly effects: readonly EffectRule[];
}

export interface GuardRule {
  readonly code: string;
  readonly require: string;
  readonly facts?: Readonly<Record<string, Source>>;
}

export interface EffectRule {
  readonly when?: string;
  readonly record: string;
  readonly key: Source;
  /** If there is no such record yet. */
  readonly create?: { readonly state: string; readonly data: Source };
  /** If there is one, in one of these states. */
  readonly change?: { readonly from: readonly string[]; readonly to: string; readonly data?: Source };
  /** If there is one and nothing is to be changed: accept, and leave it as it is. */
  readonly keep?: boolean;
  readonly emit?: readonly { readonly event: string; readonly data: Readonly<Record<string, Source>> }[];
}

export interface QueryRule {
  readonly title: Words;
  readonly args: JsonSchema;
  /** One record, by its key. */
  readonly get?: { readonly record: string; readonly key: Source };
  /** Records, by an index. */
  readonly find?: { readonly record: string; readonly index: string; readonly value: Source };
  /** One hop further: values computed from each record found (`/args`, `/record`), looked up in an index. */
  readonly follow?: { readonly values: Source; readonly index: string };
}

/** A record as it is stored and shown. */
export interface StoredRecord {
  readonly type: string;
  readonly key: string;
  readonly state: string;
  /** 1, 2, … */
  readonly version: number;
  /** Place in the order in which this chain's records were made. */
  readonly sequence: number;
  /** The package (`name@version`) under which this version was made. */
  readonly package: string;
  readonly data: JsonObject;
  readonly command: string;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly actor: string;
  readonly timeMs: number;
  readonly txId: string;
}
