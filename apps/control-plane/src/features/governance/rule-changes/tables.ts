import { objectOf, type Json, type JsonObject, type Words } from '@bystack/api';
import { fieldChanges } from './fields';
import { called, compared, isSame, say, titled, without, type Compared } from './told';

/** What is new, gone or otherwise of a table. @param kind what stands in it, as `record type` */
export function tableChanges(kind: Words, before: Json | undefined, after: Json | undefined): Words[] {
  const { added, gone, both } = compared(before, after);
  return [
    ...comings(kind, added, gone),
    ...both.flatMap(([name, was, is]) => (isSame(was, is) ? [] : [say(`The ${kind.en} ${called(name, is).en} is written otherwise.`, `${kind.zh}${called(name, is).zh}有变。`)])),
  ];
}

function comings(kind: Words, added: Compared['added'], gone: Compared['gone']): Words[] {
  return [
    ...added.map(([name, entry]) => say(`New ${kind.en} ${called(name, entry).en}.`, `新增${kind.zh}${called(name, entry).zh}。`)),
    ...gone.map(([name, entry]) => say(`The ${kind.en} ${called(name, entry).en} is gone.`, `取消${kind.zh}${called(name, entry).zh}。`)),
  ];
}

/** Record types with their states and indexes. */
export function recordChanges(before: JsonObject, after: JsonObject): Words[] {
  const { added, gone, both } = compared(before.records, after.records);
  return [
    ...comings(say('record type', '记录类型'), added, gone),
    ...both.flatMap(([name, was, is]) => [
      ...tableChanges(say(`state of ${titled(name, is).en}:`, `${titled(name, is).zh}的状态`), was.states, is.states),
      ...tableChanges(say(`index of ${titled(name, is).en}:`, `${titled(name, is).zh}的索引`), was.indexes, is.indexes),
      ...(isSame(without(was, 'states', 'indexes'), without(is, 'states', 'indexes')) ? [] : [say(`The record type “${name}” is called otherwise.`, `记录类型“${name}”的名称有变。`)]),
    ]),
  ];
}

export function queryChanges(before: JsonObject, after: JsonObject): Words[] {
  const { added, gone, both } = compared(before.queries, after.queries);
  return [
    ...comings(say('question', '查询'), added, gone),
    ...both.flatMap(([name, was, is]) => [
      ...fieldChanges(titled(name, is), objectOf(was.args), objectOf(is.args)),
      ...(isSame(without(was, 'args'), without(is, 'args')) ? [] : [say(`The question “${name}” is answered otherwise.`, `查询“${name}”的回答方式有变。`)]),
    ]),
  ];
}

/** Lists of a package, whose entries have names. */
export function byName(list: Json | undefined): JsonObject {
  const entries = (Array.isArray(list) ? (list as readonly Json[]) : []).map((entry, place) => [typeof objectOf(entry).name === 'string' ? (objectOf(entry).name as string) : `${place + 1}`, entry] as const);
  return Object.fromEntries(entries) as JsonObject;
}
