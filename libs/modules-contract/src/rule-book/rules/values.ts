import { refuse, type Json, type JsonObject } from '@bystack/chain-core/module';
import type { CelInput } from '@bufbuild/cel';
import { decimalText } from '../functions/decimal';

/**
 * JSON as rules see it: whole numbers are exact integers, other numbers are texts such as "26.5" (decimal.compare understands both), so
 * that no rule ever computes with floats.
 */
export function toRuleValue(value: Json): CelInput {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : decimalText(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return listOf(value as readonly Json[]);
  const entries = new Map<string, CelInput>();
  for (const key of Object.keys(value)) entries.set(key, toRuleValue((value as JsonObject)[key]!));
  return entries;
}

function listOf(list: readonly Json[]): CelInput {
  const entries: CelInput[] = [];
  for (const entry of list) entries.push(toRuleValue(entry));
  return entries;
}

/** What a rule computed, as JSON. Refuses RULE_RESULT for what JSON cannot hold exactly. */
export function fromRuleValue(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint' && value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  if (typeof value === 'object' && Symbol.iterator in value && !('get' in value && 'keys' in value)) return [...(value as Iterable<unknown>)].map(fromRuleValue);
  return refuse('RULE_RESULT', { reason: 'a rule must give a text, a whole number, true, false, null or a list of these' });
}
