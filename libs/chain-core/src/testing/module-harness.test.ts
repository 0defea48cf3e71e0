import { counter } from './counter-module';
import { ModuleHarness } from './module-harness';

const add = (by: unknown, actor = 'ann') => ({ module: 'counter', command: 'add', payload: { by } as never, actor });

describe('ModuleHarness', () => {
  it('records calls, events and refusals, and answers queries', () => {
    const chain = new ModuleHarness({ modules: [{ module: counter, params: { max: 10 } }] });
    const first = chain.call(add(3));
    expect(first).toMatchObject({ accepted: true, events: [{ module: 'counter', name: 'added', data: { by: 3, total: 3 } }] });
    expect(chain.check(add(8))).toBe('COUNTER_FULL');
    expect(chain.call(add(8))).toMatchObject({ accepted: false, code: 'COUNTER_FULL', facts: { max: 10 }, events: [] });
    expect(chain.call(add('x'))).toMatchObject({ code: 'PAYLOAD_INVALID', facts: { path: '/by', rule: 'type' } });
    expect(chain.query('counter', 'total')).toBe(3);
    expect(chain.height).toBe(3);
  });

  it('lets nothing stay of a transaction whose later call refuses', () => {
    const chain = new ModuleHarness({ modules: [{ module: counter }] });
    const both = chain.transaction([add(1), { module: 'counter', command: 'add-and-refuse', payload: {}, actor: 'bob' }]);
    expect(chain.block([both])).toMatchObject([{ accepted: false, code: 'CHANGED_ITS_MIND', events: [] }]);
    expect(chain.query('counter', 'total')).toBe(0);
  });

  it('shows a bug of the module as what it is', () => {
    const chain = new ModuleHarness({ modules: [{ module: counter }] });
    expect(() => chain.call({ module: 'counter', command: 'break', payload: {}, actor: 'ann' })).toThrow('a bug in a module');
  });

  it('moves time only when told, and checks twice the same', () => {
    const chain = new ModuleHarness({ modules: [{ module: counter }] });
    const transaction = chain.transaction([add(1)]);
    chain.advance(61_000);
    expect(chain.block([transaction])).toMatchObject([{ accepted: false, code: 'EXPIRED' }]);
  });
});
