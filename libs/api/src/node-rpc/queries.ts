import type { Json, JsonObject } from '../json';

export interface QueryAnswer {
  readonly height: number;
  readonly answer: Json;
}

/** The modules in force, or those of an earlier set, with all parameters, in running order (query `modules` of module `kernel`, args {set}). */
export interface ModulesInForce {
  readonly set: number;
  /** `takenOver`: from whom a successor took over what nobody owned. */
  readonly modules: readonly { readonly name: string; readonly version: string; readonly params: JsonObject; readonly takenOver?: readonly { readonly space: string }[] }[];
}
/** Which set was in force from which block on, and what is about to change (query `history` of module `kernel`). */
export interface ModulesHistory {
  /** Of the set in force; 0: what the chain was founded with. */
  readonly set: number;
  readonly firstHeights: readonly number[];
  readonly due: { readonly change: number; readonly lastHeight: number } | null;
  readonly migrating: { readonly entries: number; readonly firstHeight: number; readonly isDone: boolean } | null;
}
/** A package that was published by vote, or was in force and was replaced: it can come into force (again) unless it is retired (query `packages` of module `kernel`). */
export interface PackageKept {
  /** Name of the module that could go by it. */
  readonly module: string;
  /** NAME@VERSION. */
  readonly package: string;
  readonly status: 'published' | 'retired';
  /** Of its canonical JSON, in hex. */
  readonly hash: string;
  readonly bytes: number;
}
