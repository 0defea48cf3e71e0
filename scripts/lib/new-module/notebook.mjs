// What a new module starts from, in any slot: notes that are written once. Small, but with a parameter, a store, a command, a question, an event and refusals.

/** @param {{name: string, value: string, title: string, slot: string, library: string}} of @returns {{module: string, test: string, scenario: string}} */
export function notebook({ name, value, title, slot, library }) {
  const module = `import { canonicalJson, defineModule, parseCanonicalJson, refuse, utf8, type ApplyContext, type CheckContext, type Json, type ModuleContext } from '@bystack/chain-core/module';

interface Params {
  readonly lengthMax: number;
}
interface Note {
  readonly name: string;
  readonly text: string;
}

function checkNote({ params, state }: CheckContext<Params>, { name, text }: Note): void {
  if (text.length > params.lengthMax) refuse('NOTE_TOO_LONG', { path: '/text', limit: params.lengthMax });
  if (state.get('notes', utf8(name)) !== undefined) refuse('NOTE_EXISTS', { path: '/name', name });
}

function applyNote(context: ApplyContext<Params>, { name, text }: Note): void {
  context.state.put('notes', utf8(name), canonicalJson({ text, atMs: context.timeMs }));
  context.emit('noted', { name });
}

function note({ state }: ModuleContext<Params>, { name }: { name: string }): Json {
  const bytes = state.get('notes', utf8(name));
  return bytes === undefined ? null : parseCanonicalJson(bytes);
}

const name = { type: 'string', minLength: 1, maxLength: 64, 'x-title': { en: 'Name', zh: '名称' } };
const text = { type: 'string', maxLength: 1000, 'x-title': { en: 'Note', zh: '备注内容' } };
const atMs = { type: 'integer', 'x-title': { en: 'Written', zh: '写入时间' } };

/** Say in one sentence what choosing this module means. */
export const ${value} = defineModule<Params>({
  name: '${name}',
  version: '1.0.0',
  slot: '${slot}',
  title: { en: '${title[0].toUpperCase()}${title.slice(1)}', zh: '${title}（中文名）' },
  summary: { en: 'What choosing this means for the people on the chain.', zh: '选择此模块对链上成员意味着什么。' },
  params: { type: 'object', properties: { lengthMax: { type: 'integer', minimum: 1, maximum: 1000, default: 280, 'x-title': { en: 'Longest note', zh: '备注长度上限' }, 'x-unit': 'characters' } }, additionalProperties: false },
  stores: { notes: { number: 1, holds: 'name -> note' } },
  commands: {
    note: {
      title: { en: 'Write a note', zh: '写一条备注' },
      payload: { type: 'object', properties: { name, text }, required: ['name', 'text'], additionalProperties: false },
      check: checkNote,
      apply: applyNote,
    },
  },
  queries: {
    note: {
      title: { en: 'Read a note', zh: '读取备注' },
      args: { type: 'object', properties: { name }, required: ['name'], additionalProperties: false },
      result: { type: ['object', 'null'], properties: { text, atMs }, required: ['text', 'atMs'] },
      answer: note,
    },
  },
  events: { noted: { title: { en: 'A note was written', zh: '已写入备注' }, data: { type: 'object', properties: { name }, required: ['name'] } } },
  errors: {
    NOTE_TOO_LONG: { status: 422, words: { en: 'A note has at most {limit} characters.', zh: '备注最多 {limit} 个字符。' } },
    NOTE_EXISTS: { status: 409, words: { en: 'There already is a note "{name}".', zh: '备注“{name}”已存在。' } },
  },
});
`;

  const test = `import { ModuleHarness } from '@bystack/chain-core/testing';
import { ${value} } from '.';

describe('${name}', () => {
  const call = { module: '${name}', command: 'note', actor: 'alice' };

  it('keeps a note and refuses a second one of that name', () => {
    const chain = new ModuleHarness({ modules: [{ module: ${value}, params: { lengthMax: 10 } }] });
    expect(chain.call({ ...call, payload: { name: 'one', text: 'hello' } })).toMatchObject({ accepted: true, events: [{ name: 'noted' }] });
    expect(chain.query('${name}', 'note', { name: 'one' })).toMatchObject({ text: 'hello' });
    expect(chain.call({ ...call, payload: { name: 'one', text: 'again' } })).toMatchObject({ accepted: false, code: 'NOTE_EXISTS' });
  });

  it('holds to its parameters', () => {
    const chain = new ModuleHarness({ modules: [{ module: ${value}, params: { lengthMax: 10 } }] });
    expect(chain.call({ ...call, payload: { name: 'two', text: 'x'.repeat(11) } })).toMatchObject({ code: 'NOTE_TOO_LONG', facts: { limit: 10 } });
  });
});
`;

  const scenario = `import type { CallStep, ModuleScenario } from '@bystack/chain-core/testing/contract';
import { ${value} } from '@bystack/${library}';

const note = (name: string, text: string, refused?: string): CallStep => ({ actor: 'alice', command: 'note', payload: { name, text }, refused });

export const ${value}Scenario: ModuleScenario = {
  module: ${value},
  params: { lengthMax: 10 },
  steps: [
    note('one', 'hello'),
    note('one', 'again', 'NOTE_EXISTS'),
    note('two', 'x'.repeat(11), 'NOTE_TOO_LONG'),
    { query: 'note', args: { name: 'one' }, answer: { text: 'hello' } },
  ],
};
`;
  return { module, test, scenario };
}
