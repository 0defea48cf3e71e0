import type { Json, JsonObject, SlotChoice } from '@bystack/api';

/** What is longer is named, not read out. */
const VALUE_LENGTH_MAX = 200;

/** `rule-book 2.0.0`, and which rules it goes by: they are what a chain changes of a rule book, so they count as part of what fills a slot. */
export function moduleId({ module, version, params }: SlotChoice): string {
  const rules = rulesIn(params.package);
  return `${module} ${version}${rules === undefined ? '' : `, rules ${rules}`}`;
}

/** Parameters in force, a line for each, by the names that `set-parameters` takes: `perMember.perMinute = 60`. Rules are told by their name, with the module. */
export function parameterLines(params: JsonObject): readonly string[] {
  return Object.entries(params).flatMap(([name, value]) => (name === 'package' && rulesIn(value) !== undefined ? [] : linesBelow(value as Json, name)));
}

function linesBelow(value: Json, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} = ${lineOf(value)}`];
  return Object.entries(value).flatMap(([name, part]) => linesBelow(part as Json, `${path}.${name}`));
}

function lineOf(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}

/** NAME@VERSION; undefined: it is no package. */
export function rulesIn(value: Json | undefined): string | undefined {
  const { name, version } = (value ?? {}) as JsonObject;
  return typeof name === 'string' && typeof version === 'string' ? `${name}@${version}` : undefined;
}
