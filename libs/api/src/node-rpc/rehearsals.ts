import type { Json, JsonObject } from '../json';
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
  /** Absent, both: the node is older. */
  readonly packages?: readonly PackageSwap[];
  readonly leftBehind?: readonly LeftBehind[];
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
