import type { Json, JsonObject } from '@bystack/api';

const PLACE = /^\{\{([\w.-]+)\}\}$/;
const fieldAt = (template: Json): string | undefined => (typeof template === 'string' ? PLACE.exec(template)?.[1] : undefined);

/** A payload from its template: `"{{field}}"` takes the field's value; what took an empty field, or holds nothing else, is left out. */
export function fillPayload(template: Json, values: JsonObject): Json | undefined {
  const field = fieldAt(template);
  if (field !== undefined) return values[field] === '' ? undefined : values[field];
  if (Array.isArray(template)) return template.map((item) => fillPayload(item as Json, values)).filter((item) => item !== undefined) as Json[];
  if (typeof template !== 'object' || template === null) return template;
  const filled = Object.entries(template).map(([name, item]) => [name, fillPayload(item as Json, values)] as const);
  const kept = filled.filter(([, item]) => item !== undefined);
  return kept.length === 0 && filled.length > 0 ? undefined : (Object.fromEntries(kept) as JsonObject);
}

/** Where in the form a problem at `pointer` of the payload belongs: the field whose place is on the way there. @returns its JSON pointer in the form */
export function formPointer(template: Json, pointer: string): string | undefined {
  const [, step, ...rest] = pointer.split('/');
  const field = fieldAt(template);
  if (field !== undefined) return [`/${field}`, ...(step === undefined ? [] : [step]), ...rest].join('/');
  if (step === undefined || typeof template !== 'object' || template === null) return undefined;
  const inside = (template as Record<string, Json>)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  return inside === undefined ? undefined : formPointer(inside, ['', ...rest].join('/'));
}
