import type { Json, JsonObject, Words } from '@bystack/api';
import { objectOf } from '../../gateway';
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
    const kind = isGroup || isList ? without(field, ...OF_FIELDS) : field;
    return [[`${before}${name}`, { isRequired: isRequired(schema, name), kind }] as const, ...Object.entries(inside)];
  });
  return Object.fromEntries(parts as readonly (readonly [string, Json])[]) as JsonObject;
}

function isRequired({ required }: JsonObject, name: string): boolean {
  return Array.isArray(required) && required.includes(name);
}

/** Fields that are new, gone, required now or no longer, and those that take something else. @param of what has them, in quotes */
export function fieldChanges(of: string, before: JsonObject, after: JsonObject): Words[] {
  const { added, gone, both } = compared(fieldsOf(before), fieldsOf(after));
  return [
    ...added.map(([name, { isRequired: must }]) => (must === true ? say(`${of}: new field “${name}”, which must be given.`, `${of}：新增字段“${name}”，必填。`) : say(`${of}: new field “${name}”.`, `${of}：新增字段“${name}”，可不填。`))),
    ...gone.map((name) => say(`${of}: the field “${name}” is gone.`, `${of}：取消字段“${name}”。`)),
    ...both.flatMap(([name, was, is]) => [...needChange(of, name, was, is), ...kindChange(of, name, was, is)]),
    ...(isSame(without(before, ...OF_FIELDS), without(after, ...OF_FIELDS)) ? [] : [say(`${of}: what it takes as a whole is checked otherwise.`, `${of}：对整体数据的检查有变。`)]),
  ];
}

function needChange(of: string, name: string, was: JsonObject, is: JsonObject): Words[] {
  if (was.isRequired === is.isRequired) return [];
  return [is.isRequired === true ? say(`${of}: the field “${name}” must be given now.`, `${of}：字段“${name}”现为必填。`) : say(`${of}: the field “${name}” may be left out now.`, `${of}：字段“${name}”现可不填。`)];
}

function kindChange(of: string, name: string, { kind: was }: JsonObject, { kind: is }: JsonObject): Words[] {
  return isSame(was, is) ? [] : [say(`${of}: the field “${name}” takes ${cut(is)} (now ${cut(was)}).`, `${of}：字段“${name}”改为 ${cut(is)}（现为 ${cut(was)}）。`)];
}
