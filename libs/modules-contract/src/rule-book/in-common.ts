import type { JsonSchema, ModuleDefinition } from '@bystack/chain-core/module';
import { applyAct, checkActWith } from './act';
import type { Params } from './call';
import { checkPackage } from './check-package';
import type { RuleWords } from './compiled-package';
import { ERRORS } from './errors';
import { LIMITS } from './limits';
import { checkFollows, packagedRecords, packageId } from './migrate';
import * as queries from './queries';
import { STORES } from './records';
import { COMMAND, DATA, INDEX, KEY, named, RESULTS, STATE, TEXT, TYPE, VERSION } from './shapes';
import { surface } from './surface';
import { trialOf } from './trial';
import { warnOfPackage } from './warnings/warn';

const page: JsonSchema = { limit: { type: 'integer', minimum: 1, maximum: LIMITS.pageMax, ...named('At most so many', '最多条数') }, before: { type: 'integer', minimum: 1, ...named('Before this number', '此序号之前') } };
const args = (properties: JsonSchema, required: readonly string[]): JsonSchema => ({ type: 'object', properties, required, additionalProperties: false });
const recordData = args({ type: TYPE, key: KEY, state: STATE, version: VERSION, command: COMMAND }, ['command', 'key', 'type']);

/** Everything that all versions have in common: it is as frozen as the oldest of them. @param words that rules may use */
export const inCommon = (words: RuleWords): Omit<ModuleDefinition<Params>, 'version' | 'summary' | 'migrateFrom'> => ({
  name: 'rule-book',
  slot: 'contract',
  title: { en: 'Rule book', zh: '规则手册' },
  params: args({ package: { type: 'object', 'x-title': { en: 'Rules (record types, states, commands)', zh: '规则（记录类型、状态、命令）' } } }, ['package']),
  checkParams: (params) => checkPackage(params.package, words, '/package'),
  warnParams: (params) => warnOfPackage(params.package, words),
  needs: ['slot:identity'],
  package: { parameter: 'package', idOf: packageId, checkSwap: (from, to) => checkFollows(from.package, to.package), records: packagedRecords, trial: trialOf(words) },
  stores: STORES,
  commands: {
    act: {
      title: { en: 'Carry out a command of the rules', zh: '执行规则中的命令' },
      payload: args({ command: { type: 'string', minLength: 1, maxLength: 64, ...named('Command of the rules', '规则中的命令') }, key: KEY, data: DATA }, ['command']),
      check: checkActWith(words),
      apply: applyAct,
    },
  },
  queries: {
    record: { title: { en: 'One record', zh: '单条记录' }, args: args({ type: TYPE, key: KEY }, ['type', 'key']), result: RESULTS.record, answer: queries.record },
    records: { title: { en: 'Records of a type, newest first', zh: '某类记录（最新在前）' }, args: args({ type: TYPE, ...page }, ['type']), result: RESULTS.page, answer: queries.records },
    find: { title: { en: 'Records found by an index', zh: '按索引查找记录' }, args: args({ type: TYPE, index: INDEX, value: { type: 'string', minLength: 1, maxLength: LIMITS.indexValueBytesMax, 'x-widget': 'line', ...named('Value', '值') }, ...page }, ['type', 'index', 'value']), result: RESULTS.page, answer: queries.find },
    history: { title: { en: 'All versions of a record', zh: '记录的全部版本' }, args: args({ type: TYPE, key: KEY }, ['type', 'key']), result: RESULTS.history, answer: queries.history },
    ask: { title: { en: 'A question the rules define', zh: '规则定义的查询' }, args: args({ query: { type: 'string', minLength: 1, maxLength: 64, ...named('Question of the rules', '规则中的查询') }, args: { type: 'object', ...named('Its arguments', '查询参数') } }, ['query']), answer: queries.ask },
    rules: { title: { en: 'The rules themselves', zh: '规则本身' }, args: args({}, []), answer: queries.rules },
  },
  events: {
    recordCreated: { title: { en: 'A record was made', zh: '已创建记录' }, data: recordData },
    recordChanged: { title: { en: 'A record was changed', zh: '已变更记录' }, data: recordData },
    recordKept: { title: { en: 'A record was there already', zh: '记录已存在' }, data: recordData },
    announced: { title: { en: 'An event of the rules', zh: '规则定义的事件' }, data: args({ event: { ...TEXT, ...named('Event', '事件') }, data: { type: 'object', ...named('Data', '数据') } }, ['event', 'data']) },
  },
  errors: ERRORS,
  surface,
});
