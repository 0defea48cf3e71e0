import { Refusal } from '../primitives/refusal';
import { readContext } from './contexts';
import { defineModule, type ModuleDefinition } from './define-module';
import { checkParams, completeParams, ModuleRegistry } from './registry';
import { StateBase } from '../state/state-base';

const words = { en: 'x', zh: 'x' };
function module(name: string, more: Partial<ModuleDefinition> = {}): ModuleDefinition {
  return defineModule({
    name,
    version: '1.0.0',
    slot: 'contract',
    title: words,
    summary: words,
    params: { type: 'object', additionalProperties: false, properties: {} },
    ...more,
  });
}
const choice = (name: string, params = {}) => ({ name, version: '1.0.0', params });

function refusalOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, ...error.facts };
    throw error;
  }
  return undefined;
}

describe('ModuleRegistry', () => {
  const registry = new ModuleRegistry([
    module('a', { needs: ['b'] }),
    module('b', { needs: ['slot:identity'] }),
    module('people', { slot: 'identity', methods: { name: () => 'Ann' } }),
    module('badges', { slot: 'identity' }),
    module('left', { needs: ['right'] }),
    module('right', { needs: ['left'] }),
    module('quota', { slot: 'transactions', policy: { check() {}, apply() {} } }),
    module('fee', { slot: 'transactions', policy: { check() {}, apply() {} } }),
  ]);

  it('runs a module after those it needs, by name or by slot, and otherwise as listed', () => {
    const order = registry.resolve(['quota', 'a', 'b', 'people'].map((name) => choice(name))).inOrder;
    expect(order.map(({ name }) => name)).toEqual(['quota', 'people', 'b', 'a']);
  });

  it.each([
    [['nothing'], { code: 'MODULE_NOT_AVAILABLE', module: 'nothing', version: '1.0.0' }],
    [['people', 'people'], { code: 'MODULE_TWICE', module: 'people' }],
    [['a', 'people'], { code: 'MODULE_NEED_MISSING', module: 'a', needs: 'b' }],
    [['b'], { code: 'MODULE_NEED_MISSING', module: 'b', needs: 'slot:identity' }],
    [['b', 'people', 'badges'], { code: 'MODULE_NEED_AMBIGUOUS', needs: 'slot:identity', modules: 'people, badges' }],
    [['left', 'right'], { code: 'MODULE_CIRCLE', modules: 'left > right > left' }],
    [['quota', 'fee'], { code: 'POLICY_TWICE', module: 'fee' }],
  ])('refuses %j', (names, refusal) => {
    expect(refusalOf(() => registry.resolve(names.map((name) => choice(name))))).toEqual(refusal);
  });

  it('lets a module ask only those it declared to need', () => {
    const modules = registry.resolve(['a', 'b', 'people'].map((name) => choice(name)));
    const scope = { modules, chainId: new Uint8Array(32), height: 1, timeMs: 1, meter: undefined };
    const contextOf = (name: string) => readContext(scope, modules.find(name)!, new StateBase());
    expect(contextOf('b').ask('slot:identity', 'name', null)).toBe('Ann');
    expect(() => contextOf('a').ask('slot:identity', 'name', null)).toThrow('impossible');
    expect(() => contextOf('b').ask('slot:identity', 'age', null)).toThrow('impossible');
    expect(() => contextOf('a').state.get('nowhere', new Uint8Array(1))).toThrow('impossible');
  });
});

describe('parameters', () => {
  const rated = module('rated', {
    params: { type: 'object', additionalProperties: false, properties: { rate: { type: 'integer', minimum: 1, default: 5 } } },
    checkParams: ((params: { rate: number }) => {
      if (params.rate % 2 === 0) throw new Refusal('RATE_EVEN', { path: '/rate' });
    }) as never,
  });

  it('are completed with defaults, frozen, and leave the given object alone', () => {
    const given = {};
    const params = completeParams(rated, given);
    expect([params, given, Object.isFrozen(params)]).toEqual([{ rate: 5 }, {}, true]);
  });

  it.each([
    [{ rate: 0 }, '/rate'],
    [{ rate: 1.5 }, '/rate'],
    [{ rate: '5' }, '/rate'],
    [{ speed: 1 }, '/speed'],
  ])('refuse %j at its path', (params, path) => {
    expect(refusalOf(() => completeParams(rated, params as never))).toMatchObject({ code: 'PARAMS_INVALID', module: 'rated', path });
  });

  it('are asked of the module itself where a schema cannot say', () => {
    expect(refusalOf(() => checkParams(rated, { rate: 6 }))).toEqual({
      code: 'PARAMS_INVALID',
      module: 'rated',
      path: '/rate',
      reason: 'RATE_EVEN',
    });
    expect(refusalOf(() => checkParams(rated, { rate: 7 }))).toBeUndefined();
  });
});

describe('a definition with a mistake', () => {
  const store = { number: 1, holds: 'x' };
  it.each([
    ['two stores with one number', module('a', { stores: { x: store, y: store } })],
    ['store number 0', module('a', { stores: { x: { ...store, number: 0 } } })],
    ['the name of the kernel', module('kernel')],
    ['a name that is none', module('Not A Name')],
    ['a version that is none', module('a', { version: '1' })],
    ['a policy outside the transactions slot', module('a', { policy: { check() {}, apply() {} } })],
    ['an open lock with owners', module('a', { needsAssets: true, locks: { pot: { title: words, owned: true, open: true, data: { type: 'object' } } } })],
    ['a reason against a founding that has no words', module('a', { notAtFounding: 'TOO_EARLY' })],
    ['a code in lower case', module('a', { errors: { oops: { status: 400, words } } })],
  ])('stops the program at start: %s', (_, definition) => {
    expect(() => new ModuleRegistry([definition])).toThrow('impossible');
  });
});
