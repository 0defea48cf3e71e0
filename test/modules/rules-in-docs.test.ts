import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, ModuleDefinition } from '@bystack/chain-core/module';
import { ModuleHarness } from '@bystack/chain-core/testing';
import { inBothLanguages } from '../../apps/control-plane/src/features/modules/both-languages';
import { MODULES } from '../../apps/control-plane/src/platform/registry.generated';
import { templatePackage } from '../../libs/modules-contract/src/rule-book/testing/packages';

const page = readFileSync(join(__dirname, '../../docs/changing-rules.md'), 'utf8');
const onPage = (pattern: RegExp): string => pattern.exec(page)![1]!;
const { guards } = JSON.parse(`{${onPage(/^("guards": .*)$/m)}}`) as { readonly guards: readonly [JsonObject] };
const { errors } = JSON.parse(`{${onPage(/`("errors": .*?)`/)}}`) as { readonly errors: JsonObject };
const { title } = JSON.parse(`{${onPage(/`("title": \{.*?)`/)}}`) as { readonly title: JsonObject };
const lenient = JSON.parse(onPage(/`("!has\(.*?")`/)) as string;

const moduleNamed = (name: string): ModuleDefinition => MODULES.findLast((one) => one.name === name) as unknown as ModuleDefinition;
/** The rules of the template with what the page adds to them, as the control plane would send them. */
function rules(changed: JsonObject, guard: JsonObject = guards[0]): JsonObject {
  const book = templatePackage('data-confirmation');
  const claim = { ...book.commands['claim']!, who: 'anyone', guards: [guard] };
  return inBothLanguages({ ...book, title, commands: { claim }, errors, ...changed } as unknown as JsonObject);
}

/** What becomes of a document with each reference; undefined: it is accepted. */
function codes(guard: JsonObject, references: readonly JsonObject[]): readonly (string | undefined)[] {
  const chain = new ModuleHarness({ modules: [{ module: moduleNamed('open-registration'), params: {} }, { module: moduleNamed('rule-book'), params: { package: rules({}, guard) } }], startMs: 1 });
  return references.map((reference, at) => chain.call({ module: 'rule-book', command: 'act', payload: { command: 'claim', data: { hash: `${at}`.repeat(64), salted: true, title: 'Deed', ...reference } }, actor: 'creator' }).code);
}

it('a refusal as the page on changing rules writes it does what the page says', () => {
  const references: readonly JsonObject[] = [{}, { reference: 'ab' }, { reference: 'abc' }];
  expect(codes(guards[0], references)).toEqual(['REFERENCE_SHORT', 'REFERENCE_SHORT', undefined]);
  expect(codes({ ...guards[0], require: lenient }, references)).toEqual([undefined, 'REFERENCE_SHORT', undefined]);
});

it('a title in one language is taken, and a bare text is refused where the page says', () => {
  const { checkParams } = moduleNamed('rule-book');
  expect(() => checkParams!({ package: rules({}) })).not.toThrow();
  expect(() => checkParams!({ package: rules({ title: 'Orchard diary' }) })).toThrow(expect.objectContaining({ code: 'PACKAGE_INVALID', facts: expect.objectContaining({ path: '/package/title' }) as unknown }) as Error);
});
