import { defineModule, type ModuleDefinition } from '../module/define-module';
import { leftRunningBy } from '../module/left-running';
import { unbroken } from '../kernel/unbroken';
import { utf8 } from '../primitives/bytes';
import { ModuleHarness } from '../testing/module-harness';

const words = { en: 'Late', zh: '迟' };
const anything = { type: 'object' };
const KEY = utf8('k');
/** What comes of a module that puts off its work: nothing must be left of it, and nobody may trip over how it ends. */
const later = async (): Promise<void> => {
  await Promise.resolve();
  throw new Error('nobody waits for this');
};
const nothing = (): void => undefined;
const done = { title: words, payload: anything, apply: nothing };
/** Each command puts off another part of its work; TypeScript takes a function that gives a promise for one that gives nothing. */
const late = (more: Partial<ModuleDefinition> = {}) =>
  defineModule({
    name: 'late', version: '1.0.0', slot: 'contract', title: words, summary: words, params: anything,
    stores: { heap: { number: 1, holds: 'anything' } },
    commands: {
      write: { ...done, apply: ({ state }) => state.put('heap', KEY, utf8('written')) },
      'late-apply': {
        ...done,
        async apply({ state }) {
          state.put('heap', KEY, utf8('too early'));
          await later();
        },
      },
      'late-check': { ...done, check: later },
      'late-answer': { ...done, check: ({ ask }) => ask('slot:identity', 'late', {}) },
    },
    queries: { late: { title: words, args: anything, answer: later as never } },
    needs: ['slot:identity'],
    ...more,
  });
const asked = defineModule({ name: 'asked', version: '1.0.0', slot: 'identity', title: words, summary: words, params: anything, methods: { late: later as never } });
const chainOf = (more?: Partial<ModuleDefinition>) => new ModuleHarness({ modules: [{ module: late(more) as never }, { module: asked as never }] });
const call = (command: string) => ({ module: 'late', command, actor: 'ann', payload: {} });

it.each(['late-apply', 'late-check', 'late-answer'])('%s is a bug of the module: its transaction is left out, and nothing of it stays', (command) => {
  const chain = chainOf();
  const untouched = chain.stateRoot;
  expect(() => chain.call(call(command))).toThrow('answered with a promise');
  expect(chain.stateRoot).toEqual(untouched);
  expect(chain.call(call('write'))).toMatchObject({ accepted: true });
});

it.each(['late-check', 'late-answer'])('%s is found out at admission', (command) => {
  expect(() => chainOf().admit(call(command))).toThrow(expect.objectContaining({ cause: expect.objectContaining({ message: expect.stringContaining('answered with a promise') }) }));
});

it('a question from outside is not answered with a promise', () => {
  expect(() => chainOf().query('late', 'late')).toThrow('answered with a promise');
});

it('neither a hook nor the check of parameters may put off its work', () => {
  expect(() => chainOf({ hooks: { endBlock: later } }).block([])).toThrow(expect.objectContaining({ cause: expect.objectContaining({ message: expect.stringContaining('answered with a promise') }) }));
  expect(() => chainOf({ hooks: { genesis: later } })).toThrow('answered with a promise');
  expect(() => chainOf({ checkParams: later })).toThrow('answered with a promise');
});

it.each([
  ['check', { check: later, apply: nothing }],
  ['apply', { check: nothing, apply: later }],
])('%s of a policy may not either', (_which, policy) => {
  const chain = chainOf({ slot: 'transactions', policy });
  expect(() => chain.call(call('write'))).toThrow('answered with a promise');
});

it('is known by what it has begun and not waited for, wherever it did so', async () => {
  const heard = new Map<string, unknown>();
  const leave = (where: string) => (): void => void later().catch(() => heard.set(where, leftRunningBy()));
  const chain = chainOf({
    checkParams: leave('checkParams'),
    hooks: { genesis: leave('genesis'), endBlock: leave('endBlock') },
    commands: { write: { ...done, check: leave('check'), apply: leave('apply') } },
    queries: { late: { title: words, args: anything, answer: () => (leave('query')(), 1) } },
  });
  expect(chain.call(call('write'))).toMatchObject({ accepted: true });
  expect(chain.query('late', 'late')).toBe(1);
  unbroken('late', leave('before it is in force'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(Object.fromEntries(heard)).toEqual(Object.fromEntries(['checkParams', 'genesis', 'check', 'apply', 'endBlock', 'query', 'before it is in force'].map((where) => [where, 'late'])));
  expect(leftRunningBy()).toBeUndefined();
});
