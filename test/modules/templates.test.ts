import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '@bystack/api';
import { toHex, type Json, type JsonObject, type ModuleDefinition } from '@bystack/chain-core/module';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { fillPayload } from '../../apps/admin-console/src/parts/schema-form/payload';
import { cardOf } from '../../apps/control-plane/src/features/modules/module-card';
import { MODULES } from '../../apps/control-plane/src/platform/registry.generated';
import { epcisDocuments, template } from '../../libs/modules-contract/src/rule-book/testing/packages';
import { actsOf, asksOf, exampleArgs, examplePayload } from '../../libs/sdk/src/cli/acts';
import { abilityLines } from '../../libs/sdk/src/cli/commands/abilities';

const names = readdirSync(join(__dirname, '../../templates'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
const creator = 'creator';

/** The template as a chain of an organisation whose key is the creator's. */
function founded(name: string, identity?: string): { template: Template; chain: ModuleHarness } {
  const key = toHex(keyOf(creator).publicKey);
  const text = JSON.stringify(template(name)).replaceAll('"{organisation.key}"', `"${key}"`).replaceAll('"{organisation.name}"', '"Coffee & Co 咖啡"');
  const filled = JSON.parse(text) as Template;
  const choices = Object.entries(filled.slots).map(([slot, { module, version, params }]) => ({ name: slot === 'identity' ? (identity ?? module) : module, version, params }));
  const modules = new ModuleRegistry(MODULES).check(choices);
  const listed = modules.choices().map(({ name: module, version, params }) => ({ module: MODULES.find((each) => each.name === module && each.version === version)!, params }));
  return { template: filled, chain: new ModuleHarness({ modules: listed, startMs: Date.UTC(2026, 5, 1) }) };
}

/** Something a person might put into a field, from its schema. */
function filledIn(schema: JsonObject, onlyRequired: boolean): JsonObject {
  const required = [...((schema['required'] ?? []) as readonly string[]), ...firstChoices(schema)];
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, JsonObject>).filter(([name]) => !onlyRequired || required.includes(name));
  return Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(field, onlyRequired ? 'ef' : 'cd')]));
}
/** Where one of several fields must be given: the first. */
function firstChoices({ anyOf, allOf }: JsonObject): readonly string[] {
  const choices = [{ anyOf }, ...((allOf ?? []) as unknown as readonly JsonObject[])].filter((choice) => choice.anyOf !== undefined);
  return choices.flatMap((choice) => (choice.anyOf as unknown as readonly { required: readonly string[] }[])[0]!.required);
}
function exampleOf(field: JsonObject, hexByte: string): Json {
  if (field['enum'] !== undefined) return (field['enum'] as readonly Json[])[0]!;
  if (field['type'] === 'boolean') return true;
  if (field['type'] === 'number') return 12.5;
  if (field['type'] === 'array' && (field['items'] as JsonObject)['properties'] !== undefined) return [filledIn(field['items'] as JsonObject, false)];
  if (field['type'] === 'array') return ['urn:epc:id:sgtin:9521141.012345.1', 'urn:epc:id:sgtin:9521141.012345.2'];
  if (field['type'] === 'object') return epcisDocuments().find(({ name }) => name === 'harvest.json')!.document;
  if (field['format'] === 'date-time') return '2026-05-20T08:00:00.000Z';
  if (field['format'] === 'date') return '2026-05-20';
  if (field['format'] === 'uri') return 'urn:epc:id:sgln:9521141.12345.0';
  return field['pattern'] === undefined ? 'anything' : hexByte.repeat(32);
}

