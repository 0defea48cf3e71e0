import type { Json, JsonObject } from '../primitives/json';
import { invariant } from '../primitives/refusal';
import { JSON_LIMITS } from './limits';
import { malformedJson } from './malformed';
import { isWellFormed } from './utf8-text';

/**
 * RFC 8785 text of a value. Refuses (MALFORMED_JSON) what parseCanonicalJson would refuse: integers outside ±(2^53-1), lone surrogates,
 * the key `__proto__`, nesting beyond the limit. Anything that is no JSON value at all (undefined, bigint, a class) is a bug.
 */
export function canonicalText(value: Json, depthMax = JSON_LIMITS.depthMax): string {
  return write(value, depthMax, '', NATIVE_TRIES);
}

/** At so many levels, from the outermost on, it is tried whether the machine's own JSON.stringify will do: what was canonical once, mostly is. */
const NATIVE_TRIES = 2;

function write(value: Json, depthLeft: number, path: string, tries: number): string {
  if (tries > 0 && isInOrder(value, depthLeft)) return JSON.stringify(value);
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value, path);
  if (typeof value === 'number') return numberText(value, path);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  invariant(typeof value === 'object', `not a JSON value: ${typeof value} at ${path}`);
  if (depthLeft === 0) malformedJson('nested too deeply', { path });
  return Array.isArray(value) ? writeArray(value, depthLeft - 1, path, tries - 1) : writeObject(value as JsonObject, depthLeft - 1, path, tries - 1);
}

/** Whether keys ascend everywhere and everything else is allowed: then JSON.stringify gives the canonical text. Says no to whatever `write` refuses. */
function isInOrder(value: Json, depthLeft: number): boolean {
  switch (typeof value) {
    case 'string':
      return isWellFormed(value);
    case 'number':
      return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    case 'boolean':
      return true;
    case 'object':
      return value === null || (depthLeft > 0 && (Array.isArray(value) ? areInOrder(value, depthLeft - 1) : isObjectInOrder(value as JsonObject, depthLeft - 1)));
    default:
      return false;
  }
}

function areInOrder(items: readonly Json[], depthLeft: number): boolean {
  for (let i = 0; i < items.length; i += 1) if (!isInOrder(items[i]!, depthLeft)) return false;
  return true;
}

function isObjectInOrder(object: JsonObject, depthLeft: number): boolean {
  if (Object.getPrototypeOf(object) !== Object.prototype) return false;
  let before = '';
  let isFirst = true;
  for (const key of Object.keys(object)) {
    if ((key <= before && !isFirst) || key === '__proto__' || !isWellFormed(key) || !isInOrder(object[key]!, depthLeft)) return false;
    before = key;
    isFirst = false;
  }
  return true;
}

function writeArray(items: readonly Json[], depthLeft: number, path: string, tries: number): string {
  let text = '[';
  for (let i = 0; i < items.length; i += 1) text += (i === 0 ? '' : ',') + write(items[i]!, depthLeft, `${path}/${i}`, tries);
  return `${text}]`;
}

function writeObject(object: JsonObject, depthLeft: number, path: string, tries: number): string {
  // The default order of sort() is by UTF-16 code units, which is what RFC 8785 asks for.
  const keys = Object.keys(object).sort();
  let text = '{';
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i]!;
    checkKey(key, path);
    text += `${i === 0 ? '' : ','}${quote(key, path)}:${write(object[key]!, depthLeft, `${path}/${key}`, tries)}`;
  }
  return `${text}}`;
}

/** `__proto__` means no harm in JSON, but a copy written as `target[key] = value` would change the prototype: it is kept out. */
export function checkKey(key: string, path: string): void {
  if (key === '__proto__') malformedJson('the key __proto__ is not allowed', { path });
}

function quote(text: string, path: string): string {
  if (!isWellFormed(text)) malformedJson('text holds half of a surrogate pair', { path });
  return JSON.stringify(text);
}

function numberText(value: number, path: string): string {
  checkNumber(value, { path });
  // Negative zero prints as 0, other numbers in ECMAScript's shortest form: both as RFC 8785 says.
  return String(value);
}

export function checkNumber(value: number, where: { at?: number; path?: string }): void {
  if (!Number.isFinite(value)) malformedJson('number is too large', where);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) malformedJson('integer is beyond 2^53-1: write it as a string', where);
}
