import { formWords, hintOf } from './field-hints';
import { hexDigitsOf } from './hex-pattern';
import { objectOf, type Json, type JsonObject, type Words } from './json';
import { formatWords } from './text-formats';

const say = (en: string, zh: string): Words => ({ en, zh });
const joined = (parts: readonly Words[], en: string, zh: string): Words => say(parts.map((part) => part.en).join(en), parts.map((part) => part.zh).join(zh));

/** What goes into a field, by its schema, without an article: `text, up to 40 characters`. */
export function kindWords(schema: JsonObject): Words {
  const { type, enum: choices, items, $ref: reference } = schema;
  if (typeof reference === 'string') return say(`as the schema “${reference}” of the rules says`, `见规则中的模式“${reference}”`);
  if (Array.isArray(choices)) return joined((choices as readonly Json[]).map((choice) => say(JSON.stringify(choice), JSON.stringify(choice))), ' or ', ' 或 ');
  if (type === 'array') return listWords(objectOf(items));
  if (type === 'integer' || type === 'number') return numberWords(schema);
  if (type === 'string') return textWords(schema);
  return type === 'boolean' ? say('true or false', 'true 或 false') : type === 'object' ? say('group', '一组字段') : say('any JSON', '任意 JSON');
}

function listWords(items: JsonObject): Words {
  const of = kindWords(items);
  return items.type === 'object' ? say('list of groups', '列表，每项为一组字段') : say(`list, each entry: ${of.en}`, `列表，每项为${of.zh}`);
}

function numberWords({ type, minimum, maximum, 'x-unit': unit }: JsonObject): Words {
  return joined([
    type === 'integer' ? say('whole number', '整数') : say('number', '数字'),
    ...(minimum === undefined ? [] : [say(`from ${String(minimum)}`, `不小于 ${String(minimum)}`)]),
    ...(maximum === undefined ? [] : [say(`to ${String(maximum)}`, `不大于 ${String(maximum)}`)]),
    ...(typeof unit === 'string' ? [say(unit, `单位 ${unit}`)] : []),
  ], ' ', '，');
}

function textWords(schema: JsonObject): Words {
  const { pattern, format, minLength, maxLength } = schema;
  const digits = hexDigitsOf(pattern);
  if (digits !== undefined) return say(`${digits} hexadecimal digits`, `${digits} 位十六进制数字`);
  const known = formatWords(format);
  return joined([
    known === undefined ? say('text', '文本') : say(known.en.replace(/^an? /, ''), known.zh.trim()),
    ...(typeof minLength === 'number' && minLength > 1 ? [say(`at least ${minLength} characters`, `至少 ${minLength} 个字符`)] : []),
    ...(known === undefined && typeof maxLength === 'number' ? [say(`up to ${maxLength} characters`, `至多 ${maxLength} 个字符`)] : []),
    ...(typeof pattern === 'string' ? [formWords(pattern, hintOf(schema))] : []),
  ], ', ', '，');
}
