import { objectOf, type Json, type JsonObject, type Words } from '@bystack/api';
import { fieldChanges } from './fields';
import { guardChanges } from './guards';
import { called, compared, isSame, say, titled, without } from './told';

/** Told one by one. */
const TOLD = ['title', 'summary', 'who', 'data', 'guards'];

export function commandChanges(before: JsonObject, after: JsonObject): Words[] {
  const { added, gone, both } = compared(before.commands, after.commands);
  return [
    ...added.flatMap(([name, command]) => newCommand(name, command, after)),
    ...gone.map(([name, command]) => say(`The command ${called(name, command).en} is gone.`, `取消命令${called(name, command).zh}。`)),
    ...both.flatMap(([name, was, is]) => changesOf(name, [was, before], [is, after])),
  ];
}

function newCommand(name: string, command: JsonObject, book: JsonObject): Words[] {
  const [title, who] = [called(name, command), whoWords(command.who)];
  return [say(`New command ${title.en}: ${who.en} may give it.`, `新增命令${title.zh}：${who.zh}可执行。`), ...fieldChanges(titled(name, command), {}, without(objectOf(command.data), ...OF_WHOLE)), ...guardChanges(titled(name, command), [{}, {}], [command, book])];
}
/** Of a command that is new, only fields are told. */
const OF_WHOLE = ['type', 'additionalProperties', 'minProperties', 'maxProperties', '$ref', 'allOf', 'anyOf', 'oneOf'];

function changesOf(name: string, [was, before]: readonly [JsonObject, JsonObject], [is, after]: readonly [JsonObject, JsonObject]): Words[] {
  const [of, now, then] = [titled(name, is), whoWords(was.who), whoWords(is.who)];
  return [
    ...(isSame(was.who, is.who) ? [] : [say(`${of.en}: ${then.en} may give it (now ${now.en}).`, `${of.zh}：${then.zh}可执行（现为${now.zh}）。`)]),
    ...fieldChanges(of, objectOf(was.data), objectOf(is.data)),
    ...guardChanges(of, [was, before], [is, after]),
    ...(isSame(without(was, ...TOLD), without(is, ...TOLD)) ? [] : [say(`${of.en}: what it works out, or does with records, is written otherwise: see its whole text.`, `${of.zh}：其计算或对记录的处理有变，详见全文。`)]),
    ...(isSame([was.title ?? null, was.summary ?? null], [is.title ?? null, is.summary ?? null]) ? [] : [say(`${of.en}: it is called or explained otherwise.`, `${of.zh}：名称或说明有变。`)]),
  ];
}

function whoWords(who: Json | undefined): Words {
  if (who === 'anyone') return say('anybody', '任何人');
  if (who === 'members') return say('members', '成员');
  const { roles } = objectOf(who);
  const named = Array.isArray(roles) ? roles.map(String) : [];
  return say(`whoever has the role ${named.join(' or ')}`, `具有角色 ${named.join(' 或 ')} 者`);
}