describe.each(names)('the template %s', (name) => {
  const { template: book, chain } = founded(name);
  const submit = (module: string, command: string, payload: Json): ReturnType<ModuleHarness['call']> => chain.call({ module, command, payload, actor: creator });

  it('is called like its folder, in both languages, and brings its forms and lookups onto the chain', () => {
    expect(book.name).toBe(name);
    for (const words of [book.title, book.summary, book.industry, ...book.forms.map(({ title }) => title), ...book.lookups.map(({ title }) => title)]) expect([words.en, words.zh].every((text) => text.length > 1)).toBe(true);
    const rules = chain.query('rule-book', 'rules') as JsonObject;
    expect([rules['forms'], rules['lookups']]).toEqual([book.forms, book.lookups]);
  });

  it('records its samples in order', () => {
    expect(book.samples.length).toBeGreaterThan(0);
    for (const { module, command, payload } of book.samples) expect(submit(module, command, payload)).toMatchObject({ accepted: true });
  });

  it('takes the example that the command line makes of each command as it stands: with the samples of the template, and from the schema or a form alone', () => {
    const { module, params } = { module: 'rule-book', params: book.slots.contract.params };
    const card = cardOf(MODULES.find((each) => each.name === module && each.version === book.slots.contract.version) as unknown as ModuleDefinition, params);
    const acts = actsOf(card);
    expect(acts.length).toBeGreaterThan(0);
    for (const [act, rule] of acts) {
      for (const templates of [[book], []]) {
        const outcome = submit(module, 'act', examplePayload(card, act, rule, templates)!);
        if (!outcome.accepted) expect(outcome.code).not.toMatch(/^(DATA|PAYLOAD|COMMAND|ARGUMENT)_/); // By its meaning it may be refused, such as for what is there already.
      }
    }
  });

  it('answers the example that the command line makes of each question, which stands there field by field', () => {
    const card = cardOf(MODULES.find((each) => each.name === 'rule-book' && each.version === book.slots.contract.version) as unknown as ModuleDefinition, book.slots.contract.params);
    const lines = abilityLines('Mill', card, [book]);
    expect(asksOf(card).length).toBeGreaterThan(0);
    for (const [ask, question] of asksOf(card)) {
      const args = exampleArgs(card, ask, question, [book])!;
      expect(Array.isArray((chain.query('rule-book', 'ask', args) as { records: Json[] }).records)).toBe(true);
      const at = lines.indexOf(`        query ${JSON.stringify(ask)}: ${question.title.en}`);
      const [field] = Object.keys(question.args['properties'] as JsonObject);
      expect(lines.slice(at, at + 3)).toEqual([expect.anything(), '          args:', expect.stringContaining(`            ${field}*`)]);
      expect(lines).toContain(`          example: bystack query Mill rule-book ask --args '${JSON.stringify(args)}'`);
    }
  });

  it('runs with company badges instead of open registration, rules and parameters untouched', () => {
    const { chain: badges } = founded(name, 'company-badges');
    for (const { module, command, payload } of book.samples) expect(badges.call({ module, command, payload, actor: creator })).toMatchObject({ accepted: true });
    expect(badges.query('company-badges', 'whoIs', { key: toHex(keyOf(creator).publicKey) })).toMatchObject({ isAdmin: true });
  });

  it.each(book.forms.flatMap((form) => [[form.name, 'all fields', form, false], [form.name, 'the required fields', form, true]] as const))('has a form "%s" that with %s records something', (_name, _what, form, onlyRequired) => {
    const payload = fillPayload(form.payload, filledIn(form.schema, onlyRequired)) as JsonObject;
    const { code, facts } = submit(form.module, form.command, payload);
    expect([code, facts]).toEqual([undefined, {}]);
  });

  it.each(book.lookups.map((lookup) => [lookup.name, lookup] as const))('answers the lookup "%s"', (_name, lookup) => {
    const answer = chain.query(lookup.module, lookup.query, fillPayload(lookup.args, filledIn(lookup.schema, false))!) as { records: Json[] };
    expect(Array.isArray(answer.records)).toBe(true);
  });
});

it('makes examples that are about one thing: what the samples have in a field of the same shape', () => {
  const { template: book } = founded('data-confirmation');
  const card = cardOf(MODULES.find((each) => each.name === 'rule-book' && each.version === book.slots.contract.version) as unknown as ModuleDefinition, book.slots.contract.params);
  const acts = new Map(actsOf(card));
  const hashes = [...acts].map(([name, act]) => (examplePayload(card, name, act, [book]) as { data: { hash: string } }).data.hash);
  expect(hashes).toHaveLength(3);
  const asked = exampleArgs(card, 'document', new Map(asksOf(card)).get('document')!, [book]) as { args: { hash: string } };
  expect(new Set([...hashes, asked.args.hash])).toEqual(new Set([(book.samples[0]!.payload as { data: { hash: string } }).data.hash]));
});
