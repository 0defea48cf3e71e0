import { toBinary } from '../crypto/hash';
import type { Hash } from '../primitives/bytes';
import type { OutPoint } from '../protocol/transaction';
import { storePrefix, type StateKey } from '../state/store-key';

/** What the chain itself keeps in the state. Store numbers are on disk and under the state root: never reused. */
export const KERNEL = 'kernel';
export const OUTPUTS = storePrefix(KERNEL, 1);
/** Ids of transactions that spent nothing or were refused -> until when they are remembered. */
export const REMEMBERED = storePrefix(KERNEL, 2);
/** The same by time, so that forgetting them needs no search. */
export const REMEMBERED_BY_TIME = storePrefix(KERNEL, 3);
/** Modules in running order, with versions and parameters: one canonical JSON value. */
export const MODULES = storePrefix(KERNEL, 4);
/** Seats as in genesis, by place: canonical JSON each. */
export const SEATS = storePrefix(KERNEL, 5);
/** Of a reward that may not be spent yet: the id it was made under -> the height from which it may. */
export const IMMATURE = storePrefix(KERNEL, 13);
/** The same by that height, so that maturing needs no search. */
export const IMMATURE_AT = storePrefix(KERNEL, 14);

/** By module's space: how many unspent outputs are locked to it. */
export const HELD = storePrefix(KERNEL, 23);
/** By module's space and asset: how much of it lies under locks without an owner. */
export const SHARED = storePrefix(KERNEL, 24);

export function immatureKey(coinbaseId: Hash): StateKey {
  return IMMATURE + toBinary(coinbaseId);
}

export function immatureAtKey(matureAtHeight: number): StateKey {
  return IMMATURE_AT + timeText(matureAtHeight);
}

/** Numbers of the stores that belong to the kernel's own commands (kernel/kernel-module.ts); `modules` and `seats` are MODULES and SEATS above. */
export const KERNEL_STORE_NUMBERS = {
  modules: 4, seats: 5, committees: 6, epoch: 7, changes: 8, keys: 9, evidence: 10, usage: 11, rosters: 12, force: 15, moduleSets: 16, documents: 17, packages: 18, migration: 19, rules: 20, protocols: 21, decided: 22, held: 23, shared: 24,
} as const;

/** Stores whose keys nobody asks for in order. Part of the format on disk, not of the state: what else there is stays in order. */
export const UNORDERED_STORES: readonly StateKey[] = [OUTPUTS, REMEMBERED];

export function outputKey({ txId, index }: OutPoint): StateKey {
  return OUTPUTS + toBinary(txId) + u32Text(index);
}

/** @param key the transaction's. */
export function rememberedKey(key: string): StateKey {
  return REMEMBERED + key;
}

export function rememberedByTimeKey(untilMs: number, key: string): StateKey {
  return REMEMBERED_BY_TIME + timeText(untilMs) + key;
}

/** Eight bytes, so that the order of keys is the order of times. */
export function timeText(timeMs: number): string {
  return u32Text(Math.floor(timeMs / 2 ** 32)) + u32Text(timeMs % 2 ** 32);
}

export function u32Text(value: number): string {
  return String.fromCharCode((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}
