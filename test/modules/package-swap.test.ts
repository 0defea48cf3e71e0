import type { Json, JsonObject } from '@bystack/chain-core/module';
import type { RulePackage } from '@bystack/modules-contract';
import type { PackageMigration, StoredRecord } from '../../libs/modules-contract/src/rule-book/package';
import { epcisDocuments, loanPackage, templatePackage } from '../../libs/modules-contract/src/rule-book/testing/packages';
import { published, RuledChain, swapTo } from './ruled-chain';

const claim = (n: number): JsonObject => ({ hash: n.toString(16).padStart(64, '0'), salted: true, title: `document ${n}` });

describe('data confirmation becomes product traceability', () => {
  const chain = new RuledChain(templatePackage('data-confirmation'));

  it('by one vote, after a stated block, and keeps every record', () => {
    chain.act('claim', claim(1));
    chain.act('confirm', { hash: claim(1)['hash']! });
    expect(chain.propose([published(templatePackage('product-traceability')), swapTo('product-traceability@1.1.0')], { atHeight: chain.height + 4 })).toMatchObject({ accepted: true, events: [{ name: 'change-proposed' }, { name: 'modules-approved', data: { renewed: 0 } }] });
    const { height } = chain;
    expect(chain.act('claim', claim(2)).accepted).toBe(true);
    chain.passUntil('modules-changed');
    expect(chain.height).toBe(height + 3);
    expect(chain.act('claim', claim(3))).toMatchObject({ accepted: false, code: 'COMMAND_UNKNOWN' });
    expect(chain.act('capture', epcisDocuments().find(({ name }) => name === 'harvest.json')!.document)).toMatchObject({ accepted: true });
  });

  it('answers questions of the past with the old meaning', () => {
    expect(chain.code(() => chain.ask('record', { type: 'document', key: claim(1)['hash']! }))).toBe('RECORD_TYPE_UNKNOWN');
    expect(chain.ask<StoredRecord>('record', { type: 'document', key: claim(1)['hash']! }, 0)).toMatchObject({ state: 'confirmed', package: 'data-confirmation@1.0.0', version: 2 });
    expect(chain.ask<{ records: StoredRecord[] }>('records', { type: 'event' }).records.map(({ package: id }) => id)).toContain('product-traceability@1.1.0');
    expect(chain.query('kernel', 'history')).toMatchObject({ set: 1, firstHeights: [1, expect.any(Number)], due: null, migrating: null });
    expect((chain.query('kernel', 'packages') as JsonObject[]).map(({ package: id }) => id)).toEqual(['product-traceability@1.1.0', 'data-confirmation@1.0.0']);
  });

  it('and back again, with the old records where they were', () => {
    expect(chain.propose([swapTo('data-confirmation@1.0.0')]).accepted).toBe(true);
    chain.block([]);
    expect(chain.act('revoke', { hash: claim(2)['hash']!, reason: 'a mistake' }).accepted).toBe(true);
    expect(chain.query('kernel', 'modules')).toMatchObject({ set: 2, newest: 2 });
  });
});

/** Tools of the loans package are called items, kept or out, and known by a label. */
function itemPackage(migrates?: Partial<PackageMigration>): RulePackage {
  const { records, ...loans } = loanPackage();
  const text = JSON.stringify({ ...loans, name: 'items', version: '2.0.0' }).replaceAll('"record":"tool"', '"record":"item"').replaceAll('"inStore"', '"kept"').replaceAll('"lent"', '"out"').replaceAll('"out":{"title"', '"lent":{"title"').replaceAll('"event":"out"', '"event":"lent"');
  const words = { en: 'x', zh: 'x' };
  const item = { title: words, states: { kept: { title: words }, out: { title: words } }, indexes: { label: { title: words, value: { path: '/data/label' } }, holder: records['tool']!.indexes!['holder']! } };
  const rule = { record: 'item', states: { inStore: 'kept', lent: 'out' }, data: { merge: [{ path: '/data' }, { object: { label: { cel: '"tool " + data.name' } } }] } };
  return { ...(JSON.parse(text) as RulePackage), records: { item }, migrates: { from: 'loans@1.2.0', records: { tool: rule }, ...migrates } };
}

