import type { JsonObject, Words } from '@bystack/api';
import { canonicalOf } from '../../gateway';
import { commandChanges } from './commands';
import { byName, queryChanges, recordChanges, tableChanges } from './tables';
import { isSame, say } from './told';

/** Of one package; who wants more reads the whole text. */
const WORDS_MAX = 60;

/**
 * What changes in the rules when one package takes the other's place, a sentence for each: what may be done, with its fields and refusals, what is recorded, asked, told, and how it is filled in.
 * Packages come from nodes and from people, so nothing about their shape is taken for granted.
 */
export function ruleChanges(before: JsonObject, after: JsonObject): readonly Words[] {
  if (canonicalOf(before) === undefined || canonicalOf(after) === undefined) return []; // Nested deeper than anybody may write.
  const told = [...commandChanges(before, after), ...recordChanges(before, after), ...queryChanges(before, after), ...otherChanges(before, after)];
  if (told.length === 0) return [say('Nothing changes in the rules but what they are called.', '除名称外，规则没有变化。')];
  const more = told.length - WORDS_MAX;
  return more <= 0 ? told : [...told.slice(0, WORDS_MAX), say(`And ${more} more: see the whole text.`, `另有 ${more} 处变化，详见全文。`)];
}

function otherChanges(before: JsonObject, after: JsonObject): Words[] {
  return [
    ...tableChanges(say('event', '事件'), before.events, after.events),
    ...tableChanges(say('shared schema', '共用模式'), before.schemas, after.schemas),
    ...tableChanges(say('form', '表单'), byName(before.forms), byName(after.forms)),
    ...tableChanges(say('lookup', '查找'), byName(before.lookups), byName(after.lookups)),
    ...(isSame(before.functions, after.functions) ? [] : [say('The list of standard functions is another.', '标准函数列表有变。')]),
  ];
}
