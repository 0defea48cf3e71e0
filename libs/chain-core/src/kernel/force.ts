import { parseCanonicalJson } from '../codec/json';
import { hash } from '../crypto/hash';
import type { ModuleInForce } from '../module/active-module';
import type { ReadView, WriteBatch } from '../module/definition/stores';
import { EMPTY, toHex } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import { getJson, putJson, u32Bytes } from './stores';

/** Which modules are in force. Nothing is stored before a chain's first change of modules is approved: what genesis says holds. */
export interface Force {
  /** Number of the set in force; 0 is genesis'. */
  readonly set: number;
  /** Of the stored set: two branches of unfinal blocks may have come to different sets of one number. */
  readonly hash: string;
  /** Height of the first block of every set, by number. */
  readonly firstHeights: readonly number[];
  /** The change that is approved and has not taken effect yet; there is one at most. */
  readonly due?: { readonly change: number; readonly lastHeight: number };
  /** Names of spaces (see ActiveModule) that a migration wrote and that nothing needs any more: emptied little by little. */
  readonly emptying: readonly string[];
}

/** What was gone through of a migration so far. */
export interface Migrating {
  readonly change: number;
  /** Which of the change's modules that migrate, and which store of its old module. */
  readonly module: number;
  readonly store: number;
  /** Hex; keys of the store up to this one are carried over. Absent: none is. */
  readonly upTo?: string;
  readonly entries: number;
  readonly firstHeight: number;
  /** Everything is carried over, and what changes still will be. */
  readonly isDone: boolean;
}

export function readForce(state: ReadView): Force | undefined {
  return getJson<Force>(state, 'force', EMPTY);
}

export function forceOrFirst(state: ReadView): Force {
  return readForce(state) ?? { set: 0, hash: '', firstHeights: [1], emptying: [] };
}

/** Nothing is about to change any more. */
export function rested({ set, hash, firstHeights, emptying }: Force): Force {
  return { set, hash, firstHeights, emptying };
}

export function writeForce(state: WriteBatch, force: Force): void {
  putJson(state, 'force', EMPTY, force);
}

/** What is in force, in running order. */
export function modulesInForce(state: ReadView): readonly ModuleInForce[] {
  const modules = getJson<readonly ModuleInForce[]>(state, 'modules', EMPTY);
  invariant(modules !== undefined, 'genesis wrote the modules down');
  return modules;
}

/** A set that was in force, or is; undefined: there was none of this number, or it is genesis' and nothing was changed since. */
export function readModuleSet(state: ReadView, number: number): readonly ModuleInForce[] | undefined {
  const bytes = state.get('moduleSets', u32Bytes(number));
  return bytes === undefined ? undefined : (parseCanonicalJson(bytes) as unknown as readonly ModuleInForce[]);
}

/** Puts modules in force from the block after this height on. */
export function enterModules(state: WriteBatch, force: Force, modules: readonly ModuleInForce[], height: number): Force {
  if (force.set === 0) putJson(state, 'moduleSets', u32Bytes(0), modulesInForce(state));
  const set = force.set + 1;
  putJson(state, 'moduleSets', u32Bytes(set), modules);
  putJson(state, 'modules', EMPTY, modules);
  return { set, hash: toHex(hash(state.get('modules', EMPTY)!)), firstHeights: [...force.firstHeights, height + 1], emptying: force.emptying };
}

export function readMigrating(state: ReadView): Migrating | undefined {
  return getJson<Migrating>(state, 'migration', EMPTY);
}

export function writeMigrating(state: WriteBatch, migrating: Migrating | undefined): void {
  if (migrating === undefined) state.delete('migration', EMPTY);
  else putJson(state, 'migration', EMPTY, migrating);
}
