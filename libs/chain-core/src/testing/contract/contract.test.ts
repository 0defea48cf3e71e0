import { canonicalText } from '../../codec/json';
import { toHex } from '../../primitives/bytes';
import { refuse } from '../../primitives/refusal';
import type { AnyModule } from '../../module/active-module';
import { counter } from '../counter-module';
import { assetOf, callOf, definitionOf } from '../ledger-chain';
import { marketOf } from '../market-module';
import { MARKETS, takingOver } from '../markets';
import { ponder } from '../ponder-module';
import { begunOutside } from './begun-outside';
import { brokenValues } from './broken-values';
import { changeModule } from './change-module';
import { notUnits } from './not-units';
import { play, playOn, stageOf } from './play';
import type { CallStep, TransactionStep } from './scenario';
import { takeOverFaults } from './take-over-faults';
import { watched } from './watched';

const add: CallStep = { actor: 'ann', command: 'add', payload: { by: 2 } };
/** The counter with one command that is done badly. */
function bad(command: object): AnyModule {
  return { ...counter, commands: { ...counter.commands, add: { ...counter.commands!['add'], ...command } } } as unknown as AnyModule;
}
const playedBy = (module: AnyModule) => play({ module: watched(module), params: {}, steps: [add] });
let asked = 0;

describe('a module that does not keep its word', () => {
  it.each<[string, object, string]>([
    ['writes in check', { check: ({ state }: { state: { put(...args: unknown[]): void } }) => state.put('total', new Uint8Array(1), new Uint8Array(1)) }, 'only reads'],
    ['refuses in apply what check let through', { check: () => undefined, apply: () => refuse('COUNTER_FULL') }, 'does not refuse with COUNTER_FULL'],
    ['says another thing when it is asked again', { check: () => ((asked += 1) % 2 === 1 ? undefined : refuse('COUNTER_FULL')) }, 'says the same twice'],
    ['changes the payload', { apply: (_context: unknown, payload: { by: number }) => void (payload.by = 1) }, 'read only property'],
  ])('%s: is found out', (_what, command, words) => {
    return expect(playedBy(bad(command))).rejects.toThrow(words);
  });

  it('one that keeps it is not disturbed', async () => {
    expect(await playedBy(counter as AnyModule)).toEqual(await play({ module: counter as AnyModule, params: {}, steps: [add] }));
  });
});

describe('brokenValues', () => {
  const schema = { type: 'object', required: ['name'], additionalProperties: false, properties: { name: { type: 'string', minLength: 1, maxLength: 3 }, list: { type: 'array', maxItems: 2, items: { type: 'integer', minimum: 0 } } } };

  it('breaks one place at a time, and says which', () => {
    const broken = brokenValues(schema, { name: 'ann', list: [5] }).map(({ what, path }) => `${path} ${what}`);
    expect(broken).toEqual(expect.arrayContaining([
      ' null', ' array', '/no-such an unknown property', '/name name missing', '/name name: a text that is too long', '/name name: an empty text', '/name name: integer',
      '/list list: too many entries', '/list/0 list: entry: too small a number', '/list/0 list: entry: a fraction', '/list/0 list: entry: string',
    ]));
    expect(new Set(broken).size).toBe(broken.length);
  });

  it('takes nothing for broken that the schema allows', () => {
    expect(brokenValues({}, null)).toEqual([]);
    expect(brokenValues({ type: ['string', 'null'] }, 'a').map(({ what }) => what)).toEqual(['boolean', 'integer', 'array', 'object']);
  });
});

describe('what modules say that they take over', () => {
  it('is looked at: all locks without an owner of the old module, and no other', () => {
    const more = marketOf({ name: 'greedy', migrateFrom: { 'market@1.0.0': takingOver({ stock: 'stock', till: 'till', safe: 'till' }) } }) as unknown as AnyModule;
    expect(takeOverFaults([...MARKETS, more])).toEqual(['hasty@1.0.0 leaves out till of market@1.0.0', 'greedy@1.0.0 takes over safe, which market@1.0.0 does not have without an owner']);
  });

  it('comes along when the suite changes a module', async () => {
    const [market, , , bazaar] = MARKETS as readonly [AnyModule, AnyModule, AnyModule, AnyModule];
    const fund: TransactionStep = { signers: ['bank'], body: () => ({ inputs: [{ kind: 'issue', definition: definitionOf('bank'), amount: 5n }], calls: [callOf('bank', 'market', 'fund', canonicalText({ asset: toHex(assetOf('bank')), amount: '5' }))] }) };
    const scenario = { module: market, params: {}, steps: [fund] };
    const chain = await stageOf(scenario, [bazaar]);
    await playOn(chain, scenario);
    expect((await changeModule(chain, 'market', bazaar, {})).name).toBe('modules-changed');
    expect(await chain.query('kernel', 'modules')).toMatchObject({ modules: [{ name: 'bazaar', takenOver: [{ space: 'market' }] }] });
  });
});

describe('what modules set going', () => {
  const ponders = (command: string) => begunOutside(() => play({ module: ponder as never, params: {}, steps: [{ actor: 'ann', command, payload: { by: 1 } }] }));

  it('may wait for itself, and for nothing else', async () => {
    expect(await ponders('add')).toEqual([]);
    expect(await ponders('leave-running')).toEqual(['ponder: Immediate']);
  });
});

it.each<[string, object, readonly string[]]>([
  ['a text', { properties: { weight: { type: 'number', 'x-unit': 'kg' } } }, []],
  ['words in two languages', { properties: { weight: { 'x-unit': { en: 'kg', zh: '千克' } }, length: { 'x-unit': 'm' } } }, ['in.weight']],
  ['a number, in a list', { properties: { parts: { items: { properties: { size: { 'x-unit': 1 } } } } } }, ['in.parts[].size']],
  ['empty', { 'x-unit': ' ' }, ['in']],
])('a unit that is %s', (_what, schema, found) => expect(notUnits(schema as never, 'in')).toEqual(found));
