import { objectOf, type JsonObject, type Words } from '@bystack/api';
import { itemsIn, propertiesOf, wordsOf } from './schema';

/** How a form calls the field at a JSON pointer, with those it stands in: “Lots 2 · Quantity”. Undefined: it draws no such field. */
export function labelAt(schema: JsonObject, pointer: string, words: (words: Words | undefined, without: string) => string): string | undefined {
  const steps = pointer.split('/').slice(1);
  if (steps.length === 0) return undefined;
  const labels: string[] = [];
  let at = schema;
  for (const step of steps) {
    const property = propertiesOf(at).find(([name]) => name === step)?.[1];
    if (property !== undefined) labels.push(words(wordsOf(property, 'title'), step));
    else if (/^\d+$/.test(step) && labels.length > 0 && at.type === 'array') labels.push(`${labels.pop()} ${Number(step) + 1}`);
    else return undefined;
    at = property ?? objectOf(itemsIn(at));
  }
  return labels.join(' · ');
}
