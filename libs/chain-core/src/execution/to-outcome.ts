import { canonicalText } from '../codec/json';
import { isWellFormed } from '../codec/utf8-text';
import { isRefusalCode } from '../module/check-definition';
import { invariant, type Refusal, type RefusalFacts } from '../primitives/refusal';
import { LIMITS } from '../protocol/limits';
import type { Outcome } from '../protocol/result';

const TEXT_UNITS_MAX = 200;
/** Sentences of the schema compiler, which another version of it may word differently: they help a client, but are no part of a record. */
const LEFT_OUT: Readonly<Record<string, string>> = { PAYLOAD_INVALID: 'reason' };

/** A refusal as it goes into a receipt. Facts that are no plain data are left out and long ones are cut, alike on every machine. */
export function toOutcome(call: number, refusal: Refusal): Outcome {
  invariant(isRefusalCode(refusal.code), `refusal code ${refusal.code}`);
  const facts: Record<string, string | number | boolean> = {};
  for (const key of Object.keys(refusal.facts).sort()) {
    const fact = plain(refusal.facts[key]);
    if (fact === undefined || !isWellFormed(key) || key === '__proto__' || key === LEFT_OUT[refusal.code]) continue;
    facts[key] = fact;
    if (tooLarge(facts)) delete facts[key];
  }
  return { kind: 'refused', call, code: refusal.code, facts };
}

function plain(fact: unknown): string | number | boolean | undefined {
  if (typeof fact === 'boolean') return fact;
  if (typeof fact === 'number') return Number.isSafeInteger(fact) ? fact : String(fact);
  if (typeof fact !== 'string') return undefined;
  const cut = fact.slice(0, TEXT_UNITS_MAX);
  // The cut may have parted a surrogate pair.
  return isWellFormed(cut) ? cut : isWellFormed(cut.slice(0, -1)) ? cut.slice(0, -1) : undefined;
}

function tooLarge(facts: RefusalFacts): boolean {
  return Buffer.byteLength(canonicalText(facts)) > LIMITS.refusalFactsBytesMax;
}
