import { isObject, objectOf, type Json, type ModuleCard } from '@bystack/api';
import { parseCanonicalJson } from '@bystack/chain-core/codec/json';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { ProblemError, tellingAlso } from '../../platform/errors';

/** What EPCIS puts into an event that is repeated in order to declare it in error. */
const DECLARES = 'errorDeclaration';

/** A correction repeats a record as it was, and rules that came later may refuse that: then what can be done about it is said, too. */
export function toldOfCorrection(error: unknown, { body }: SealedTransaction, cards: readonly ModuleCard[]): unknown {
  if (!(error instanceof ProblemError) || !isAboutData(error, cards)) return error;
  return body.calls.some(({ payload }) => declares(parseCanonicalJson(payload))) ? tellingAlso(error, 'corrects', DECLARES, () => cards) : error;
}

/** Refused by a schema, or by a rule of the chain's own package. */
function isAboutData({ problem: { code, field } }: ProblemError, cards: readonly ModuleCard[]): boolean {
  return field?.startsWith('/payload/data') === true || cards.some(({ surface }) => Object.hasOwn(objectOf(surface?.errors), code));
}

function declares(value: Json): boolean {
  if (Array.isArray(value)) return value.some((one: Json) => declares(one));
  return isObject(value) && (Object.hasOwn(value, DECLARES) || Object.values(value).some((one) => declares(one as Json)));
}
