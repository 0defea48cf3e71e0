import { isDeepStrictEqual } from 'node:util';
import { fieldIn, objectOf, type Json, type JsonObject, type ModuleCard, type Template, type Words } from '@bystack/api';
import { exampleOf } from './example-of';

/** A command of a chain's package of rules, as the surface of its module tells it. */
export interface Act {
  readonly title: Words;
  readonly summary?: Words;
  readonly who: 'anyone' | 'members' | { readonly roles: readonly string[] };
  readonly data: JsonObject;
}
/** A question of them. */
export interface Ask {
  readonly title: Words;
  readonly args: JsonObject;
}
interface Form {
  readonly schema: JsonObject;
  readonly payload: JsonObject;
}

/** By name. Modules without a package have none. */
export function actsOf({ surface = {} }: ModuleCard): readonly (readonly [string, Act])[] {
  return Object.entries(objectOf(surface.acts) as unknown as Readonly<Record<string, Act>>);
}

export function asksOf({ surface = {} }: ModuleCard): readonly (readonly [string, Ask])[] {
  return Object.entries(objectOf(surface.asks) as unknown as Readonly<Record<string, Ask>>);
}

/** A payload whose data fit in shape: a sample of the template that the package is of, else made from the schema. @returns undefined: none can be made */
export function examplePayload(card: ModuleCard, name: string, act: Act, templates: readonly Template[]): Json | undefined {
  const samples = samplesOf(card, templates);
  const sample = samples.find(({ payload }) => payload.command === name);
  if (sample !== undefined) return sample.payload;
  const data = alike(exampleOf(act.data), act.data, card, samples);
  return data === undefined ? filledForm(formOf(card, name)) : { command: name, data };
}

/** What a question is asked with: arguments that fit in shape. @returns undefined: none can be made */
export function exampleArgs(card: ModuleCard, name: string, ask: Ask, templates: readonly Template[]): Json | undefined {
  const args = alike(exampleOf(ask.args), ask.args, card, samplesOf(card, templates));
  return args === undefined ? undefined : { query: name, args };
}

type Samples = Template['samples'];

function samplesOf(card: ModuleCard, templates: readonly Template[]): Samples {
  const template = templates.find((one) => isPackageOf(card, one));
  return template?.samples.filter(({ module }) => module === card.name) ?? [];
}

/** With what the samples have in the same fields, so that all examples are about one thing. */
function alike(made: Json | undefined, schema: JsonObject, card: ModuleCard, samples: Samples): Json | undefined {
  if (typeof made !== 'object' || made === null || Array.isArray(made)) return made;
  const fields = objectOf(schema.properties);
  return Object.fromEntries(Object.entries(made).map(([name, value]) => [name, sampled(name, fields[name], card, samples) ?? value])) as JsonObject;
}

/** Of a field that both take in the same shape. */
function sampled(name: string, schema: Json | undefined, card: ModuleCard, samples: Samples): Json | undefined {
  const acts = new Map(actsOf(card));
  const shapeIn = (command: Json | undefined) => objectOf(acts.get(String(command))?.data.properties)[name];
  const found = samples.find(({ payload }) => isDeepStrictEqual(shapeIn(payload.command), schema) && objectOf(payload.data)[name] !== undefined);
  return found && objectOf(found.payload.data)[name];
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
