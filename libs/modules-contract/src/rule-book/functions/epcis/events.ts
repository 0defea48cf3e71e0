import type { Json, JsonObject } from '@bystack/chain-core/module';
import { canonicalId } from './canonical-id';

function texts(event: JsonObject, name: string): string[] {
  const list = event[name];
  if (typeof list === 'string') return [canonicalId(list)];
  return Array.isArray(list) ? (list as readonly Json[]).filter((entry) => typeof entry === 'string').map((entry) => canonicalId(entry)) : [];
}
function classes(event: JsonObject, name: string): string[] {
  const list = event[name];
  if (!Array.isArray(list)) return [];
  return (list as readonly Json[]).map((entry) => (entry as JsonObject | null)?.['epcClass']).filter((epc) => typeof epc === 'string').map((epc) => canonicalId(epc));
}
const unique = (all: readonly string[]): string[] => [...new Set(all)];

/** Every item, parent and class of items that an event mentions, as canonical ids, in the order of the event. */
export function epcsOf(event: JsonObject): string[] {
  return unique([
    ...texts(event, 'epcList'), ...texts(event, 'parentID'), ...texts(event, 'childEPCs'), ...texts(event, 'inputEPCList'), ...texts(event, 'outputEPCList'),
    ...classes(event, 'quantityList'), ...classes(event, 'childQuantityList'), ...classes(event, 'inputQuantityList'), ...classes(event, 'outputQuantityList'),
  ]);
}

/** What an event ties an item to: a child to its parent and back, what went into a transformation to what came out and back. */
export function linkedTo(event: JsonObject, epc: string): string[] {
  const id = canonicalId(epc);
  const parents = event['type'] === 'AggregationEvent' || event['type'] === 'AssociationEvent' ? texts(event, 'parentID') : [];
  const children = parents.length === 0 ? [] : [...texts(event, 'childEPCs'), ...classes(event, 'childQuantityList')];
  const inputs = [...texts(event, 'inputEPCList'), ...classes(event, 'inputQuantityList')];
  const outputs = [...texts(event, 'outputEPCList'), ...classes(event, 'outputQuantityList')];
  const sides = [[parents, children], [inputs, outputs]] as const;
  return unique(sides.flatMap(([left, right]) => [...(left.includes(id) ? right : []), ...(right.includes(id) ? left : [])]).filter((other) => other !== id));
}

function asList(context: Json | undefined): readonly Json[] {
  return context === undefined ? [] : Array.isArray(context) ? (context as readonly Json[]) : [context];
}

/** An event of a document as an event that stands alone: with the `@context` of the document beside its own. */
export function standalone(event: JsonObject, document: JsonObject): JsonObject {
  if (event === document || document['@context'] === undefined) return event;
  const context = [...asList(document['@context']), ...asList(event['@context'])];
  return { ...event, '@context': context.length === 1 ? context[0]! : context };
}

const STARTS = ['https://ref.gs1.org/cbv/BizStep-', 'https://ref.gs1.org/cbv/Disp-', 'https://ns.gs1.org/cbv/BizStep-', 'https://ns.gs1.org/cbv/Disp-', 'urn:epcglobal:cbv:bizstep:', 'urn:epcglobal:cbv:disp:'];

/** The bare word of a business step or disposition, however it is written. */
export function bareWord(text: string): string {
  const start = STARTS.find((candidate) => text.startsWith(candidate));
  return start === undefined ? text : text.slice(start.length);
}
