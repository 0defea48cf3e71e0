import { objectOf, type Json, type JsonObject, type Words } from '@bystack/api';
import { wordsIn } from '../parts-words';
import { compared, cut, isSame, say } from './told';

/** By code and, of several with one code, by their order, with what is said to whom they refuse. */
function guardsOf({ guards }: JsonObject, { errors }: JsonObject): JsonObject {
  const seen = new Map<string, number>();
  const named = (Array.isArray(guards) ? (guards as readonly Json[]) : []).map((one) => {
    const { code, require, facts = null } = objectOf(one);
    const name = String(code);
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    const { words = null, status = null } = objectOf(objectOf(errors)[name]);
    return [nth === 1 ? name : `${name} ${nth}`, { require: require ?? null, facts, words, status }] as const;
  });
  return Object.fromEntries(named) as JsonObject;
}

/** Refusals that are new, gone, or come for another reason or with other words. @param of the command, in quotes */
export function guardChanges(of: Words, [before, was]: readonly [command: JsonObject, book: JsonObject], [after, is]: readonly [command: JsonObject, book: JsonObject]): Words[] {
  const [earlier, later] = [guardsOf(before, was), guardsOf(after, is)];
  const { added, gone, both } = compared(earlier, later);
  const kept = both.map(([name]) => name);
  const isReordered = !isSame(Object.keys(earlier).filter((name) => kept.includes(name)), kept);
  return [
    ...added.map(([name, guard]) => newGuard(of, name, guard)),
    ...gone.map(([name]) => say(`${of.en}: the refusal ${name} is gone.`, `${of.zh}：取消拒绝 ${name}。`)),
    ...both.flatMap(([name, one, other]) => guardChange(of, name, one, other)),
    ...(isReordered ? [say(`${of.en}: refusals come in another order.`, `${of.zh}：拒绝的先后次序有变。`)] : []),
  ];
}

function newGuard(of: Words, name: string, guard: JsonObject): Words {
  const [says, rule] = [message(guard), cut(guard.require)];
  return say(`${of.en}: a new refusal, “${says.en}” (${name}, unless ${rule}).`, `${of.zh}：新增拒绝：“${says.zh}”（${name}，除非 ${rule}）。`);
}

function guardChange(of: Words, name: string, was: JsonObject, is: JsonObject): Words[] {
  const [before, now] = [message(was), message(is)];
  return [
    ...(isSame(was.require, is.require) ? [] : [say(`${of.en}: the refusal ${name} comes unless ${cut(is.require)} (now: unless ${cut(was.require)}).`, `${of.zh}：拒绝 ${name} 的条件改为：除非 ${cut(is.require)}（现为：除非 ${cut(was.require)}）。`)]),
    ...(isSame(was.words, is.words) ? [] : [say(`${of.en}: the refusal ${name} says “${now.en}” (now “${before.en}”).`, `${of.zh}：拒绝 ${name} 的提示改为“${now.zh}”（现为“${before.zh}”）。`)]),
    ...(isSame([was.facts ?? null, was.status ?? null], [is.facts ?? null, is.status ?? null]) ? [] : [say(`${of.en}: the refusal ${name} is told with other facts, or another status.`, `${of.zh}：拒绝 ${name} 附带的信息或状态码有变。`)]),
  ];
}

function message({ words }: JsonObject): Words {
  const { en, zh } = wordsIn(words) ?? { en: '?', zh: '?' };
  return say(cut(en), cut(zh));
}
