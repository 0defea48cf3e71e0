import type { Json } from '@bystack/chain-core/module';
import { LIMITS } from '../../limits';
import type { Check } from '../run';
import { allOf, anyOf, ifKeyword, not, oneOf } from './alternatives';
import { atLeast, atMost, bound, number, ofList, ofNumber, ofObject, ofText } from './bounds';
import { additionalItems, items, tuple, uniqueItems } from './of-lists';
import { additionalProperties, dependentRequired, patternProperties, properties, propertyNames, required } from './of-objects';
import { format, multipleOf, pattern } from './of-scalars';
import { oneOfValues, typeKeyword } from './of-values';
import { count, invalid, type Keyword, type Place } from './place';

/** Everything this validator understands, of JSON Schema 2020-12 and draft-07. */
export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ['$ref', reference],
  ['type', typeKeyword],
  ['const', (value) => oneOfValues([value])],
  ['enum', (value, place) => oneOfValues(Array.isArray(value) ? (value as readonly Json[]) : invalid(place, 'must be a list'))],
  ['required', required],
  ['properties', properties],
  ['patternProperties', patternProperties],
  ['additionalProperties', additionalProperties],
  ['propertyNames', propertyNames],
  ['minProperties', bound(ofObject, atLeast, 'must have at least N properties', count)],
  ['maxProperties', bound(ofObject, atMost, 'must have at most N properties', count)],
  ['dependentRequired', dependentRequired],
  ['prefixItems', tuple],
  ['items', items],
  ['additionalItems', additionalItems],
  ['minItems', bound(ofList, atLeast, 'must have at least N entries', count)],
  ['maxItems', bound(ofList, atMost, 'must have at most N entries', count)],
  ['uniqueItems', uniqueItems],
  ['minLength', bound(ofText, atLeast, 'must have at least N characters', count)],
  ['maxLength', bound(ofText, atMost, 'must have at most N characters', count)],
  ['pattern', pattern],
  ['format', format],
  ['minimum', bound(ofNumber, atLeast, 'must be N or more', number)],
  ['maximum', bound(ofNumber, atMost, 'must be N or less', number)],
  ['exclusiveMinimum', bound(ofNumber, (size, limit) => size > limit, 'must be more than N', number)],
  ['exclusiveMaximum', bound(ofNumber, (size, limit) => size < limit, 'must be less than N', number)],
  ['multipleOf', multipleOf],
  ['allOf', allOf],
  ['anyOf', anyOf],
  ['oneOf', oneOf],
  ['not', not],
  ['if', ifKeyword],
  ['then', () => undefined],
  ['else', () => undefined],
]);

function reference(value: Json, place: Place): Check {
  if (typeof value !== 'string' || value.length > LIMITS.patternBytesMax) return invalid(place, 'must be a reference');
  return place.reference(value);
}
