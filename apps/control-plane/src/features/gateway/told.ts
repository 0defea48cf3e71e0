import type { Json } from '@bystack/api';
import { canonicalJson } from '@bystack/chain-core/codec/json';
import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { fail } from '../../platform/errors';

/** What a node told is not what was asked for: a host that was taken over may answer anything. It is worth no more than no answer. */
export function badAnswer(): never {
  return fail('NODE_UNREACHABLE', { facts: { reason: 'BAD_ANSWER' } });
}

/** The bytes that a chain knows of what a node told. Undefined: what has no canonical form is not from a chain. */
export function canonicalOf(told: Json): Bytes | undefined {
  try {
    return canonicalJson(told);
  } catch {
    return undefined;
  }
}
