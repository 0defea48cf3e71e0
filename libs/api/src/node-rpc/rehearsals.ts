import type { Json, JsonObject, Words } from '../json';
import type { ModuleRenewal, PackageSwap } from './outlook';

/** A trial of a change of modules on one node. */
export interface RehearsalRun {
  readonly id: string;
  /** Of the final block it began at. */
  readonly height: number;
  /** Entries that were carried over, of those that there are as far as they are counted. */
  readonly done: number;
  readonly of: number;
  readonly tookMs: number;
  /** Null: it still runs. */
  readonly report: RehearsalReport | null;
}
/** What a change of modules would do. */
export interface RehearsalReport {
  readonly modules: readonly ModuleRenewal[];
  /** Absent, all three: the node is older. */
  readonly packages?: readonly PackageSwap[];
  readonly leftBehind?: readonly LeftBehind[];
  readonly commands?: readonly CommandsTried[];
  /** Entries that were carried over, and blocks this takes at the least. */
  readonly entries: number;
  readonly blocks: number;
  readonly samples: readonly { readonly module: string; readonly store: string; readonly before: Json; readonly after: readonly { readonly store: string; readonly value: Json }[] }[];
  /** Why the change would not take effect. */
  readonly refusal: { readonly code: string; readonly facts: JsonObject } | null;
}
/** Entries of a store that leave nothing where they are carried to, and records that stay where they are and do not count any more, of those that there are. */
export interface LeftBehind {
  /** NAME@VERSION of the module that comes, or goes on by another package. */
  readonly module: string;
  readonly store: string;
  readonly entries: number;
  readonly of: number;
}

/** What a module's other package would say of the newest commands that were recorded and that the rules in force would take again. */
export interface CommandsTried extends CommandsCounted {
  /** Each reason once, those that failed first. */
  readonly refusals: readonly TriedRefusal[];
}
export interface CommandsCounted {
  /** NAME@VERSION of the module that comes, or goes on by another package. */
  readonly module: string;
  /** Blocks that were looked at; `isAll`: every one that the node has. */
  readonly fromHeight: number;
  readonly toHeight: number;
  readonly isAll: boolean;
  /** tried = accepted + refused + failed; `failed`: among what refuses it is a rule that came to no answer. */
  readonly tried: number;
  readonly accepted: number;
  readonly refused: number;
  readonly failed: number;
  /** The rules in force would refuse them today, too, so they say nothing about the change. */
  readonly setAside: number;
  readonly kinds: readonly { readonly kind: string; readonly tried: number; readonly accepted: number }[];
  /** Reasons that are left out. */
  readonly more: number;
}
/** With the facts that its words are filled with: they are as the package or the module has them. */
export interface TriedRefusal extends TriedReason {
  readonly facts: JsonObject;
}
export interface TriedReason {
  /** Command of the rules. */
  readonly kind: string;
  readonly code: string;
  readonly words: Words;
  /** JSON pointers: to the rule, into the package, and to what it is about, into the data; `*` stands for any entry of a list. */
  readonly place: string;
  readonly field: string;
  /** What stands at `place`; null: it is no single line. */
  readonly rule: string | null;
  /** The rule came to no answer, and why; null: it says no. `detail`: the field that is not there, the operator and the kinds of values, or what the library says. */
  readonly failure: { readonly why: 'no-field' | 'kinds' | 'other'; readonly detail: string } | null;
  /** Commands that it concerns. */
  readonly count: number;
  /** The newest of them. Its payload is null where it is too long to be shown. */
  readonly sample: { readonly height: number; readonly txId: string; readonly payload: Json };
}
