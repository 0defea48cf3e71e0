import type { Json, JsonObject, ModuleCard, Template, Words } from '@bystack/api';
import { exampleOf } from './example-of';
import { objectOf } from './schema-words';

/** A command of a chain's package of rules, as the surface of its module tells it. */
export interface Act {
  readonly title: Words;
  readonly summary?: Words;
  readonly who: 'anyone' | 'members' | { readonly roles: readonly string[] };
  readonly data: JsonObject;
}
interface Form {
  readonly schema: JsonObject;
  readonly payload: JsonObject;
}

/** By name. Modules without a package have none. */
export function actsOf({ surface = {} }: ModuleCard): readonly (readonly [string, Act])[] {
  return Object.entries(objectOf(surface.acts) as unknown as Readonly<Record<string, Act>>);
}

/** A payload that fits as it stands: a sample of the template that the package is of, else made from the schema. @returns undefined: none can be made */
export function examplePayload(card: ModuleCard, name: string, act: Act, templates: readonly Template[]): Json | undefined {
  const template = templates.find((one) => isPackageOf(card, one));
  const sample = template?.samples.find(({ module, payload }) => module === card.name && payload.command === name);
  if (sample !== undefined) return sample.payload;
  const data = exampleOf(act.data);
  return data === undefined ? filledForm(formOf(card, name)) : { command: name, data };
}

function isPackageOf({ surface = {} }: ModuleCard, template: Template): boolean {
  const [ours, theirs] = [objectOf(surface.package), objectOf(template.slots.contract.params.package)];
  return ours.name !== undefined && ours.name === theirs.name && ours.version === theirs.version;
}

function formOf({ surface = {} }: ModuleCard, name: string): Form | undefined {
  const forms = (Array.isArray(surface.forms) ? surface.forms : []) as unknown as readonly Form[];
  return forms.find(({ payload }) => objectOf(payload).command === name);
}

/** What people read beside a field of the data, where a form asks for it. */
export function formTitles(card: ModuleCard, name: string): Readonly<Record<string, string>> {
  const form = formOf(card, name);
  const asked = Object.entries(objectOf(form?.payload.data)).flatMap(([field, value]) => {
    const title = objectOf(objectOf(objectOf(objectOf(objectOf(form?.schema).properties)[fieldIn(value) ?? '']))['x-words']).title;
    const words = objectOf(title);
    const told = words.en ?? words.zh;
    return typeof told === 'string' ? [[field, told] as const] : [];
  });
  return Object.fromEntries(asked);
}

const fieldIn = (value: Json | undefined): string | undefined => (typeof value === 'string' ? /^\{\{(\w+)\}\}$/.exec(value)?.[1] : undefined);

function filledForm(form: Form | undefined): Json | undefined {
  const values = form && exampleOf(form.schema);
  return values === undefined ? undefined : filled(form!.payload, objectOf(values));
}

/** As the console fills it in: a field left empty is left out, and so is an object that held nothing else. */
function filled(value: Json, values: JsonObject): Json | undefined {
  const field = fieldIn(value);
  if (field !== undefined) return values[field];
  if (Array.isArray(value)) return value.flatMap((item: Json) => filled(item, values) ?? []);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).flatMap(([name, part]) => {
    const made = filled(part as Json, values);
    return made === undefined ? [] : [[name, made] as const];
  });
  return parts.length === 0 ? undefined : (Object.fromEntries(parts) as JsonObject);
}
