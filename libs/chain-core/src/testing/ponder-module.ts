import { defineModule, refuse, type ApplyContext, type Migration, type ModuleDefinition, type ReadView, type WriteBatch } from '../module';
import { utf8, type Bytes } from '../primitives/bytes';
import { counter } from './counter-module';

type Params = { readonly max: number };
type Apply = ApplyContext<Params>;
const words = (en: string) => ({ en, zh: en });
const anything = { type: 'object' };
const TOTAL = utf8('total');
const BLOCKS = utf8('~blocks');
const later = (): Promise<void> => Promise.resolve();

async function read(state: ReadView, key: Bytes): Promise<number> {
  await later();
  return Number(Buffer.from(state.get('total', key) ?? utf8('0')).toString());
}

async function raise(state: WriteBatch, key: Bytes, by: number): Promise<number> {
  const total = (await read(state, key)) + by;
  await later();
  state.put('total', key, utf8(String(total)));
  return total;
}

/** What it must not do: each command does one of these. */
const WAYS: Readonly<Record<string, (context: Apply) => unknown>> = {
  'break-late': async ({ state }) => {
    await raise(state, TOTAL, 666);
    throw new RangeError('a bug after a while');
  },
  never: async ({ state }) => {
    await raise(state, TOTAL, 666);
    await new Promise(() => undefined);
  },
  'after-a-timer': async (context) => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    await raise(context.state, TOTAL, 666);
  },
  'after-a-turn': async (context) => {
    await new Promise((resolve) => setImmediate(resolve));
    await raise(context.state, TOTAL, 666);
  },
  'after-a-tick': async (context) => {
    await new Promise((resolve) => process.nextTick(resolve));
    await raise(context.state, TOTAL, 666);
  },
  thenable: () => ({ then: () => undefined }),
};
/** What something that a call left running came to, for tests to look at. */
export const leftRunning: Promise<unknown>[] = [];

const carriedOver: Migration<Params> = {
  stores: ['total'],
  async entry({ state }, { key, value }) {
    await later();
    if (value === undefined) state.delete('total', key);
    else state.put('total', key, value);
  },
};

/** As the counter, with every answer promised: it reads and writes after it has waited for itself. It can also break its promises, in each way. */
export const ponder: ModuleDefinition<Params> = defineModule<Params>({
  name: 'ponder',
  version: '1.0.0',
  slot: 'contract',
  async: true,
  title: words('Ponder'),
  summary: words('Counts, having thought about it.'),
  params: counter.params,
  stores: { total: { number: 1, holds: 'The total, that of each actor, and how many blocks there were' } },
  commands: {
    add: {
      title: words('Add'),
      payload: counter.commands!['add']!.payload,
      async check({ state, params }, { by }: { by: number }) {
        const total = await read(state, TOTAL);
        if (total + by > params.max) refuse('COUNTER_FULL', { max: params.max });
        return total;
      },
      async apply({ state, actor, emit }, { by }: { by: number }, before: number) {
        await Promise.all([raise(state, TOTAL, by), raise(state, actor, by)]);
        emit('added', { by, total: before + by });
      },
    },
    /** Several at once: what they do lies between one another's, alike everywhere. */
    'add-together': {
      title: words('Add together'),
      payload: { type: 'object', required: ['names'], properties: { names: { type: 'array', items: { type: 'string', maxLength: 16 }, maxItems: 16 } } },
      async apply({ state, emit }, { names }: { names: string[] }) {
        await Promise.all(names.map(async (name, i) => {
          for (let waits = 0; waits < (i * 7) % 5; waits += 1) await later();
          emit('added', { by: i, total: await raise(state, utf8(name), i + 1) });
        }));
      },
    },
    'refuse-late': {
      title: words('Refuse after a while'),
      payload: anything,
      async apply({ state, emit }: Apply) {
        await raise(state, TOTAL, 999);
        emit('added', { by: 999, total: 999 });
        refuse('CHANGED_ITS_MIND');
      },
    },
    /** Takes more of the state than it may, a little at a time. */
    gorge: { title: words('Gorge'), payload: anything, apply: async ({ state }: Apply) => { for (;;) await read(state, TOTAL); } },
    /** Answers, and goes on: the next moment, and when the block is long made. */
    'leave-running': {
      title: words('Leave something running'),
      payload: anything,
      async apply({ state, emit, ask }: Apply) {
        const uses = [() => state.put('total', TOTAL, utf8('666')), () => state.delete('total', TOTAL), () => emit('added', { by: 666, total: 666 }), () => state.get('total', TOTAL), () => state.range('total', { limit: 1 }), () => ask('ponder', 'total', {})];
        const goOn = async (wait: Promise<unknown>, use: () => unknown) => (await wait, use());
        const moment = later().then(later).then(later).then(later);
        const turn = new Promise((resolve) => setImmediate(resolve));
        leftRunning.push(...[moment, turn].flatMap((wait) => uses.map((use) => goOn(wait, use).catch((error: Error) => error.name))));
      },
    },
    ...Object.fromEntries(Object.entries(WAYS).map(([name, apply]) => [name, { title: words(name), payload: anything, apply: apply as (context: Apply) => Promise<void> }])),
    /** In `check`, found out at the door. */
    'check-never': { title: words('Check never'), payload: anything, check: () => new Promise(() => undefined), apply: () => undefined },
    /** What TypeScript does not let pass. */
    'write-in-check': { title: words('Write in check'), payload: anything, check: async ({ state }) => { await later(); (state as WriteBatch).put('total', TOTAL, utf8('666')); }, apply: () => undefined },
  },
  queries: {
    total: { title: words('Total'), args: anything, answer: ({ state }) => read(state, TOTAL) },
    of: { title: words('Of one'), args: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } }, answer: ({ state }, { name }: { name: string }) => read(state, utf8(name)) },
    blocks: { title: words('Blocks'), args: anything, answer: ({ state }) => read(state, BLOCKS) },
    never: { title: words('Never'), args: anything, answer: () => new Promise<never>(() => undefined) },
  },
  events: counter.events!,
  errors: counter.errors!,
  hooks: {
    genesis: async ({ state }) => void (await raise(state, BLOCKS, 1)),
    endBlock: async ({ state }) => void (await raise(state, BLOCKS, 1)),
  },
  migrateFrom: { 'counter@1.0.0': carriedOver, 'counter@1.1.0': carriedOver },
});

/** The counter once more, for the way back. */
export const counterAgain = {
  ...counter,
  version: '1.1.0',
  migrateFrom: { 'ponder@1.0.0': { stores: ['total'], entry: ({ state }: { state: WriteBatch }, { key, value }: { key: Bytes; value: Bytes | undefined }) => (value === undefined ? state.delete('total', key) : state.put('total', key, value)) } },
} as ModuleDefinition<Params>;
