import type { JsonObject } from '../json';
import type { PolicyView } from './committee';

/** What changes would lead to (query `outlook` of module `kernel`, args {changes}). */
export interface Outlook {
  readonly now: CommitteeSums;
  /** Absent: the changes are impossible; `refusal` says why. */
  readonly then?: CommitteeSums;
  readonly refusal?: OutlookRefusal;
  /** Of changes of modules: those that get stores of their own. */
  readonly modules?: readonly ModuleRenewal[];
  /** Of changes of modules: those that go by another package. Absent: the node is older. */
  readonly packages?: readonly PackageSwap[];
  /** Why the approval that decides would still be refused now: newcomers must confirm first. */
  readonly waits?: OutlookRefusal;
  /** Of a change of the policy. */
  readonly policy?: { readonly now: PolicyView; readonly then: PolicyView };
  /** Of the activation of a protocol version: how many of the validators run it, and how many must. */
  readonly protocol?: { readonly version: number; readonly validators: number; readonly needed: number; readonly able: number };
}
/** A module that gets stores of its own: whether records come along, and whether they could be carried back. */
export interface ModuleRenewal {
  /** NAME@VERSION. */
  readonly from: string;
  readonly to: string;
  readonly carriesOver: boolean;
  readonly carriesBack: boolean;
  /** Outputs locked to the old module that their owners can spend themselves from then on; left out: none. */
  readonly returned?: number;
  /** What the new module takes over of what the old one holds without an owner, because the proposal says so; left out: nothing. */
  readonly takenOver?: TakenOver;
}
export interface TakenOver {
  readonly outputs: number;
  /** How much of which asset; `areAll`: else there are more than these. */
  readonly assets: readonly { readonly assetId: string; readonly amount: string }[];
  readonly areAll: boolean;
  /** Whether the old module, or another version of it, could take it over again. */
  readonly givesBack: boolean;
}

/** What another package in the place of one does to records, and what a vote that takes it back would do. */
export interface PackageSwap {
  /** Name of the module that goes by them. */
  readonly module: string;
  /** NAME@VERSION of the package that goes, and of the one that comes. */
  readonly from: string;
  readonly to: string;
  /** Else records stay where they are. */
  readonly carriesOver: boolean;
  /** Kinds of records made under the old package that come to nothing under the new one. */
  readonly leftBehind: readonly string[];
  /** The old package in its place again: kinds of records that come to nothing then. Null: it cannot take its place. */
  readonly back: { readonly carriesOver: boolean; readonly leftBehind: readonly string[] } | null;
}

export interface CommitteeSums {
  readonly validators: number;
  readonly quorum: number;
  readonly mayFail: number;
  readonly scheme: string;
}
export interface OutlookRefusal {
  readonly code: string;
  readonly facts: JsonObject;
}
