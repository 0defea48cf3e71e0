import type { Json, JsonObject } from '@bystack/chain-core/module';

export type Namespaces = ReadonlyMap<string, string>;

/** Prefixes that GS1's own context defines. */
const STANDARD: readonly (readonly [string, string])[] = [
  ['epcis', 'https://ref.gs1.org/epcis/'],
  ['cbv', 'https://ref.gs1.org/cbv/'],
  ['cbvmda', 'urn:epcglobal:cbv:mda:'],
  ['gs1', 'https://gs1.org/voc/'],
  ['rdfs', 'http://www.w3.org/2000/01/rdf-schema#'],
  ['owl', 'http://www.w3.org/2002/07/owl#'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema#'],
  ['dcterms', 'http://purl.org/dc/terms/'],
];

function addObject(found: Map<string, string>, context: Json): void {
  if (context === null || typeof context !== 'object') return;
  for (const prefix of Object.keys(context)) {
    const namespace = (context as JsonObject)[prefix];
    if (typeof namespace === 'string') found.set(prefix, namespace);
  }
}

/** `@xmlns:PREFIX` may stand anywhere in an event (it comes from XML). */
function addDeclared(found: Map<string, string>, value: Json): void {
  if (value === null || typeof value !== 'object') return;
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, Json>)[key]!;
    if (key.startsWith('@xmlns:') && typeof inner === 'string') found.set(key.slice(7), inner);
    else addDeclared(found, inner);
  }
}

/** What the prefixes of an event's own fields stand for, by its `@context`. Nothing is fetched: a context that is a URL adds nothing. */
export function namespacesOf(event: JsonObject): Namespaces {
  const found = new Map<string, string>(STANDARD);
  const context = event['@context'] ?? null;
  for (const entry of Array.isArray(context) ? (context as readonly Json[]) : [context]) addObject(found, entry);
  addDeclared(found, event);
  return found;
}