describe('records that are carried over', () => {
  const toolOf = (n: number): JsonObject => ({ name: `tool ${n}`, value: '10.00', tags: ['hand'] });
  function withTools(count: number): RuledChain {
    const chain = new RuledChain(loanPackage());
    chain.block(Array.from({ length: count }, (_, n) => chain.transaction([{ module: 'rule-book', command: 'act', actor: 'kim', payload: { command: 'add', data: toolOf(n) } }])));
    return chain;
  }
  const lend = (chain: RuledChain, n: number) => chain.act('lend', { to: 'bob', until: new Date(chain.timeMs + 86_400_000).toISOString() }, `tool ${n}`);

  it('go a few in each block, those that change on the way again, and none is lost', () => {
    const chain = withTools(300);
    expect(chain.propose([published(itemPackage()), swapTo('items@2.0.0')], { atHeight: chain.height + 12 })).toMatchObject({ accepted: true });
    expect(chain.query('kernel', 'history')).toMatchObject({ due: { change: 1 }, migrating: { isDone: false } });
    // Records before and behind the place where the migration is.
    for (const n of [0, 50, 100, 150, 200]) expect(lend(chain, n).accepted).toBe(true);
    chain.passUntil('migration-ended');
    // It is still the old module that works, until the height that was agreed on.
    expect(lend(chain, 250).accepted).toBe(true);
    chain.passUntil('modules-changed');
    expect(chain.query('kernel', 'modules')).toMatchObject({ set: 1, modules: expect.arrayContaining([expect.objectContaining({ name: 'rule-book', space: 1 })]) as Json });
    expect(chain.ask<StoredRecord>('record', { type: 'item', key: 'tool 250' })).toMatchObject({ type: 'item', state: 'out', version: 2, package: 'loans@1.2.0', data: { label: 'tool tool 250', holder: 'bob' } });
    expect(chain.ask<{ records: StoredRecord[] }>('find', { type: 'item', index: 'holder', value: 'bob' }).records).toHaveLength(6);
    expect(chain.ask<{ records: StoredRecord[] }>('find', { type: 'item', index: 'label', value: 'tool tool 299' }).records).toHaveLength(1);
    expect(chain.ask<{ versions: StoredRecord[] }>('history', { type: 'item', key: 'tool 100' }).versions.map(({ state }) => state)).toEqual(['kept', 'out']);
    expect(chain.ask<StoredRecord>('record', { type: 'tool', key: 'tool 200' }, 0)).toMatchObject({ type: 'tool', state: 'lent' });
    expect(chain.act('add', toolOf(300)).accepted).toBe(true);
    expect(chain.ask<{ records: StoredRecord[] }>('records', { type: 'item', limit: 1 }).records[0]).toMatchObject({ sequence: 301, package: 'items@2.0.0' });
  });

  it('stay where they are when one of them cannot be carried over, and the chain goes on', () => {
    const chain = withTools(130);
    const choosy = itemPackage({ records: { tool: { record: 'item', states: { inStore: 'kept', lent: 'out' }, data: { path: '/data/spare' } } } });
    expect(chain.propose([published(choosy), swapTo('items@2.0.0')]).accepted).toBe(true);
    chain.passUntil('change-failed');
    expect(chain.happened).toEqual(['change-failed']);
    expect(chain.failure).toMatchObject({ change: 1, code: 'RECORD_NOT_CARRIED', facts: { type: 'tool' } });
    expect(chain.query('kernel', 'history')).toMatchObject({ set: 0, due: null, migrating: null });
    expect(lend(chain, 123).accepted).toBe(true);
    expect(chain.query('kernel', 'packages')).toEqual([]);
    // The same name and version can be proposed again once it is mended.
    expect(chain.propose([published(itemPackage()), swapTo('items@2.0.0')]).accepted).toBe(true);
    chain.passUntil('modules-changed');
    expect(chain.ask<StoredRecord>('record', { type: 'item', key: 'tool 123' })).toMatchObject({ state: 'out' });
  });
});

describe('a package that cannot be', () => {
  const chain = new RuledChain(loanPackage());
  const loans = loanPackage();
  const states = { inStore: loans.records['tool']!.states['inStore']! };
  const refused: readonly [string, readonly object[], string][] = [
    ['is not what a package is', [published({ ...loans, name: 'x', commands: {} } as RulePackage)], 'PARAMS_INVALID'],
    ['has no name', [{ kind: 'publish-package', module: 'rule-book', content: {} }], 'PARAMS_INVALID'],
    ['is there already', [published(loans)], 'PACKAGE_EXISTS'],
    ['is nowhere', [swapTo('nothing@1.0.0')], 'NO_SUCH_PACKAGE'],
    ['is in force', [swapTo('loans@1.2.0')], 'PACKAGE_IN_FORCE'],
    ['is in force and cannot be retired', [{ kind: 'retire-package', module: 'rule-book', package: 'loans@1.2.0' }], 'PACKAGE_IN_FORCE'],
    ['is retired', [published(itemPackage()), { kind: 'retire-package', module: 'rule-book', package: 'items@2.0.0' }, swapTo('items@2.0.0')], 'PACKAGE_RETIRED'],
    ['means something else by a state', [published({ ...loans, version: '2.0.0', records: { tool: { ...loans.records['tool']!, states } }, commands: { giveBack: { ...loans.commands['giveBack']!, effects: [{ record: 'tool', key: { path: '/key' }, create: { state: 'inStore', data: { path: '/data' } } }] } }, queries: {} }), swapTo('loans@2.0.0')], 'PACKAGE_CANNOT_FOLLOW'],
    ['carries over a type that is not there', [published(itemPackage({ records: { thing: { record: 'item' } } })), swapTo('items@2.0.0')], 'PACKAGE_CANNOT_FOLLOW'],
    ['leaves a state without a new one', [published(itemPackage({ records: { tool: { record: 'item', states: { lent: 'out' } } } })), swapTo('items@2.0.0')], 'PACKAGE_CANNOT_FOLLOW'],
    ['is of a module that takes none', [{ kind: 'swap-package', module: 'open-registration', package: 'x@1.0.0' }], 'NO_PACKAGES'],
    ['is of a module that is not there', [{ kind: 'swap-package', module: 'nobody', package: 'x@1.0.0' }], 'NO_SUCH_MODULE'],
  ];
  it.each(refused)('is refused: %s', (_, changes, code) => {
    expect(chain.propose(changes)).toMatchObject({ accepted: false, code });
  });
});

