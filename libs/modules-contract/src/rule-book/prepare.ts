import { refuse, type Json } from '@bystack/chain-core/module';
import { located, type ActPayload } from './call';
import type { CompiledCommand, CompiledPackage } from './compiled-package';
import { LIMITS } from './limits';
import type { Variables } from './rules/compile-rule';
import { checkData } from './schema/check-data';
import { resolve } from './schema/compile-schema';

/** One thing a submission is about: where it stands in the data, and what was computed from it. */
export interface Item {
  readonly path: string;
  readonly variables: Variables;
}
interface Prepared {
  readonly book: CompiledPackage;
  readonly items: readonly Item[];
  /** Of the rules in its variables. */
  readonly work: number;
}

/**
 * Everything that depends on the submission alone, computed once for check and apply. The order of refusals is: COMMAND_UNKNOWN,
 * NOT_PERMITTED, DATA_TOO_LARGE, DATA_INVALID, then item by item the functions', NO_EFFECT, KEY_INVALID, the states', the guards'.
 */
const prepared = new WeakMap<object, Prepared>();

/** @param share see `shareOf` */
export function prepare(book: CompiledPackage, command: CompiledCommand, payload: ActPayload, share: number): readonly Item[] {
  const known = prepared.get(payload);
  if (known?.book === book) {
    book.rules.account(known.work);
    return known.items;
  }
  const data = payload.data ?? null;
  checkData(data);
  const problem = command.validate(data, share);
  if (problem !== undefined) refuse('DATA_INVALID', { path: problem.path, reason: problem.reason });
  const items = itemsOf(command, data).map(({ path, value }) => ({ path, variables: itemVariables(command, data, value, path) }));
  prepared.set(payload, { book, items, work: book.rules.work });
  return items;
}

function itemsOf(command: CompiledCommand, data: Json): { path: string; value: Json }[] {
  if (command.rule.items === undefined) return [{ path: '', value: data }];
  for (const pointer of command.rule.items) {
    const found = resolve(data, pointer);
    if (pointer === '') return [{ path: '', value: data }];
    if (!Array.isArray(found)) continue;
    if (found.length === 0 || found.length > LIMITS.itemsPerCallMax) refuse('ITEMS_COUNT', { path: pointer, reason: `between 1 and ${LIMITS.itemsPerCallMax} entries are captured at once`, count: found.length });
    return found.map((value: Json, index) => ({ path: `${pointer}/${index}`, value }));
  }
  return refuse('DATA_INVALID', { path: '', reason: `nothing to record was found at ${command.rule.items.join(' or ')}` });
}

function itemVariables(command: CompiledCommand, data: Json, item: Json, path: string): Variables {
  const variables: Record<string, Json> = { data, item };
  for (const { name, read } of command.variables) variables[name] = located(path, () => read(variables)) ?? null;
  return variables;
}
