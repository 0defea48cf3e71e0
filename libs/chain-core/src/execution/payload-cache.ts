import { parseCanonicalJson } from '../codec/json';
import type { ActiveModule } from '../module/active-module';
import type { Json, JsonObject } from '../primitives/json';
import { refuse } from '../primitives/refusal';
import type { Call } from '../protocol/transaction';

/**
 * A call's payload is parsed and checked against its schema once; admission, proposer and voter then see the same object, so a module may
 * keep what it worked out about it. Frozen, because a change by one of them would be one that other machines do not see.
 */
export class PayloadCache {
  private readonly payloads = new WeakMap<Call, { readonly module: ActiveModule; readonly payload: Json }>();

  /** @throws Refusal MALFORMED_JSON, PAYLOAD_INVALID {path, rule, reason}. */
  payloadOf(call: Call, module: ActiveModule): Json {
    const kept = this.payloads.get(call);
    if (kept?.module === module) return kept.payload;
    const payload = parseCanonicalJson(call.payload);
    const fault = module.payloadFault(call.command, payload);
    if (fault) refuse('PAYLOAD_INVALID', { path: fault.path, rule: fault.rule, reason: fault.message });
    deepFreeze(payload);
    this.payloads.set(call, { module, payload });
    return payload;
  }
}

/** No deeper than the parser allowed. */
function deepFreeze(value: Json): void {
  if (value === null || typeof value !== 'object') return;
  Object.freeze(value);
  if (Array.isArray(value)) for (let i = 0; i < value.length; i += 1) deepFreeze(value[i] as Json);
  else for (const key in value) deepFreeze((value as JsonObject)[key]!);
}
