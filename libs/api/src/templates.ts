import type { JsonObject, Words } from './json';

export type SlotName = 'identity' | 'contract' | 'privacy' | 'consensus' | 'crosschain' | 'transactions';

export interface SlotChoice {
  /** Module name and version of the registry. */
  readonly module: string;
  readonly version: string;
  readonly params: JsonObject;
}

/** An industry template: data only, under templates/NAME/template.json (a param `{"$file": "x.json"}` is read from beside it). */
export interface Template {
  readonly name: string;
  readonly version: string;
  readonly title: Words;
  readonly summary: Words;
  /** Tabler icon name. */
  readonly icon: string;
  readonly industry: Words;
  readonly slots: Readonly<Record<SlotName, SlotChoice>>;
  /** Roles that rules refer to; the creating organisation's key gets those with `grantToCreator`. */
  readonly roles: readonly { readonly name: string; readonly title: Words; readonly grantToCreator: boolean }[];
  readonly validators: number;
  readonly assets: 'enabled' | 'disabled';
  readonly limits: { readonly blockBytesMax: number; readonly blockTransactionsMax: number; readonly transactionBytesMax: number };
  readonly governance: { readonly approvalPercent: number };
  /** What the console offers to fill in, drawn from the command's schema. */
  readonly forms: readonly TemplateForm[];
  /** What the console offers to look up (drawn from the query's argument schema). */
  readonly lookups: readonly TemplateLookup[];
  /** Submissions the starter chain records, and a person may try. */
  readonly samples: readonly { readonly title: Words; readonly module: string; readonly command: string; readonly payload: JsonObject }[];
}

export interface TemplateForm {
  readonly name: string;
  readonly title: Words;
  readonly help: Words;
  readonly module: string;
  readonly command: string;
  /** JSON Schema of what the person fills in (small: the everyday fields), with `title`/`description` as Words under `x-words`. */
  readonly schema: JsonObject;
  /** The payload; a string `"{{field}}"` (alone) takes the value of that field, and a property whose field is empty is left out. */
  readonly payload: JsonObject;
}

export interface TemplateLookup {
  readonly name: string;
  readonly title: Words;
  readonly module: string;
  readonly query: string;
  readonly schema: JsonObject;
  readonly args: JsonObject;
  /** Where in the answer the table's rows are (dot paths; a list on the way is gone through): left out, in its first list. */
  readonly rows?: readonly string[];
  /** Path of what rows are ordered by at first, the smallest (of moments the earliest) first; left out: as they come. */
  readonly orderBy?: string;
  /** How to show the answer: a table of these columns or the JSON as it is. */
  readonly columns?: readonly LookupColumn[];
}

export interface LookupColumn {
  /** Dot path in a row. */
  readonly path: string;
  readonly title: Words;
  /** What values (with `lines`: units) are called, by value; `''` where there is none. */
  readonly choices?: Readonly<Record<string, Words>>;
  /** Starts of values that go without saying in this column, such as `urn:epc:id:`: left out, but kept for whoever copies a value. */
  readonly without?: readonly string[];
  /** In the place of the one value: those of several places, each on a line of its own. Columns with the same places have their lines side by side. */
  readonly lines?: readonly ColumnLine[];
}

/** A value, or as many lines as there are in a list of values or of objects. */
export interface ColumnLine {
  readonly path: string;
  /** Of an object: what is shown of it. What is no object then has an empty line. */
  readonly field?: string;
  /** Of an object: where the unit of what is shown stands. */
  readonly unit?: string;
  /** Said before it. */
  readonly title?: Words;
}

/** A module as the catalogue shows it; derived from its defineModule value. */
export interface ModuleCard {
  readonly name: string;
  readonly version: string;
  readonly slot: SlotName;
  readonly title: Words;
  readonly summary: Words;
  readonly params: JsonObject;
  readonly needs: readonly string[];
  /** It is about assets: a chain that keeps none cannot choose it. */
  readonly needsAssets?: boolean;
  /** The code, of `errors`, that says why no chain is founded with it; left out: one can be. */
  readonly notAtFounding?: string;
  /** NAME@VERSION of modules that it can take over from what belongs to nobody alone; left out: none. */
  readonly takesOverFrom?: readonly string[];
  readonly commands: readonly { readonly name: string; readonly title: Words; readonly payload: JsonObject }[];
  readonly queries: readonly { readonly name: string; readonly title: Words; readonly args: JsonObject; readonly result?: JsonObject }[];
  readonly events: readonly { readonly name: string; readonly title: Words; readonly data: JsonObject }[];
  readonly errors: readonly { readonly code: string; readonly status: number; readonly words: Words }[];
  /** Of one chain: what its parameters add beyond the above, as the module describes it (a rule book: its package's acts, asks, forms). */
  readonly surface?: JsonObject;
}
