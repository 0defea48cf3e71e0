import { invariant } from '../primitives/refusal';
import { LIMITS } from '../protocol/limits';
import type { AnyModule } from './active-module';
import { isModuleName, isUpperSnake, isVersion, isWord } from './names';

/** A definition is written by us, so a mistake in it is a bug: it stops the program at start, with what is wrong. */
export function checkDefinition(definition: AnyModule): void {
  const { name, version, slot, stores = {}, commands = {}, queries = {}, events = {}, errors = {}, methods = {}, locks = {} } = definition;
  invariant(isModuleName(name) && name.length <= LIMITS.nameBytesMax && name !== 'kernel', `module name ${name}`);
  invariant(isVersion(version), `version ${version} of module ${name} is x.y.z`);
  for (const word of [commands, queries, events, methods, locks].flatMap(Object.keys))
    invariant(isWord(word) && word.length <= LIMITS.nameBytesMax, `${name}: name ${word} is a word`);
  for (const code of Object.keys(errors)) invariant(isRefusalCode(code), `${name}: error code ${code} is UPPER_SNAKE`);
  const numbers = Object.values(stores).map((store) => store.number);
  invariant(new Set(numbers).size === numbers.length, `${name}: each store has its own number`);
  for (const number of numbers) invariant(Number.isInteger(number) && number >= 1 && number <= 255, `${name}: store numbers are 1 to 255`);
  invariant(definition.notAtFounding === undefined || Object.hasOwn(errors, definition.notAtFounding), `${name}: notAtFounding is one of its errors`);
  invariant(definition.locks === undefined || definition.needsAssets === true, `${name}: a module with locks needs assets`);
  for (const [lock, { owned, open }] of Object.entries(locks)) invariant(!owned || open === undefined, `${name}: what is locked by ${lock} has owners, so it is not open`);
  for (const { takesOver = {} } of Object.values(definition.migrateFrom ?? {}))
    for (const lock of Object.values(takesOver)) invariant(locks[lock]?.owned === false, `${name}: what it takes over has no owner, so neither has its lock ${lock}`);
  invariant(definition.policy === undefined || slot === 'transactions', `${name}: only the transactions slot decides who may write`);
}

export function isRefusalCode(code: string): boolean {
  return code.length <= LIMITS.refusalCodeBytesMax && isUpperSnake(code);
}
