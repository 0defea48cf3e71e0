import type { JsonObject } from '@bystack/api';
import { formWarnings } from '../../apps/control-plane/src/features/governance/form-warnings';
import { ruleChanges } from '../../apps/control-plane/src/features/governance/rule-changes';
import type { CommandRule, RulePackage } from '../../libs/modules-contract/src/rule-book/package';
import { loanPackage, template, templatePackage } from '../../libs/modules-contract/src/rule-book/testing/packages';

type Parts = Partial<Omit<RulePackage, 'commands'>>;
const json = (book: RulePackage): JsonObject => JSON.parse(JSON.stringify(book)) as JsonObject;
const before = loanPackage();
const { add, lend } = before.commands as { readonly add: CommandRule; readonly lend: CommandRule };
const words = { en: 'Say which shelf.', zh: '请说明货架。' };
const told = (parts: Parts) => ruleChanges(json(before), json({ ...before, ...parts }));
const withAdd = (changed: Partial<CommandRule>, parts: Parts = {}) => told({ ...parts, commands: { ...before.commands, add: { ...add, ...changed } } } as Parts);
const properties = (add.data as JsonObject)['properties'] as JsonObject;

describe('what changes from one package of rules to another, in words', () => {
  it('fields that are new, gone, required and of another kind', () => {
    const { tags: _, ...kept } = properties;
    const data = { ...(add.data as JsonObject), properties: { ...kept, name: { type: 'string', maxLength: 80 }, shelf: { type: 'object', properties: { row: { type: 'integer' } }, required: ['row'] }, lot: { type: 'string' } }, required: ['name', 'lot'] };
    expect(withAdd({ data: data as never }).map(({ en }) => en)).toEqual([
      '“Add a tool”: new field “shelf”.',
      '“Add a tool”: new field “shelf.row” (whole number), which must be given.',
      '“Add a tool”: new field “lot” (text), which must be given.',
      '“Add a tool”: the field “tags” is gone.',
      '“Add a tool”: the field “name” takes text, up to 80 characters (now text, up to 40 characters).',
      '“Add a tool”: the field “value” may be left out now.',
    ]);
    expect(withAdd({ data: { ...(add.data as JsonObject), required: ['name', 'value', 'tags'] } as never })).toEqual([{ en: '“Add a tool”: the field “tags” must be given now.', zh: '“Add a tool”：字段“tags”现为必填。' }]);
    const withTags = (tags: JsonObject) => withAdd({ data: { ...(add.data as JsonObject), properties: { ...properties, tags } } as never });
    expect(withTags({ type: 'array', items: { type: 'integer', minimum: 1 } })).toEqual([{ en: '“Add a tool”: the field “tags” takes list, each entry: whole number from 1 (now list, each entry: text).', zh: '“Add a tool”：字段“tags”改为列表，每项为整数，不小于 1（现为列表，每项为文本）。' }]);
    expect(withTags({ ...(properties.tags as JsonObject), uniqueItems: true }).map(({ en }) => en)).toEqual(['“Add a tool”: what goes into the field “tags” is checked otherwise: see the whole text.']);
    expect(withAdd({ data: { ...(add.data as JsonObject), additionalProperties: true } as never })[0]!.en).toMatch(/as a whole is checked otherwise/);
  });

  it('refusals that are new, gone, and come for another reason or with other words', () => {
    const guards = [...add.guards!, { code: 'NO_SHELF', require: 'data.name != ""' }];
    expect(withAdd({ guards }, { errors: { ...before.errors, NO_SHELF: { status: 422, words } } })).toEqual([
      { en: '“Add a tool”: a new refusal, “Say which shelf.” (NO_SHELF, unless data.name != "").', zh: '“Add a tool”：新增拒绝：“请说明货架。”（NO_SHELF，除非 data.name != ""）。' },
    ]);
    expect(withAdd({ guards: [] }).map(({ en }) => en)).toEqual(['“Add a tool”: the refusal TOO_VALUABLE is gone.']);
    expect(withAdd({ guards: [{ ...add.guards![0]!, require: 'true' }] }).map(({ en }) => en)).toEqual(['“Add a tool”: the refusal TOO_VALUABLE comes unless true (now: unless decimal.compare(data.value, "1000.00") <= 0).']);
    expect(told({ errors: { ...before.errors, TOO_VALUABLE: { status: 422, words } } }).map(({ en }) => en)).toEqual(['“Add a tool”: the refusal TOO_VALUABLE says “Say which shelf.” (now “At most 1000.00.”).']);
    const reversed = { ...before.commands, lend: { ...lend, guards: [...lend.guards!].reverse() } };
    expect(ruleChanges(json(before), json({ ...before, commands: reversed })).map(({ en }) => en)).toEqual(['“Lend”: refusals come in another order.']);
  });

  it('who may, what is done, and commands that come and go', () => {
    expect(withAdd({ who: 'anyone' })[0]!.en).toBe('“Add a tool”: anybody may give it (now whoever has the role keeper).');
    expect(withAdd({ effects: lend.effects })[0]!.en).toMatch(/^“Add a tool”: what it works out, or does with records, is written otherwise/);
    const { giveBack: _, ...others } = before.commands;
    expect(ruleChanges(json(before), json({ ...before, commands: { ...others, mend: { ...lend, title: words } } })).map(({ en }) => en)).toEqual([
      'New command “mend” (Say which shelf.): members may give it.',
      '“Say which shelf.”: new field “to” (text), which must be given.',
      '“Say which shelf.”: new field “until” (date and time with an offset, such as 2026-01-31T09:30:00Z), which must be given.',
      expect.stringMatching(/a new refusal, “.+” \(IN_THE_PAST, unless/),
      expect.stringMatching(/a new refusal, “.+” \(TOO_LONG, unless/),
      'The command “giveBack” (Give back) is gone.',
    ]);
  });

  it('record types, states, indexes, questions, events and forms', () => {
    const { tool } = before.records as { tool: RulePackage['records'][string] };
    const records = { tool: { ...tool, states: { inStore: { title: words }, lost: { title: words } }, indexes: { holder: tool.indexes!['holder']! } }, room: tool };
    expect(told({ records, queries: {}, events: { lost: { title: words } }, forms: [{ name: 'lend' }] }).map(({ en }) => en)).toEqual([
      'New record type “room” (Tool).',
      'New state of “Tool”: “lost” (Say which shelf.).',
      'The state of “Tool”: “lent” (Lent) is gone.',
      'The state of “Tool”: “inStore” (Say which shelf.) is written otherwise.',
      'The index of “Tool”: “tags” (Tags) is gone.',
      'The question “heldBy” (What somebody holds) is gone.',
      'New event “lost” (Say which shelf.).',
      'The event “lent” (A tool was lent) is gone.',
      'New form “lend”.',
    ]);
  });

  it('says so where nothing changes, and where there is too much to be read out', () => {
    expect(told({ version: '9.9.9', title: words }).map(({ en }) => en)).toEqual(['Nothing changes in the rules but what they are called.']);
    const whole = ruleChanges(json(templatePackage('data-confirmation')), json(templatePackage('product-traceability')));
    expect(whole.every(({ en, zh }) => en.length > 5 && zh.length > 3)).toBe(true);
    const events = Object.fromEntries(Array.from({ length: 63 }, (_, at) => [`e${at}`, { title: words }]));
    expect(told({ events: { ...before.events, ...events } }).slice(59).map(({ en }) => en)).toEqual([expect.stringMatching(/^New event “e59”/), 'And 3 more: see the whole text.']);
  });

  it('takes any shape, however deep', () => {
    const deep = JSON.parse(`${'{"properties":{"a":'.repeat(3_000)}{}${'}}'.repeat(3_000)}`) as JsonObject;
    for (const odd of [{}, { commands: 5, records: [], forms: {} }, { commands: { a: null, b: { data: 'x', guards: [1], who: 7 } }, queries: { q: [] } }, { commands: { a: { data: deep } } }] as unknown as JsonObject[]) {
      expect(Array.isArray(ruleChanges(json(before), odd)) && Array.isArray(ruleChanges(odd, json(before)))).toBe(true);
      expect(formWarnings('rule-book', odd)).toEqual([]);
    }
  });
});

describe('forms that nobody could send', () => {
  const form = (payload: JsonObject, fields: readonly string[]) => ({ name: 'lending', module: 'rule-book', command: 'act', schema: { type: 'object', properties: Object.fromEntries(fields.map((name) => [name, { type: 'string' }])) }, payload });
  const said = (payload: JsonObject, fields: readonly string[]) => formWarnings('rule-book', json({ ...before, forms: [form(payload, fields)] })).map(({ words: { en } }) => en);
  const missing = (field: string) => `The form “lending” has no field for “${field}”, which is required: whoever fills it in is always refused.`;

  it.each<[string, JsonObject, readonly string[], readonly string[]]>([
    ['has all that is required', { command: 'lend', data: { to: '{{to}}', until: '{{until}}' } }, ['to', 'until'], []],
    ['writes some of it itself', { command: 'lend', data: { to: 'Ann', until: '{{until}}' } }, ['until'], []],
    ['lacks one', { command: 'lend', data: { to: '{{to}}' } }, ['to'], [missing('until')]],
    ['lacks the field that its payload names', { command: 'lend', data: { to: '{{to}}', until: '{{until}}' } }, ['to'], [missing('until')]],
    ['has no data', { command: 'lend' }, [], [missing('to'), missing('until')]],
    ['sends a document whole', { command: 'lend', data: '{{document}}' }, ['document'], []],
    ['asks for nothing where nothing is required', { command: 'giveBack', key: '{{key}}' }, ['key'], []],
    ['is for what is not there', { command: 'sell', data: {} }, [], ['The form “lending” is for the command “sell”, which the rules do not have.']],
  ])('a form that %s', (_, payload, fields, expected) => expect(said(payload, fields)).toEqual(expected));

  it('none of the templates has one', () => {
    for (const name of ['data-confirmation', 'open-ledger', 'product-traceability']) {
      const forms = template(name)['forms'] as RulePackage['forms'];
      expect(forms!.length).toBeGreaterThan(0);
      expect(formWarnings('rule-book', json({ ...templatePackage(name), forms }))).toEqual([]);
    }
  });
});
