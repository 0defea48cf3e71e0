import type { JsonSchema } from '@bystack/chain-core/module';
import { LIMITS } from './limits';

/** What a field is called in forms and answers. */
export const named = (en: string, zh: string): JsonSchema => ({ 'x-title': { en, zh } });
export const TEXT: JsonSchema = { type: 'string', minLength: 1, maxLength: LIMITS.keyBytesMax, 'x-widget': 'line' };
export const TYPE: JsonSchema = { ...TEXT, ...named('Kind of record', '记录类型') };
export const KEY: JsonSchema = { ...TEXT, ...named('Key of the record', '记录键') };
export const STATE: JsonSchema = { ...TEXT, ...named('State', '状态') };
export const INDEX: JsonSchema = { ...TEXT, ...named('Index', '索引') };
export const COMMAND: JsonSchema = { ...TEXT, ...named('By the command', '所用命令') };
export const VERSION: JsonSchema = { type: 'integer', ...named('Version', '版本') };
export const DATA: JsonSchema = named('Data', '数据');

const text = (en: string, zh: string): JsonSchema => ({ type: 'string', ...named(en, zh) });
const moment = (en: string, zh: string): JsonSchema => ({ type: 'integer', 'x-unit': 'ms', ...named(en, zh) });
const record: JsonSchema = {
  type: 'object',
  properties: {
    type: TYPE, key: KEY, state: STATE, version: VERSION, sequence: { type: 'integer', ...named('Number', '序号') }, package: text('Made under the rules', '所依规则'), data: DATA, command: COMMAND,
    createdBy: text('Made by', '创建者'), createdAtMs: moment('Made', '创建时间'), actor: text('Changed by', '变更者'), timeMs: moment('Changed', '变更时间'), txId: text('Transaction', '交易'),
  },
  required: ['type', 'key', 'state', 'version', 'sequence', 'data', 'txId'],
};
const records: JsonSchema = { type: 'array', items: record };

/** What the answers of queries look like; `next` is the `before` of the next page. */
export const RESULTS = {
  record: { ...record, type: ['object', 'null'] },
  page: { type: 'object', properties: { records, next: { type: ['integer', 'null'] } }, required: ['records', 'next'] },
  history: { type: 'object', properties: { versions: records }, required: ['versions'] },
};
