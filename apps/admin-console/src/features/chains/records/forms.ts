import type { JsonObject, ModuleCard, Template, TemplateForm, TemplateLookup } from '@bystack/api';

const everyField = (schema: JsonObject): JsonObject => Object.fromEntries(Object.keys((schema.properties ?? {}) as JsonObject).map((name) => [name, `{{${name}}}`]));

/** Forms to fill in: the template's; on a chain whose template brings none, one for each command of its modules. */
export function formsOf(template: Template | undefined, cards: readonly ModuleCard[]): readonly TemplateForm[] {
  if (template !== undefined && template.forms.length > 0) return template.forms;
  return cards.flatMap((card) =>
    card.commands.map((command) => ({
      name: `${card.name}.${command.name}`,
      title: command.title,
      help: card.summary,
      module: card.name,
      command: command.name,
      schema: command.payload,
      payload: everyField(command.payload),
    })),
  );
}

/** Questions to ask, in the same way. */
export function lookupsOf(template: Template | undefined, cards: readonly ModuleCard[]): readonly TemplateLookup[] {
  if (template !== undefined && template.lookups.length > 0) return template.lookups;
  return cards.flatMap((card) =>
    card.queries.map((query) => ({ name: `${card.name}.${query.name}`, title: query.title, module: card.name, query: query.name, schema: query.args, args: everyField(query.args) })),
  );
}
