/** `path\`/chains/${id}\`` escapes every part, so that no id can reach another route. */
export function path(fixed: TemplateStringsArray, ...parts: readonly (string | number)[]): string {
  return fixed.map((text, i) => (i < parts.length ? text + encodeURIComponent(parts[i]) : text)).join('');
}

/** `?a=1&b=2` of what is given; empty when nothing is. */
export function query(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
}
