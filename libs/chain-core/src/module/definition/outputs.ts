import type { Hash } from '../../primitives/bytes';
import type { ModuleLock } from '../../protocol/module-lock';
import type { Lock, OutPoint } from '../../protocol/transaction';
import type { JsonSchema, Words } from './words';

/** An unspent output that is locked to the module. */
export interface LockedOutput {
  readonly assetId: Hash;
  readonly amount: bigint;
  readonly lock: ModuleLock;
}

export interface NewOutput {
  readonly assetId: Hash;
  /** 1 to AMOUNT_MAX. */
  readonly amount: bigint;
  /** Of keys, or of the module itself, as declared in `locks`. */
  readonly lock: Extract<Lock, { kind: 'keys' }> | ModuleLock;
}

/** The outputs that are locked to the module, of which it must remember where they are. */
export interface OutputsView {
  /** @returns undefined for what is not there, is spent, or is not locked to this module. Of a transaction's own outputs none is there yet. */
  get(outPoint: OutPoint): LockedOutput | undefined;
}

/**
 * At most LIMITS.effectsMax outputs are spent and made by one transaction, and by one hook (TOO_MANY_EFFECTS). What comes in and goes out must be equal in the end, for each asset: of a
 * transaction together with what it declares, of a hook by itself (UNBALANCED).
 */
export interface OutputsBatch extends OutputsView {
  /** Refuses OUTPUT_NOT_THERE {module, output} where `get` finds nothing. */
  spend(outPoint: OutPoint): LockedOutput;
  /** @returns where it is going to be found: not before this call, or this hook, has ended */
  create(output: NewOutput): OutPoint;
}

/**
 * A way in which outputs are locked to this module: it alone spends them. With an owner: anybody may lock outputs so, and once the module is replaced, whatever the reason, the owner
 * spends them like any other. Without: only the module makes them, and while there are any, it is replaced by one that takes them over (`takesOver` of a migration), or not at all.
 *
 * `open`, of locks without an owner: what calls leave in a transaction of these outputs goes where an open input of it says, and within its limits; more is refused, and so is whatever hooks would take.
 */
export interface LockDefinition {
  readonly title: Words;
  readonly owned: boolean;
  readonly open?: true;
  /** Of what a lock says besides its name and owner: an object. All in all at most LIMITS.lockDataBytesMax. */
  readonly data: JsonSchema;
}
