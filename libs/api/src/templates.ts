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
  /** How to show the answer: a table of these columns (dot paths) or the JSON as it is. */
  readonly columns?: readonly { readonly path: string; readonly title: Words }[];
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
