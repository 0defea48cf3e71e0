import { objectOf, type JsonObject, type ModuleCard, type Template, type TemplateForm, type TemplateLookup } from '@bystack/api';
import { wordsOf } from '../../../parts/schema-form/schema';
import { inOrder } from './in-order';

const everyField = (schema: JsonObject): JsonObject => Object.fromEntries(Object.keys((schema.properties ?? {}) as JsonObject).map((name) => [name, `{{${name}}}`]));

/** With their fields in order. @param isWritten see inOrder: a template's fields are, a chain keeps no order of them */
const arranged = <T extends { readonly schema: JsonObject }>(all: readonly T[], isWritten: boolean): readonly T[] => all.map((one) => ({ ...one, schema: inOrder(objectOf(one.schema), isWritten) }));

/** What the chain's own parameters offer: its rule book's forms. */
function offered<T extends { readonly schema: JsonObject }>(cards: readonly ModuleCard[], what: 'forms' | 'lookups'): readonly T[] {
  const all = cards.flatMap((card) => (Array.isArray(card.surface?.[what]) ? (card.surface[what] as unknown as readonly T[]) : []));
  return arranged(all, false);
}

/**
 * Forms to fill in: those of the template the chain was made from, else the chain's own, else one for each command of its modules.
 * @param template of the chain's very version; undefined when there is only another
 */
export function formsOf(template: Template | undefined, cards: readonly ModuleCard[]): readonly TemplateForm[] {
  if (template !== undefined && template.forms.length > 0) return arranged(template.forms, true);
  const own = offered<TemplateForm>(cards, 'forms');
  if (own.length > 0) return own;
  return cards.flatMap(commandForms);
}

/** A form for each command of a module. */
export function commandForms(card: ModuleCard): readonly TemplateForm[] {
  return card.commands.map(({ name, title, payload }) => ({
    name: `${card.name}.${name}`,
    title,
    help: wordsOf(payload, 'description') ?? card.summary,
    module: card.name,
    command: name,
    schema: payload,
    payload: everyField(payload),
  }));
}

const NOTHING = { en: '', zh: '' };

/** The same where the page says above them what their module is for. */
export function formsBelow({ summary }: ModuleCard, forms: readonly TemplateForm[]): readonly TemplateForm[] {
  return forms.map((form) => (form.help === summary ? { ...form, help: NOTHING } : form));
}

/** Questions to ask, in the same order. */
export function lookupsOf(template: Template | undefined, cards: readonly ModuleCard[]): readonly TemplateLookup[] {
  if (template !== undefined && template.lookups.length > 0) return arranged(template.lookups, true);
  const own = offered<TemplateLookup>(cards, 'lookups');
  if (own.length > 0) return own;
  return cards.flatMap(queryLookups);
}

/** A question for each query of a module. */
export function queryLookups(card: ModuleCard): readonly TemplateLookup[] {
  return card.queries.map(({ name, title, args }) => ({ name: `${card.name}.${name}`, title, module: card.name, query: name, schema: args, args: everyField(args) }));
}
