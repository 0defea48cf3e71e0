import type { JsonSchema } from '@bystack/chain-core/module';

/** What both ways of taking part are told with. */
export const args = (properties: JsonSchema, required: readonly string[]): JsonSchema => ({ type: 'object', properties, required, additionalProperties: false });
/** A public key: nobody computes it from a document. */
export const key: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$', minLength: 64, maxLength: 64, 'x-widget': 'key', 'x-title': { en: 'Public key', zh: '公钥' } };
export const role: JsonSchema = { type: 'string', pattern: '^[a-z][a-z0-9-]{0,31}$', maxLength: 32, 'x-title': { en: 'Role', zh: '角色' } };
export const name: JsonSchema = { type: 'string', minLength: 1, maxLength: 80, 'x-title': { en: 'Name', zh: '名称' } };
/** Where a page goes on. */
export const afterKey: JsonSchema = { ...key, 'x-title': { en: 'After this public key', zh: '此公钥之后' } };
/** How many a page has at most. */
export const pageLimit = (maximum: number): JsonSchema => ({ type: 'integer', minimum: 1, maximum, 'x-title': { en: 'At most so many', zh: '最多条数' } });
/** A moment in block time; `null` where there is none. */
export const moment = (en: string, zh: string): JsonSchema => ({ type: ['integer', 'null'], 'x-title': { en, zh }, 'x-unit': 'ms' });
/** A page: a list under its name, and what continues after it. */
export const pageOf = (list: string, item: JsonSchema): JsonSchema => ({ type: 'object', required: [list, 'next'], properties: { [list]: { type: 'array', items: item }, next: { type: ['string', 'null'] } } });
