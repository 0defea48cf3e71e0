import type { SubmissionView, TemplateForm } from '@bystack/api';
import { atField, refusalWords } from '../../../platform/problem';
import type { Language } from '../../../platform/texts';
import { formPointer } from '../../../parts/schema-form/payload';

/** Sentences by JSON pointer. */
export type ByPointer = Readonly<Record<string, string>>;

/** A rule that was broken on the chain names its place by the fact `path`: a pointer inside the payload's `data`. */
export function refusedAt(outcome: SubmissionView['outcome'], language: Language): ByPointer {
  if (outcome?.kind !== 'refused' || typeof outcome.facts.path !== 'string') return {};
  return { [`/data${outcome.facts.path}`]: atField(outcome.facts, refusalWords(outcome, language), language) };
}

/** What was refused in a payload, at the fields of the form that filled it. */
export function refusedFields(form: TemplateForm, refused: ByPointer): ByPointer {
  const found: Record<string, string> = {};
  for (const [pointer, sentence] of Object.entries(refused)) {
    const field = formPointer(form.payload, pointer.replace(/^\/payload(?=\/|$)/, ''));
    if (field !== undefined) found[field] = sentence;
  }
  return found;
}
