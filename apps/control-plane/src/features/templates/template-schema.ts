import type { JsonObject, SlotName, Template } from '@bystack/api';
import { compileShape } from '../../platform/http';
import { TemplateError } from './read-template';

export const SLOTS: readonly SlotName[] = ['identity', 'contract', 'privacy', 'consensus', 'crosschain', 'transactions'];

const text = { type: 'string', minLength: 1 };
const words = record({ en: text, zh: text });
const anyObject = { type: 'object' };
const list = (items: object) => ({ type: 'array', items });
const choice = record({ module: text, version: text, params: anyObject });
const form = record({ name: text, title: words, help: words, module: text, command: text, schema: anyObject, payload: anyObject });
const line = record({ path: text, field: text, unit: text, title: words }, ['field', 'unit', 'title']);
const lookup = record(
  {
    name: text,
    title: words,
    module: text,
    query: text,
    schema: anyObject,
    args: anyObject,
    rows: list(text),
    orderBy: text,
    columns: list(record({ path: text, title: words, choices: { type: 'object', additionalProperties: words }, without: list(text), lines: list(line) }, ['choices', 'without', 'lines'])),
  },
  ['rows', 'orderBy', 'columns'],
);
const whole = (minimum: number, maximum: number) => ({ type: 'integer', minimum, maximum });

/** The shape of libs/api's Template; nothing else may be in a template. */
const schema = record({
  name: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,63}$' },
  version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
  title: words,
  summary: words,
  icon: text,
  industry: words,
  slots: record(Object.fromEntries(SLOTS.map((slot) => [slot, choice]))),
  roles: list(record({ name: text, title: words, grantToCreator: { type: 'boolean' } })),
  validators: whole(1, 100),
  assets: { enum: ['enabled', 'disabled'] },
  limits: record({ blockBytesMax: whole(1, 2 ** 31), blockTransactionsMax: whole(1, 1_000_000), transactionBytesMax: whole(1, 2 ** 31) }),
  governance: record({ approvalPercent: whole(1, 100) }),
  forms: list(form),
  lookups: list(lookup),
  samples: list(record({ title: words, module: text, command: text, payload: anyObject })),
});
const check = compileShape(schema);

/** Checks the shape; throws TemplateError with the first thing that is wrong. */
export function asTemplate(folder: string, value: JsonObject): Template {
  if (check(value)) return value as unknown as Template;
  const [fault] = check.errors ?? [];
  throw new TemplateError(folder, `${fault?.instancePath ?? ''} ${fault?.message ?? 'is wrong'} ${JSON.stringify(fault?.params)}`);
}

function record(properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  };
}
