import type { Json, Words } from '../json';
import type { ChangeView, CommandsCounted, LeftBehind, SeatName, TriedReason } from '../node-rpc';
import type { PlanLine } from './governance';
import type { Operation } from './operations';

/**
 * Trying changes of modules out before anybody votes: one of the chain's nodes carries every record over on top of its live state, beside its other work, and keeps nothing of it.
 *
 *   GET    /chains/:chainId/rehearsals                    → Page<RehearsalView>, newest first
 *   POST   /chains/:chainId/rehearsals                    Rehearse → 202 Operation (chain.rehearse); what cannot take effect is refused at once
 *   GET    /chains/:chainId/rehearsals/:id                → RehearsalView
 */
export interface Rehearse {
  /** Of modules, as they would be proposed. */
  readonly changes?: readonly ChangeView[];
  /** In their place: the number of a proposal that waits for votes. */
  readonly proposal?: number;
}

export interface RehearsalView {
  /** Also that of its operation. */
  readonly id: string;
  /** In lists they are left empty: they may hold whole rule books. */
  readonly changes: readonly ChangeView[];
  /** The number of the proposal that asked for them; null: they were not proposed yet. */
  readonly proposal: number | null;
  readonly words: readonly Words[];
  readonly state: Operation['state'];
  readonly askedAtMs: number;
  readonly endedAtMs: number | null;
  /** Why it came to no report. */
  readonly problem: Operation['problem'];
  readonly report: ReportView | null;
}

/** What came of it. */
export interface ReportView {
  readonly nodeId: string;
  /** Of the final block it began at. */
  readonly height: number;
  readonly tookMs: number;
  /** Entries that would be carried over, and blocks that this takes at the least. */
  readonly entries: number;
  readonly blocks: number;
  readonly plan: readonly PlanLine[];
  /** What would come to nothing, counted; empty where everything comes along. */
  readonly leftBehind: readonly LeftBehindView[];
  /** What other rules would say of the newest commands that were recorded; empty where no rules change. */
  readonly commands: readonly CommandsTriedView[];
  /** A few entries of each store, before and after. */
  readonly samples: readonly SampleView[];
  /** Why the changes would not take effect. */
  readonly refusal: { readonly code: string; readonly words: Words } | null;
  /** Empty where no module is new. */
  readonly software: readonly SeatSoftware[];
}
export interface LeftBehindView extends LeftBehind {
  readonly words: Words;
}
export interface CommandsTriedView extends CommandsCounted {
  readonly words: Words;
  /** Each reason once, those that failed first, in a whole sentence: how many commands, which rule, what it says. */
  readonly refusals: readonly TriedReason[];
}
export interface SampleView {
  /** NAME@VERSION of the new module. */
  readonly module: string;
  readonly store: string;
  readonly before: Json;
  readonly after: readonly { readonly store: string; readonly value: Json }[];
}
/** Whether the node of a validator could run the chain with the new module: those that lack it must be upgraded first. */
export interface SeatSoftware extends SeatName {
  readonly standing: 'able' | 'lacks' | 'unheard';
}
