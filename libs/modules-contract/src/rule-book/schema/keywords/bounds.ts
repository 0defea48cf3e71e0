import type { Json } from '@bystack/chain-core/module';
import { invalid, isObject, type Keyword, type Place } from './place';

/** Characters, not UTF-16 units: both halves of a surrogate pair are one. */
function lengthOf(text: string): number {
  let length = text.length;
  for (let at = 1; at < text.length; at += 1) if (isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1))) length -= 1;
  return length;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** A keyword that sets a bound on a size of the data; data that has no such size is none of its business. @param words with N for the bound */
export function bound(
  size: (data: Json) => number | undefined,
  ok: (size: number, limit: number) => boolean,
  words: string,
  limitOf: (value: Json, place: Place) => number,
): Keyword {
  return (value, place) => {
    const limit = limitOf(value, place);
    const reason = words.replace('N', String(limit));
    return (data, run) => {
      const actual = size(data);
      return actual === undefined || ok(actual, limit) || run.fail(reason);
    };
  };
}

export const atLeast = (size: number, limit: number): boolean => size >= limit;
export const atMost = (size: number, limit: number): boolean => size <= limit;
export const ofText = (data: Json): number | undefined => (typeof data === 'string' ? lengthOf(data) : undefined);
export const ofList = (data: Json): number | undefined => (Array.isArray(data) ? data.length : undefined);
export const ofObject = (data: Json): number | undefined => (isObject(data) ? Object.keys(data).length : undefined);
export const ofNumber = (data: Json): number | undefined => (typeof data === 'number' ? data : undefined);
export const number = (value: Json, place: Place): number => (typeof value === 'number' ? value : invalid(place, 'must be a number'));
