import type { Bytes, Hash } from '../primitives/bytes';
import type { RefusalFacts } from '../primitives/refusal';
import type { OutPoint, Output } from './transaction';

export type Outcome =
  | { readonly kind: 'accepted' }
  /** `call` is the index of the call that refused, or -1 when the kernel did. */
  | { readonly kind: 'refused'; readonly call: number; readonly code: string; readonly facts: RefusalFacts };

export interface ModuleEvent {
  readonly module: string;
  readonly name: string;
  /** Canonical JSON. */
  readonly data: Bytes;
}

/** What modules did to outputs beyond what the transaction declares. */
export interface OutputEffect {
  readonly module: string;
  readonly spent: readonly OutPoint[];
  readonly created: readonly Output[];
}

/** What a transaction became. A refused transaction has no events and no effects. */
export interface TransactionResult {
  readonly txId: Hash;
  readonly outcome: Outcome;
  readonly events: readonly ModuleEvent[];
  readonly effects: readonly OutputEffect[];
}

/** What the modules' end-of-block hooks did. Every block has one, as the last leaf of its results tree. */
export interface BlockResult {
  readonly events: readonly ModuleEvent[];
  readonly effects: readonly OutputEffect[];
}
