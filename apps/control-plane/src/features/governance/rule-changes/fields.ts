import { kindWords, objectOf, type Json, type JsonObject, type Words } from '@bystack/api';
import { compared, cut, isSame, say, without } from './told';

const DEPTH_MAX = 8;
/** Told field by field. */
const OF_FIELDS = ['properties', 'required', 'items'];

/** What a schema asks for, by path: `lots[].id`. Each tells whether it must be given and what goes in. */
function fieldsOf(schema: JsonObject, before = '', depth = 0): JsonObject {
  if (depth === DEPTH_MAX) return {};
  const parts = Object.entries(objectOf(schema.properties)).flatMap(([name, value]) => {
    const field = objectOf(value);
    const isGroup = field.properties !== undefined;
    const isList = !isGroup && objectOf(field.items).properties !== undefined;
    const inside = isList ? fieldsOf(objectOf(field.items), `${before}${name}[].`, depth + 1) : fieldsOf(field, `${before}${name}.`, depth + 1);
    const kind = isGroup ? without(field, ...OF_FIELDS) : isList ? { ...without(field, ...OF_FIELDS), items: { type: 'object' } } : field;
    return [[`${before}${name}`, { isRequired: isRequired(schema, name), kind }] as const, ...Object.entries(inside)];
  });
  return Object.fromEntries(parts as readonly (readonly [string, Json])[]) as JsonObject;
}

function isRequired({ required }: JsonObject, name: string): boolean {
  return Array.isArray(required) && required.includes(name);
}

/** Fields that are new, gone, required now or no longer, and those that take something else. @param of what has them, in quotes */
export function fieldChanges(of: Words, before: JsonObject, after: JsonObject): Words[] {
  const { added, gone, both } = compared(fieldsOf(before), fieldsOf(after));
  return [
    ...added.map(([name, field]) => newField(of, name, field)),
    ...gone.map(([name]) => say(`${of.en}: the field “${name}” is gone.`, `${of.zh}：取消字段“${name}”。`)),
    ...both.flatMap(([name, was, is]) => [...needChange(of, name, was, is), ...kindChange(of, name, was, is)]),
    ...(isSame(without(before, ...OF_FIELDS), without(after, ...OF_FIELDS)) ? [] : [say(`${of.en}: what it takes as a whole is checked otherwise.`, `${of.zh}：对整体数据的检查有变。`)]),
  ];
}

function newField(of: Words, name: string, { isRequired: must, kind }: JsonObject): Words {
  const goesIn = objectOf(kind).type === 'object' ? say('', '') : between(kindOf(kind));
  return must === true ? say(`${of.en}: new field “${name}”${goesIn.en}, which must be given.`, `${of.zh}：新增字段“${name}”${goesIn.zh}，必填。`) : say(`${of.en}: new field “${name}”${goesIn.en}.`, `${of.zh}：新增字段“${name}”${goesIn.zh}，可不填。`);
}

function between({ en, zh }: Words): Words {
  return say(` (${en})`, `（${zh}）`);
}

function kindOf(kind: Json | undefined): Words {
  const { en, zh } = kindWords(objectOf(kind));
  return say(cut(en), cut(zh));
}

function needChange(of: Words, name: string, was: JsonObject, is: JsonObject): Words[] {
  if (was.isRequired === is.isRequired) return [];
  return [is.isRequired === true ? say(`${of.en}: the field “${name}” must be given now.`, `${of.zh}：字段“${name}”现为必填。`) : say(`${of.en}: the field “${name}” may be left out now.`, `${of.zh}：字段“${name}”现可不填。`)];
}

/** What words do not tell apart is read in the whole text. */
function kindChange(of: Words, name: string, { kind: was }: JsonObject, { kind: is }: JsonObject): Words[] {
  if (isSame(was, is)) return [];
  const [now, then] = [kindOf(was), kindOf(is)];
  if (now.en === then.en) return [say(`${of.en}: what goes into the field “${name}” is checked otherwise: see the whole text.`, `${of.zh}：对字段“${name}”内容的检查有变，详见全文。`)];
  return [say(`${of.en}: the field “${name}” takes ${then.en} (now ${now.en}).`, `${of.zh}：字段“${name}”改为${then.zh}（现为${now.zh}）。`)];
}
