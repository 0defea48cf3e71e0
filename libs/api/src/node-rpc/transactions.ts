import type { Json, JsonObject, Words } from '../json';
import type { SeatName } from './committee';
import type { EffectView, HolderView, Moved } from './moves';
import type { Problem } from '../problem';

export interface SubmitJson {
  /** Hex of the encoded, signed transaction. */
  readonly transaction: string;
}

export type TransactionState = 'unknown' | 'pending' | 'head' | 'final' | 'dropped';

/** It would be let in now: a block has the last word. */
export interface CheckAnswer {
  readonly txId: string;
  readonly sizeBytes: number;
}
export interface SubmitAnswer {
  readonly txId: string;
  readonly state: TransactionState;
  readonly height?: number;
  readonly burial?: BurialView;
  /** Present from `head` on. */
  readonly outcome?: OutcomeView;
  /** Of what was `dropped`: why no block could take it. Missing where the node does not know. */
  readonly reason?: Problem;
}
/**
 * How far a transaction that is `pending` or in the `head` is from final, on chains of open competition: there the work on it decides, and nobody can say when, only at
 * which pace blocks came lately. Until it is final its block may still be replaced, and the outcome with it.
 */
export interface BurialView {
  /** Blocks that stand on its block; null: no block holds it yet. */
  readonly depth: number | null;
  readonly finalDepth: number;
  /** Blocks that are to come before it is final, if they take as much work as the newest one did. */
  readonly blocksLeft: number;
  /** Until then, if blocks go on coming as the newest ones did. */
  readonly estimateMs: number;
}
export interface BatchAnswer {
  readonly results: readonly ({ readonly txId: string; readonly state: TransactionState } | { readonly problem: Problem })[];
}

export type OutcomeView =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string; readonly facts: JsonObject };

export interface EventView {
  readonly height: number;
  readonly txId?: string;
  readonly module: string;
  readonly name: string;
  readonly data: Json;
}

/** Decoded for people: amounts as strings, bytes as hex, payloads as JSON. */
export interface TransactionView {
  readonly txId: string;
  readonly state: TransactionState;
  readonly height?: number;
  readonly index?: number;
  readonly timeMs?: number;
  readonly burial?: BurialView;
  readonly sizeBytes: number;
  readonly signers: readonly string[];
  readonly calls: readonly CallView[];
  /** Those that were signed open are as OpenInputView says. */
  readonly inputs: readonly JsonObject[];
  readonly outputs: readonly JsonObject[];
  readonly outcome?: OutcomeView;
  readonly events: readonly EventView[];
  /** What its inputs and outputs move, if it is not refused; left out of lists. */
  readonly moved?: Moved;
  /** What modules did to outputs because of its calls, in order; left out of lists. */
  readonly effects?: readonly EffectView[];
}

/** An input that was signed open, among `inputs`: what the transaction's calls leave in it of what a module holds for all goes to `to`, if it is within the limits. Amounts in the smallest unit. */
export interface OpenInputView {
  readonly kind: 'open';
  /** Space of the module: NAME, or NAME~CHANGE. */
  readonly module: string;
  readonly lock: string;
  readonly assetId: string;
  readonly atLeast: string;
  readonly atMost: string;
  readonly to: Extract<HolderView, { kind: 'keys' }>;
  /** Of a transaction that was accepted: what it was bound to. */
  readonly came?: string;
}

export interface CallView {
  readonly module: string;
  readonly command: string;
  readonly actor: string;
  readonly payload: Json;
  /** Of what the chain decides about itself: whose seat speaks (null: none that there is now), and what it says. Put into words by the control plane, where one transaction is asked for. */
  readonly told?: { readonly seat: SeatName | null; readonly sentences: readonly Words[] };
}

