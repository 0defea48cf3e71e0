import type { Json } from '@bystack/api';
import type { Fact } from '../../../parts/facts';

/** A value by its parts: `name`, `roles`, `address.city`. @param whole the name of what has no parts */
export function factsOf(value: Json, whole = ''): readonly Fact[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[whole || '·', <span key="value" className="figure">{lineOf(value)}</span>]];
  return Object.entries(value).flatMap(([name, part]): readonly Fact[] => {
    const isGroup = typeof part === 'object' && part !== null && !Array.isArray(part);
    return isGroup ? factsOf(part).map(([below, shown]) => [`${name}.${below}`, shown] as const) : [[name, lineOf(part as Json)]];
  });
}

function lineOf(value: Json): string {
  return Array.isArray(value) ? value.map((part) => lineOf(part)).join(', ') : typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
