import { defineModule } from '../module/define-module';
import { BUDGETS } from '../module/meter';
import { refuse } from '../primitives/refusal';
import { utf8 } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { ModuleHarness } from '../testing/module-harness';

const words = { en: 'Greedy', zh: '贪婪' };
const amounts = { type: 'object', required: ['operations', 'bytes'], properties: { operations: { type: 'integer' }, bytes: { type: 'integer' } } };
interface Amounts {
  readonly operations: number;
  readonly bytes: number;
}
/** Few keys, written again and again: it is the work that counts. */
const KEYS = 100;
let atEnd: Amounts = { operations: 0, bytes: 0 };
let refuseAtEnd = false;

/** Takes as much of the state as it is told. */
const greedy = defineModule({
  name: 'greedy', version: '1.0.0', slot: 'contract', title: words, summary: words, params: { type: 'object' },
  stores: { heap: { number: 1, holds: 'anything' } },
  commands: {
    write: { title: words, payload: amounts, apply: ({ state, emit }, wanted: Amounts) => (write(state, wanted), emit('written', {})) },
    read: { title: words, payload: amounts, check: ({ state }, { operations }: Amounts) => void look(state, operations), apply: () => undefined },
    ask: { title: words, payload: amounts, check: ({ ask }, wanted: Amounts) => void ask('slot:identity', 'read', { ...wanted }), apply: () => undefined },
  },
  queries: { read: { title: words, args: amounts, answer: ({ state }, { operations }: Amounts): Json => look(state, operations) } },
  events: { written: { title: words, data: { type: 'object' } }, ended: { title: words, data: { type: 'object' } } },
  needs: ['slot:identity'],
  hooks: {
    endBlock: ({ state, emit }) => {
      emit('ended', {});
      write(state, atEnd);
      if (refuseAtEnd) refuse('NOT_TODAY');
    },
  },
});
const hoard = defineModule({
  name: 'hoard', version: '1.0.0', slot: 'identity', title: words, summary: words, params: { type: 'object' },
  stores: { heap: { number: 1, holds: 'anything' } },
  methods: { read: ({ state }, { operations }: Amounts): Json => look(state, operations) },
});

/** @returns how many entries there are, having looked so many times. */
function look(state: { get(store: string, key: Uint8Array): Uint8Array | undefined }, operations: number): number {
  const found = Array.from({ length: operations }, (_, i) => state.get('heap', utf8(String(i % KEYS))));
  return found.slice(0, KEYS).filter((value) => value !== undefined).length;
}

function write(state: { put(store: string, key: Uint8Array, value: Uint8Array): void }, { operations, bytes }: Amounts): void {
  for (let i = 0; i < operations; i += 1) state.put('heap', utf8(String(i % KEYS)), new Uint8Array(bytes));
}
const chainOf = () => new ModuleHarness({ modules: [{ module: greedy as never }, { module: hoard as never }] });
const call = (command: string, operations: number, bytes = 1) => ({ module: 'greedy', command, actor: 'ann', payload: { operations, bytes } });
const { transaction, hook, query } = BUDGETS;

beforeEach(() => {
  atEnd = { operations: 0, bytes: 0 };
  refuseAtEnd = false;
});

describe('what a transaction takes of the state', () => {
  it.each([
    ['writes', call('write', transaction.operations), call('write', transaction.operations + 1), 'operations'],
    ['bytes', call('write', 16, 500_000), call('write', 17, 500_000), 'bytes'],
    ['questions to other modules', call('ask', transaction.operations), call('ask', transaction.operations + 1), 'operations'],
  ])('is bounded in %s: what is just within is done, one more is refused and leaves nothing', (_what, within, beyond, unit) => {
    const chain = chainOf();
    expect(chain.call(within)).toMatchObject({ accepted: true });
    const before = chain.query('greedy', 'read', { operations: 100, bytes: 0 });
    expect(chain.call(beyond)).toMatchObject({ accepted: false, code: 'TOO_COSTLY', facts: { unit }, events: [] });
    expect(chain.query('greedy', 'read', { operations: 100, bytes: 0 })).toEqual(before);
  });

  it('is counted over all its calls', () => {
    const chain = chainOf();
    const half = Math.ceil(transaction.operations / 2);
    expect(chain.block([chain.transaction([call('write', half), call('write', half), call('write', 1)])])[0]).toMatchObject({ code: 'TOO_COSTLY' });
    expect(chain.call(call('write', 1))).toMatchObject({ accepted: true });
  });

  it('is refused at admission already where check alone takes too much', () => {
    const chain = chainOf();
    expect(chain.check(call('read', transaction.operations + 1))).toBe('TOO_COSTLY');
    expect(chain.check(call('read', transaction.operations))).toBeUndefined();
  });
});

it('a question from outside is bounded as well', () => {
  const chain = chainOf();
  chain.call(call('write', 20));
  expect(chain.query('greedy', 'read', { operations: query.operations, bytes: 0 })).toBe(20);
  expect(() => chain.query('greedy', 'read', { operations: query.operations + 1, bytes: 0 })).toThrow(expect.objectContaining({ code: 'TOO_COSTLY' }));
});

describe('the end of a block', () => {
  const endOf = (chain: ModuleHarness) => (chain.block([]), chain.blockEvents.map(({ module, name, data }) => `${module} ${name} ${JSON.stringify(data)}`));

  it('does what a hook wants within its budget', () => {
    atEnd = { operations: hook.operations, bytes: 1 };
    const chain = chainOf();
    expect(endOf(chain)).toEqual(['greedy ended {}']);
    expect(chain.query('greedy', 'read', { operations: 10, bytes: 0 })).toBe(10);
  });

  it.each([
    ['takes too much', { operations: hook.operations + 1, bytes: 1 }, false, 'TOO_COSTLY'],
    ['refuses', { operations: 1, bytes: 1 }, true, 'NOT_TODAY'],
  ])('goes on without a hook that %s, and says so', (_what, wanted, refuses, code) => {
    const chain = chainOf();
    atEnd = wanted;
    refuseAtEnd = refuses;
    expect(endOf(chain)).toEqual([`kernel hook-left-out {"code":"${code}","module":"greedy"}`]);
    expect(chain.query('greedy', 'read', { operations: 10, bytes: 0 })).toBe(0);
    expect(chain.call(call('write', 1))).toMatchObject({ accepted: true });
  });
});
