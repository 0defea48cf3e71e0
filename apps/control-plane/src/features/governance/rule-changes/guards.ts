import type { Json, JsonObject, Words } from '@bystack/api';
import { objectOf } from '../../gateway';
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
export function guardChanges(of: string, [before, was]: readonly [command: JsonObject, book: JsonObject], [after, is]: readonly [command: JsonObject, book: JsonObject]): Words[] {
  const [earlier, later] = [guardsOf(before, was), guardsOf(after, is)];
  const { added, gone, both } = compared(earlier, later);
  const kept = both.map(([name]) => name);
  const isReordered = !isSame(Object.keys(earlier).filter((name) => kept.includes(name)), kept);
  return [
    ...added.map(([name, guard]) => say(`${of}: a new refusal ${name}, unless ${cut(guard.require)}. It says: “${message(guard).en}”`, `${of}：新增拒绝 ${name}，除非 ${cut(guard.require)}。提示：“${message(guard).zh}”`)),
    ...gone.map((name) => say(`${of}: the refusal ${name} is gone.`, `${of}：取消拒绝 ${name}。`)),
    ...both.flatMap(([name, one, other]) => guardChange(of, name, one, other)),
    ...(isReordered ? [say(`${of}: refusals come in another order.`, `${of}：拒绝的先后次序有变。`)] : []),
  ];
}

function guardChange(of: string, name: string, was: JsonObject, is: JsonObject): Words[] {
  const [before, now] = [message(was), message(is)];
  return [
    ...(isSame(was.require, is.require) ? [] : [say(`${of}: the refusal ${name} comes unless ${cut(is.require)} (now: unless ${cut(was.require)}).`, `${of}：拒绝 ${name} 的条件改为：除非 ${cut(is.require)}（现为：除非 ${cut(was.require)}）。`)]),
    ...(isSame(was.words, is.words) ? [] : [say(`${of}: the refusal ${name} says “${now.en}” (now “${before.en}”).`, `${of}：拒绝 ${name} 的提示改为“${now.zh}”（现为“${before.zh}”）。`)]),
    ...(isSame([was.facts ?? null, was.status ?? null], [is.facts ?? null, is.status ?? null]) ? [] : [say(`${of}: the refusal ${name} is told with other facts, or another status.`, `${of}：拒绝 ${name} 附带的信息或状态码有变。`)]),
  ];
}

function message({ words }: JsonObject): Words {
  const { en, zh } = wordsIn(words) ?? { en: '?', zh: '?' };
  return say(cut(en), cut(zh));
}
