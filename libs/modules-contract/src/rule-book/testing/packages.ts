import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseStrictJson, type Json, type JsonObject } from '@bystack/chain-core/module';
import type { RulePackage } from '../package';

const templates = join(__dirname, '../../../../../templates');
const vectors = process.env['BYSTACK_VECTORS'] ?? join(__dirname, '../../../../../../shared/vectors');

/** JSON with every `{"$file": …}` replaced by what the file holds. */
function readJson(file: string): Json {
  const resolve = (value: Json): Json => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((entry: Json) => resolve(entry));
    const named = (value as JsonObject)['$file'];
    if (typeof named === 'string') return readJson(join(dirname(file), named));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner as Json)]));
  };
  return resolve(parseStrictJson(readFileSync(file, 'utf8')));
}

export function template(name: string): JsonObject {
  return readJson(join(templates, name, 'template.json')) as JsonObject;
}
/** @param kept an earlier version, which the template's folder keeps; left out: the newest */
export function templatePackage(name: string, kept?: string): RulePackage {
  return readJson(join(templates, name, ...(kept === undefined ? [] : ['kept', kept]), 'package.json')) as unknown as RulePackage;
}

/** GS1's example documents where they are at hand, and our own samples always. */
export function epcisDocuments(): { name: string; document: JsonObject }[] {
  const folders = [join(vectors, 'epcis/examples'), join(templates, 'product-traceability/samples')].filter((folder) => existsSync(folder));
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.jsonld') || name.endsWith('.json'))
      .sort()
      .map((name) => ({ name, document: readJson(join(folder, name)) as JsonObject })),
  );
}
export function eventsOf(document: JsonObject): JsonObject[] {
  const body = (document['epcisBody'] ?? {}) as { eventList?: JsonObject[]; queryResults?: { resultsBody: { eventList: JsonObject[] } } };
  return body.eventList ?? body.queryResults?.resultsBody.eventList ?? [document];
}

const words = (en: string): { en: string; zh: string } => ({ en, zh: en });

/** A small package with everything in it that a package may have. */
export function loanPackage(): RulePackage {
  return {
    format: 'bystack-package/1',
    name: 'loans',
    version: '1.2.0',
    title: words('Loans of tools'),
    summary: words('Who has which tool.'),
    functions: 'standard/1',
    records: {
      tool: {
        title: words('Tool'),
        states: { inStore: { title: words('In store') }, lent: { title: words('Lent') } },
        indexes: { holder: { title: words('Holder'), value: { path: '/data/holder' } }, tags: { title: words('Tags'), value: { path: '/data/tags' } } },
      },
    },
    commands: {
      add: {
        title: words('Add a tool'),
        who: { roles: ['keeper'] },
        data: { type: 'object', properties: { name: { type: 'string', maxLength: 40 }, value: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } }, required: ['name', 'value'], additionalProperties: false },
        guards: [{ code: 'TOO_VALUABLE', require: 'decimal.compare(data.value, "1000.00") <= 0', facts: { value: { path: '/data/value' } } }],
        effects: [{ record: 'tool', key: { path: '/data/name' }, create: { state: 'inStore', data: { path: '/data' } } }],
      },
      lend: {
        title: words('Lend'),
        who: 'members',
        data: { type: 'object', properties: { to: { type: 'string' }, until: { type: 'string', format: 'date-time' } }, required: ['to', 'until'], additionalProperties: false },
        guards: [
          { code: 'IN_THE_PAST', require: 'timestamp(data.until) > now' },
          { code: 'TOO_LONG', require: 'timestamp(data.until) - now <= duration("720h")', facts: { key: { path: '/key' } } },
        ],
        effects: [{
          record: 'tool',
          key: { path: '/key' },
          change: { from: ['inStore'], to: 'lent', data: { merge: [{ path: '/record/data' }, { object: { holder: { path: '/data/to' }, until: { path: '/data/until' } } }] } },
          emit: [{ event: 'lent', data: { tool: { path: '/key' }, version: { path: '/record/version' } } }],
        }],
      },
      giveBack: { title: words('Give back'), who: 'anyone', data: { type: 'object', maxProperties: 0 }, effects: [{ record: 'tool', key: { path: '/key' }, change: { from: ['lent'], to: 'inStore', data: { object: { name: { path: '/record/data/name' } } } } }] },
    },
    queries: { heldBy: { title: words('What somebody holds'), args: { type: 'object', properties: { holder: { type: 'string' } }, required: ['holder'] }, find: { record: 'tool', index: 'holder', value: { path: '/args/holder' } } } },
    events: { lent: { title: words('A tool was lent') } },
    errors: { TOO_VALUABLE: { status: 422, words: words('At most 1000.00.') }, IN_THE_PAST: { status: 422, words: words('That is over.') }, TOO_LONG: { status: 422, words: words('A month at most.') } },
  };
}
