import { isObject, type ChangeView, type Json, type JsonObject } from '@bystack/api';

/** Where packages and forms keep what people read. */
const WORDS = new Set(['title', 'summary', 'words', 'help', 'description', 'industry']);
/** What is for the chain, or for whoever fills a form in: nothing in it is ours to complete. */
const NOT_WORDS = new Set(['data', 'args', 'schemas', 'payload', 'value', 'default', 'const', 'enum', 'examples']);

/** Of a package's JSON: no chain takes one of half of this, so it is refused as it is, before work is put into it. */
const PACKAGE_TEXT_MAX = 512 * 1024;

/**
 * A package of rules whose author writes one language, as chains take it: they want both, and what one lacks is said in the other. The chain keeps it so; what differs between versions of a node's software
 * is decided here and not there.
 */
export function inBothLanguages<B extends Json>(book: B): B {
  return JSON.stringify(book).length > PACKAGE_TEXT_MAX ? book : (completed(book, '') as B);
}

/** The same of packages among parameters. */
export function parametersInBothLanguages(params: JsonObject): JsonObject {
  return isObject(params.package) ? { ...params, package: inBothLanguages(params.package) } : params;
}

/** And of those that a change of rules brings. */
export function changeInBothLanguages(change: ChangeView): ChangeView {
  const { kind, content, by } = change as JsonObject;
  if (kind === 'publish-package' && isObject(content)) return { ...change, content: inBothLanguages(content) };
  if (kind === 'swap-module' && isObject(by) && isObject(by.parameters)) return { ...change, by: { ...by, parameters: parametersInBothLanguages(by.parameters) } };
  return change;
}

function completed(value: Json, name: string): Json {
  if (Array.isArray(value)) return value.map((item: Json) => completed(item, ''));
  if (!isObject(value)) return value;
  if (WORDS.has(name) && isOneLanguage(value)) return { en: value.zh!, zh: value.en!, ...value };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, NOT_WORDS.has(key) ? part : completed(part, name === 'choices' ? 'title' : key)]));
}

function isOneLanguage(value: JsonObject): boolean {
  const [[language, words] = [], ...others] = Object.entries(value);
  return others.length === 0 && (language === 'en' || language === 'zh') && typeof words === 'string' && words !== '';
}
