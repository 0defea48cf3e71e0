import type { Json, SampleView } from '@bystack/api';
import { counted } from '../table';

/** What is longer is cut: whoever wants all of it asks with --json. */
const VALUE_LENGTH_MAX = 80;
type Parts = ReadonlyMap<string, string>;

/** Records before and after a change, by what differs; how many of those shown become nothing is said first. */
export function sampleLines(samples: readonly SampleView[]): string[] {
  const gone = samples.filter(({ after }) => after.length === 0).length;
  return [
    ...(gone === 0 ? [] : [`Mind: of ${counted(samples.length, 'entry', 'entries')} shown below nothing would stand for ${gone}.`]),
    ...samples.flatMap(sampleLine),
  ];
}

/** An entry beside what becomes of it in the store of that name; entries of other stores, such as indexes, are counted. */
function sampleLine({ store, before, after }: SampleView): string[] {
  const was = partsOf(before);
  const next = after.find((entry) => entry.store === store) ?? after[0];
  if (next === undefined) return [`  ${store}: ${[...was].map(([path, value]) => told(path, value)).join(', ')} → nothing`];
  const others = after.filter((entry) => entry !== next).map((entry) => entry.store);
  const beside = [...new Set(others)].map((name) => counted(others.filter((other) => other === name).length, `entry of ${name}`, `entries of ${name}`));
  const changed = differences(was, partsOf(next.value));
  const head = next.store === store ? store : `${store} → ${next.store}`;
  return [`  ${head}${nameOf(was)}${beside.length === 0 ? '' : ` (and ${beside.join(', ')})`}`, ...(changed.length === 0 ? ['    as before'] : changed.map((line) => `    ${line}`))];
}

/** What an entry is called, where it says so. */
function nameOf(parts: Parts): string {
  const key = parts.get('key') ?? parts.get('name');
  return key === undefined ? '' : ` “${key}”`;
}

function differences(was: Parts, now: Parts): string[] {
  const paths = [...new Set([...was.keys(), ...now.keys()])];
  return paths.flatMap((path) => {
    const [before, after] = [was.get(path), now.get(path)];
    return before === after ? [] : [`${path === '' ? '' : `${path}: `}${before ?? '(nothing)'} → ${after ?? '(nothing)'}`];
  });
}

function told(path: string, value: string): string {
  return path === '' ? value : `${path} = ${value}`;
}

/** By path: `state`, `data.lots.1.id`. */
function partsOf(value: Json): Parts {
  return new Map(partsBelow(value, ''));
}

function partsBelow(value: Json, path: string): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [[path, cut(typeof value === 'string' ? value : JSON.stringify(value))]];
  return Object.entries(value).flatMap(([name, part]) => partsBelow(part as Json, path === '' ? name : `${path}.${name}`));
}

function cut(text: string): string {
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}
