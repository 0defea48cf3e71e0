import type { OpenAPIObject } from '@nestjs/swagger';
import type { Json, JsonObject, ModuleCard, Words } from '@bystack/api';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;
/** The document's types know schemas of OpenAPI 3.0 only. */
type Content = { readonly 'application/json': { readonly schema: Record<string, never> } };

export const inJson = (schema: JsonObject): Content => ({ 'application/json': { schema: schema as Record<string, never> } });
export const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

type Part = readonly [kind: 'params'] | readonly [kind: 'command' | 'event', name: string] | readonly [kind: 'query', name: string, side: 'args' | 'answer'];

/** Begins with NAME-VERSION, so it is the name of no type of libs/api. */
const nameOf = (card: ModuleCard, part: Part): string => [`${card.name}-${card.version}`, ...part].join('.');
export const refTo = (card: ModuleCard, ...part: Part): JsonObject => ref(nameOf(card, part));

/** Parameters, payloads, arguments, answers and data of events, one schema each. */
export function schemasOf(card: ModuleCard): Readonly<Record<string, JsonObject>> {
  const row = (part: Part, title: Words, schema: JsonObject) => [nameOf(card, part), { title: title.en, ...(readable(schema) as JsonObject) }] as const;
  return Object.fromEntries([
    row(['params'], card.title, card.params),
    ...card.commands.map(({ name, title, payload }) => row(['command', name], title, payload)),
    ...card.queries.flatMap(({ name, title, args, result }) => [row(['query', name, 'args'], title, args), row(['query', name, 'answer'], title, result ?? NOT_DESCRIBED)]),
    ...card.events.map(({ name, title, data }) => row(['event', name], title, data)),
  ]);
}
const NOT_DESCRIBED: JsonObject = { description: 'JSON that the module does not describe.' };

/** Titles, units and help stand where readers of OpenAPI look for them, too. */
function readable(schema: Json): Json {
  if (Array.isArray(schema)) return (schema as readonly Json[]).map(readable);
  if (typeof schema !== 'object' || schema === null) return schema;
  const words = wordsIn(schema as JsonObject);
  return { ...(words === '' ? {} : { description: words }), ...Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, readable(value as Json)])) };
}

function wordsIn(schema: JsonObject): string {
  const [title, help] = ['x-title', 'x-description'].map((key) => (schema[key] as unknown as Words | undefined)?.en ?? '');
  const unit = typeof schema['x-unit'] === 'string' ? ` (${schema['x-unit']})` : '';
  return [`${title}${unit}`.trim(), help].filter(Boolean).join('. ');
}
