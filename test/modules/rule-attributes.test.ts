import { toHex, type Json } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { changeModule } from '@bystack/chain-core/testing/contract';
import { ruleBook, ruleBook2, type RulePackage } from '@bystack/modules-contract';
import { openRegistration } from '@bystack/modules-identity';
import { loanPackage } from '../../libs/modules-contract/src/rule-book/testing/packages';

const hex = (name: string): string => toHex(keyOf(name).publicKey);
const words = (en: string) => ({ en, zh: en });

/** The loans, given to nobody whose badge says that they are away. */
function watchful(require = '!has(attributes.away)'): RulePackage {
  const { commands, errors, ...rest } = loanPackage();
  const guards = [{ code: 'AWAY', require }, ...commands['lend']!.guards!];
  return { ...rest, version: '1.3.0', commands: { ...commands, lend: { ...commands['lend']!, guards } }, errors: { ...errors, AWAY: { status: 403, words: words('They are away.') } } };
}
const paramsOf = (source: RulePackage) => ({ package: source as unknown as Json });

describe('rules that speak of attributes', () => {
  const chain = new ModuleHarness({
    modules: [{ module: ruleBook, params: paramsOf(loanPackage()) }, { module: openRegistration, params: { members: [{ key: hex('kim'), name: 'Kim', roles: ['keeper'] }] } }],
    spare: [ruleBook2 as never],
  });
  const act = (payload: Json) => chain.call({ module: 'rule-book', command: 'act', actor: 'kim', payload });
  const lend = (key: string) => act({ command: 'lend', key, data: { to: 'bob', until: new Date(chain.timeMs + 86_400_000).toISOString() } });

  it('are nothing that the first version of the rule book knows', () => {
    expect(() => new ModuleHarness({ modules: [{ module: ruleBook, params: paramsOf(watchful()) }, { module: openRegistration, params: {} }] })).toThrow(expect.objectContaining({ code: 'PARAMS_INVALID' }));
  });

  it('come with its second version, over the same records', async () => {
    act({ command: 'add', data: { name: 'saw', value: '1.00', tags: ['red'] } });
    act({ command: 'add', data: { name: 'axe', value: '2.00', tags: ['red'] } });
    lend('axe');
    const before = ['records', 'find', 'history'].map((query) => chain.query('rule-book', query, query === 'history' ? { type: 'tool', key: 'axe' } : { type: 'tool', ...(query === 'find' && { index: 'tags', value: 'red' }) }));
    expect((await changeModule(chain, 'rule-book', ruleBook2 as never, paramsOf(watchful()))).name).toBe('modules-changed');
    expect(['records', 'find', 'history'].map((query) => chain.query('rule-book', query, query === 'history' ? { type: 'tool', key: 'axe' } : { type: 'tool', ...(query === 'find' && { index: 'tags', value: 'red' }) }))).toEqual(before);
    // Whoever is registered has no attributes, so nothing keeps them.
    expect(lend('saw')).toMatchObject({ accepted: true });
    expect(act({ command: 'add', data: { name: 'adze', value: '3.00' } })).toMatchObject({ accepted: true });
    expect(chain.query('rule-book', 'record', { type: 'tool', key: 'adze' })).toMatchObject({ sequence: 3, package: 'loans@1.3.0' });
  });

  it('refuse what is not there, as with any other value', () => {
    const content = { ...watchful('attributes.site == "Linz"'), version: '1.4.0' } as unknown as Json;
    const changes = [{ kind: 'publish-package', module: 'rule-book', content }, { kind: 'swap-package', module: 'rule-book', package: 'loans@1.4.0' }];
    expect(chain.call({ module: 'kernel', command: 'propose-change', actor: 'test node 0', payload: { changes } as unknown as Json })).toMatchObject({ accepted: true });
    for (let i = 0; i < 4; i += 1) chain.block([]);
    expect(lend('adze')).toMatchObject({ accepted: false, code: 'AWAY' });
  });

  it('goes back to the first version, whose rules speak of roles only', async () => {
    expect((await changeModule(chain, 'rule-book', ruleBook as never, paramsOf(loanPackage()))).name).toBe('modules-changed');
    expect(lend('adze')).toMatchObject({ accepted: true });
  });
});
