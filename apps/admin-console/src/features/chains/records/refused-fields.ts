import type { JsonObject, SubmissionView, TemplateForm } from '@bystack/api';
import { atField, type FieldNamed, refusalWords } from '../../../platform/problem';
import type { Language } from '../../../platform/texts';
import { labelAt } from '../../../parts/schema-form/label-at';
import { formPointer } from '../../../parts/schema-form/payload';

/** Sentences by JSON pointer. */
export type ByPointer = Readonly<Record<string, string>>;

/** A rule that was broken on the chain names its place by the fact `path`: a pointer inside the payload's `data`. */
export function refusedAt(outcome: SubmissionView['outcome'], language: Language): ByPointer {
  if (outcome?.kind !== 'refused') return {};
  const pointer = pointerOf(outcome);
  return pointer === undefined ? {} : { [pointer]: atField(outcome.facts, refusalWords(outcome, language), language) };
}

/** Where that is in the payload. */
export function pointerOf({ facts: { path } }: { readonly facts: JsonObject }): string | undefined {
  return typeof path === 'string' ? `/data${path}` : undefined;
}

/** How the form calls what stands at a pointer of the payload that it filled. */
export function namedIn(form: TemplateForm, words: Parameters<typeof labelAt>[2]): FieldNamed {
  return (pointer) => labelAt(form.schema, fieldAt(form, pointer) ?? '', words);
}

function fieldAt({ payload }: TemplateForm, pointer: string): string | undefined {
  const inside = pointer.replace(/^\/payload(?=\/|$)/, '');
  // Only a rule book has `data` in its payloads.
  return formPointer(payload, inside) ?? formPointer(payload, inside.replace(/^\/data(?=\/|$)/, ''));
}

/** What was refused in a payload, at the fields of the form that filled it. */
export function refusedFields(form: TemplateForm, refused: ByPointer): ByPointer {
  const found: Record<string, string> = {};
  for (const [pointer, sentence] of Object.entries(refused)) {
    const field = fieldAt(form, pointer);
    if (field !== undefined) found[field] = sentence;
  }
  return found;
}
