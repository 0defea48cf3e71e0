import { isObject, objectOf, type Json, type JsonObject, type Words } from '@bystack/api';
import { durationWords, grouped } from '@bystack/chain-core/module';

/** What is longer is named as a document, not read out: each part, and all of them. In bytes of their JSON. */
const PART_BYTES_MAX = 200;
const WHOLE_BYTES_MAX = 4_000;
type Language = keyof Words;
/** What has a name and a part of its digits: `“Points” (de9db8ba…839e)`. Anybody may choose any name, so the digits stay beside it. @param more what stands before them, as a symbol */
export function namedWords(name: string, digits: string, more = ''): Words {
  const short = `${digits.slice(0, 8)}…${digits.slice(-4)}`;
  const [en, zh] = more === '' ? [short, short] : [`${more}, ${short}`, `${more}，${short}`];
  return { en: `“${name}” (${en})`, zh: `“${name}”（${zh}）` };
}

export interface Names {
  /** What people call what stands there as hexadecimal digits, where somebody knows. */
  called?(digits: string): Words | undefined;
}
interface Telling {
  readonly language: Language;
  readonly names: Names;
}
/** Titles of parts may have commas in them. */
const PARTED: Words = { en: '; ', zh: '；' };
const NONE: Words = { en: 'none', zh: '无' };

/**
 * JSON as a line that can be read: `Each member · At most at once = 5; tags = (a, b); package = a document of 12 kB`; undefined: there is nothing in it.
 * @param schema whose titles stand for names, and in whose order parts are told; what it does not know has its name
 */
export function partsWords(parts: JsonObject, schema: JsonObject = {}, names: Names = {}): Words | undefined {
  const told = toldParts(parts, schema, names);
  if (told.length === 0) return undefined;
  const words = inBoth((language) => told.map(({ name, value }) => `${name[language]} = ${value[language]}`).join(PARTED[language]));
  return Buffer.byteLength(words.en) > WHOLE_BYTES_MAX ? documentWords(bytesOf(parts)) : words;
}

export interface Told {
  readonly name: Words;
  readonly value: Words;
}

/** Groups are told part by part. Goes as deep as the schema does, which is a module's own. */
export function toldParts(parts: JsonObject, schema: JsonObject, names: Names = {}): readonly Told[] {
  return ordered(parts, schema).flatMap(([name, part]) => {
    const property = propertyOf(schema, name);
    const title = titleOf(property, name);
    if (!isObject(part) || property.properties === undefined || Object.keys(part).length === 0) return [{ name: title, value: partWords(part, property, names) }];
    return toldParts(part, property, names).map(({ name: below, value }) => ({ name: inBoth((language) => `${title[language]} · ${below[language]}`), value }));
  });
}

function ordered(parts: JsonObject, schema: JsonObject): readonly (readonly [string, Json])[] {
  const known = Object.keys(objectOf(schema.properties)).filter((name) => Object.hasOwn(parts, name));
  return [...known, ...Object.keys(parts).filter((name) => !known.includes(name))].map((name) => [name, parts[name] as Json]);
}

function partWords(part: Json, schema: JsonObject, names: Names): Words {
  const bytes = bytesOf(part);
  return bytes > PART_BYTES_MAX ? documentWords(bytes) : inBoth((language) => lineOf(part, schema, { language, names }));
}

export function documentWords(bytes: number): Words {
  const [size, unit] = bytes < 1000 ? [bytes, bytes === 1 ? 'byte' : 'bytes'] : [Math.ceil(bytes / 1000), 'kB'];
  return { en: `a document of ${size} ${unit}`, zh: `一份 ${size} ${bytes < 1000 ? '字节' : unit} 的文档` };
}

function bytesOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function lineOf(value: Json, schema: JsonObject, of: Telling): string {
  if (Array.isArray(value)) return listOf(value as readonly Json[], objectOf(schema.items), of);
  if (!isObject(value)) return scalarOf(value, schema, of);
  const parts = ordered(value, schema).map(([name, part]) => {
    const property = propertyOf(schema, name);
    return `${titleOf(property, name)[of.language]} = ${lineOf(part, property, of)}`;
  });
  return `(${parts.join(', ')})`;
}

/** Groups have parentheses of their own. */
function listOf(items: readonly Json[], schema: JsonObject, of: Telling): string {
  if (items.length === 0) return NONE[of.language];
  const told = items.map((item) => lineOf(item, schema, of)).join(', ');
  return items.every(isObject) ? told : `(${told})`;
}

function scalarOf(value: Json, schema: JsonObject, { language, names }: Telling): string {
  const named = (wordsIn(objectOf(schema['x-enum-titles'])[String(value)]) ?? (typeof value === 'string' ? names.called?.(value) : undefined))?.[language];
  const unit = schema['x-unit'];
  if (named !== undefined || typeof unit !== 'string') return named ?? numberOr(value);
  return unit === 'ms' && typeof value === 'number' ? durationWords(value)[language].trim() : `${numberOr(value)} ${unit}`;
}

function numberOr(value: Json): string {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? grouped(BigInt(value as number)) : String(value);
}

function propertyOf(schema: JsonObject, name: string): JsonObject {
  const properties = objectOf(schema.properties);
  return Object.hasOwn(properties, name) ? objectOf(properties[name]) : {};
}

function titleOf(schema: JsonObject, name: string): Words {
  return wordsIn(schema['x-title']) ?? { en: name, zh: name };
}

export function wordsIn(value: Json | undefined): Words | undefined {
  const { en, zh } = objectOf(value);
  return typeof en === 'string' && typeof zh === 'string' ? { en, zh } : undefined;
}

function inBoth(tell: (language: Language) => string): Words {
  return { en: tell('en'), zh: tell('zh') };
}
