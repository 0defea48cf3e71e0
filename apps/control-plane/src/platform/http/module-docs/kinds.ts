import type { JsonObject, ModuleCard } from '@bystack/api';
import { refTo } from './schemas';

/** Whatever can be submitted: `payload` goes by module and command. */
export function moduleCommand(modules: readonly ModuleCard[]): JsonObject {
  const kinds = modules.flatMap((card) =>
    card.commands.map(({ name, title }) => kind(card, title.en, { module: { const: card.name }, command: { const: name }, payload: refTo(card, 'command', name) })),
  );
  return { description: 'A chain takes the commands of its own modules, in the versions that are in force (`GET …/commands`). `payload` is as module and command say.', anyOf: kinds };
}

/** Whatever a chain may tell: `data` goes by module and name. */
export function moduleEvent(modules: readonly ModuleCard[]): JsonObject {
  const kinds = modules.flatMap((card) =>
    card.events.map(({ name, title }) => kind(card, title.en, { module: { const: card.name }, name: { const: name }, data: refTo(card, 'event', name) })),
  );
  const known = [...new Set(modules.map(({ name }) => name))];
  const others = { title: 'Of a module that this installation does not know', type: 'object', properties: { module: { not: { enum: known } } } };
  return { description: '`data` is as the module and the name of the event say.', anyOf: [...kinds, others] };
}

function kind(card: ModuleCard, title: string, properties: JsonObject): JsonObject {
  return { title: `${card.name} ${card.version}: ${title}`, type: 'object', properties, required: Object.keys(properties) };
}