describe('what is said before a vote on another package', () => {
  const tools = (count: number): RuledChain => {
    const chain = new RuledChain(loanPackage());
    for (let n = 0; n < count; n += 1) chain.act('add', { name: `tool ${n}`, value: '10.00', tags: [] });
    return chain;
  };
  const outlook = (chain: RuledChain, ...changes: object[]) => chain.query('kernel', 'outlook', { changes } as unknown as Json) as { packages: JsonObject[]; modules: JsonObject[] };
  const tried = (chain: RuledChain, ...changes: object[]) => chain.rehearse({ changes } as unknown as Json);
  const toItems = [published(itemPackage()), swapTo('items@2.0.0')];

  it('names both, and has a way back only where the one that is left takes the records of the one that comes', () => {
    const chain = tools(1);
    expect(outlook(chain, ...toItems)).toMatchObject({
      modules: [{ carriesOver: true, carriesBack: false }],
      packages: [{ module: 'rule-book', from: 'loans@1.2.0', to: 'items@2.0.0', carriesOver: true, leftBehind: [], back: { carriesOver: false, leftBehind: ['item'] } }],
    });
    const both = { ...loanPackage(), migrates: { from: 'items@2.0.0', records: { item: { record: 'tool', states: { kept: 'inStore', out: 'lent' } } } } };
    const there = new RuledChain(both);
    expect(outlook(there, ...toItems)).toMatchObject({ modules: [{ carriesBack: true }], packages: [{ back: { carriesOver: true, leftBehind: [] } }] });
  });

  it('says which kinds of records come to nothing, carried over or not', () => {
    const chain = tools(1);
    expect(outlook(chain, published(itemPackage({ records: {} })), swapTo('items@2.0.0'))).toMatchObject({ packages: [{ carriesOver: true, leftBehind: ['tool'] }] });
    const { migrates: _, ...unrelated } = itemPackage();
    expect(outlook(chain, published(unrelated as RulePackage), swapTo('items@2.0.0'))).toMatchObject({ modules: [], packages: [{ carriesOver: false, leftBehind: ['tool'], back: { carriesOver: false, leftBehind: ['item'] } }] });
  });

  it('counts them on trial: none that are carried over, all that stay behind, and those that nobody speaks of any more', () => {
    const chain = tools(5);
    expect(tried(chain, ...toItems)).toMatchObject({ leftBehind: [], refusal: null });
    expect(tried(chain, published(itemPackage({ records: {} })), swapTo('items@2.0.0'))).toMatchObject({ leftBehind: expect.arrayContaining([{ module: 'rule-book@1.0.0', store: 'records', entries: 5, of: 5 }]) as Json });
    expect(chain.propose(toItems)).toMatchObject({ accepted: true });
    chain.passUntil('modules-changed');
    // Back to the old package: items stay where they are, and are no tools.
    expect(tried(chain, swapTo('loans@1.2.0'))).toMatchObject({ entries: 0, leftBehind: [{ store: 'records', entries: 5, of: 5 }], refusal: null });
    chain.happened.length = 0;
    expect(chain.propose([swapTo('loans@1.2.0')])).toMatchObject({ accepted: true });
    chain.passUntil('modules-changed');
    // And there once more: tools would be carried over, but these are items.
    expect(outlook(chain, swapTo('items@2.0.0'))).toMatchObject({ packages: [{ from: 'loans@1.2.0', to: 'items@2.0.0', carriesOver: true }] });
    expect(tried(chain, swapTo('items@2.0.0'))).toMatchObject({ leftBehind: expect.arrayContaining([expect.objectContaining({ store: 'records', entries: 5, of: 5 })]) as Json });
  });
});
