import { fieldIn, isObject, objectOf, type Json, type JsonObject, type PlanLine } from '@bystack/api';
import { canonicalOf } from '../gateway';
import { warning } from './plan-line';

/** Forms of a package that nobody could ever send: for a command that is not there, or without what the command requires. The package may come into force all the same, for programs need no forms. */
export function formWarnings(module: string, book: JsonObject): readonly PlanLine[] {
  if (canonicalOf(book) === undefined) return []; // Nested deeper than anybody may write.
  const [forms, commands] = [Array.isArray(book.forms) ? (book.forms as readonly Json[]).map(objectOf) : [], objectOf(book.commands)];
  return forms.filter((form) => form.module === module && form.command === 'act').flatMap((form) => saidOf(form, commands));
}

function saidOf(form: JsonObject, commands: JsonObject): readonly PlanLine[] {
  const { command, data } = objectOf(form.payload);
  const [name, of] = [String(form.name), String(command)];
  if (isField(command)) return [];
  if (!Object.hasOwn(commands, of)) return [warning(`The form “${name}” is for the command “${of}”, which the rules do not have.`, `表单“${name}”对应的命令“${of}”在规则中不存在。`)];
  return missingIn(objectOf(objectOf(commands[of]).data), data, objectOf(objectOf(form.schema).properties)).map((field) =>
    warning(`The form “${name}” has no field for “${field}”, which is required: whoever fills it in is always refused.`, `表单“${name}”没有必填项“${field}”对应的字段：填写者总会被拒绝。`));
}

/** What the schema requires that the payload never has. */
function missingIn({ required, properties }: JsonObject, payload: Json | undefined, fields: JsonObject, before = ''): readonly string[] {
  if (isField(payload)) return isGiven(payload, fields) || before !== '' ? [] : namesIn(required);
  const [parts, known] = [objectOf(payload), objectOf(properties)];
  return namesIn(required).flatMap((name) => {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part === undefined || (isField(part) && !isGiven(part, fields))) return [`${before}${name}`];
    return isObject(part) ? missingIn(objectOf(known[name]), part, fields, `${before}${name}.`) : [];
  });
}

const namesIn = (required: Json | undefined): readonly string[] => (Array.isArray(required) ? required.map(String) : []);
const isField = (value: Json | undefined): boolean => fieldIn(value) !== undefined;
const isGiven = (value: Json | undefined, fields: JsonObject): boolean => Object.hasOwn(fields, fieldIn(value) ?? '');
