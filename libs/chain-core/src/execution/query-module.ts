import { parseCanonicalJson, canonicalJson } from '../codec/json';
import { atOnce } from '../module/at-once';
import { metered, readContext, type BlockScope } from '../module/contexts';
import { BUDGETS } from '../module/meter';
import type { Json } from '../primitives/json';
import { refuse } from '../primitives/refusal';
import type { KeyValueSource } from '../state/key-value-source';

export interface ModuleQuery {
  readonly module: string;
  readonly query: string;
  readonly args: Json;
}

/**
 * Answers a module's query from a state. `scope` is the block the state stands after.
 * @throws Refusal UNKNOWN_MODULE, UNKNOWN_QUERY, ARGS_INVALID {path, rule, reason}, and the module's own.
 */
export function queryModule(scope: BlockScope, state: KeyValueSource, { module: name, query, args }: ModuleQuery): Json {
  const module = scope.modules.find(name) ?? refuse('UNKNOWN_MODULE', { module: name });
  const queries = module.definition.queries ?? {};
  const definition = Object.hasOwn(queries, query) ? queries[query] : undefined;
  if (definition === undefined) refuse('UNKNOWN_QUERY', { module: name, query });
  // Through its canonical form, so that a query sees what a command would: no surprises of the caller's objects.
  const given = parseCanonicalJson(canonicalJson(args));
  const fault = module.argsFault(query, given);
  if (fault) refuse('ARGS_INVALID', { path: fault.path, rule: fault.rule, reason: fault.message });
  return atOnce(module, definition.answer(readContext(metered(scope, BUDGETS.query), module, state) as never, given as never));
}
