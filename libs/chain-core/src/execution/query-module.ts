import { parseCanonicalJson, canonicalJson } from '../codec/json';
import { callModule } from '../module/call-module';
import { called, metered, readContext, type BlockScope } from '../module/contexts';
import { BUDGETS } from '../module/meter';
import type { Work } from '../module/work';
import type { Json } from '../primitives/json';
import { refuse } from '../primitives/refusal';
import type { KeyValueSource } from '../state/key-value-source';
import { performAtOnce } from './perform';

export interface ModuleQuery {
  readonly module: string;
  readonly query: string;
  readonly args: Json;
}

/**
 * Answers a module's query from a state. `scope` is the block the state stands after.
 * @throws Refusal UNKNOWN_MODULE, UNKNOWN_QUERY, ARGS_INVALID {path, rule, reason}, and the module's own.
 */
export function* querying(scope: BlockScope, state: KeyValueSource, { module: name, query, args }: ModuleQuery): Work<Json> {
  const module = scope.modules.find(name) ?? refuse('UNKNOWN_MODULE', { module: name });
  const queries = module.definition.queries ?? {};
  const definition = Object.hasOwn(queries, query) ? queries[query] : undefined;
  if (definition === undefined) refuse('UNKNOWN_QUERY', { module: name, query });
  // Through its canonical form, so that a query sees what a command would: no surprises of the caller's objects.
  const given = parseCanonicalJson(canonicalJson(args));
  const fault = module.argsFault(query, given);
  if (fault) refuse('ARGS_INVALID', { path: fault.path, rule: fault.rule, reason: fault.message });
  const call = called(metered(scope, BUDGETS.query), module);
  return yield* callModule({ module, span: call.span, make: () => definition.answer(readContext(call, module, state) as never, given as never) });
}

/** The same where no module has to be waited for. */
export function queryModule(...of: Parameters<typeof querying>): Json {
  return performAtOnce(querying(...of));
}
