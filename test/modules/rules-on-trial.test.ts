import type { Json, JsonObject } from '@bystack/chain-core/module';
import type { RulePackage } from '@bystack/modules-contract';
import { loanPackage } from '../../libs/modules-contract/src/rule-book/testing/packages';
import { hex, published, RuledChain, swapTo } from './ruled-chain';

type Draft = any; // eslint-disable-line @typescript-eslint/no-explicit-any

/** Tools may have a weight, whole or not. */
function loans(change: (source: Draft) => void = () => undefined): RulePackage {
  const source = structuredClone(loanPackage()) as Draft;
  source.commands.add.data.properties.weight = { type: 'number' };
  source.commands.add.data.properties.parts = { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } };
  source.errors.WRONG_WEIGHT = { status: 422, words: { en: 'The weight of {name} is wrong.', zh: '{name} 的重量不对。' } };
  change(source);
  return source as RulePackage;
}
function next(change: (source: Draft) => void): RulePackage {
  return loans((source) => {
    source.version = '1.3.0';
    change(source);
  });
}
const guarded = (require: string, facts?: object) => next((source) => source.commands.add.guards.push({ code: 'WRONG_WEIGHT', require, ...(facts && { facts }) }));
function tried(chain: RuledChain, source: RulePackage, id = 'loans@1.3.0') {
  const report = chain.rehearse({ changes: [published(source), swapTo(id)] } as unknown as Json);
  expect(report.refusal).toBeNull();
  expect(report.commands).toHaveLength(1);
  return report.commands[0]!;
}
const tool = (name: string, weight?: number, more: JsonObject = {}): JsonObject => ({ name, value: '10.00', ...(weight !== undefined && { weight }), ...more });
function chainWith(...tools: readonly JsonObject[]): RuledChain {
  const chain = new RuledChain(loans());
  for (const one of tools) expect(chain.act('add', one)).toMatchObject({ accepted: true });
  return chain;
}
const until = (chain: RuledChain, hours: number) => new Date(chain.timeMs + hours * 3_600_000).toISOString();

describe('a rehearsal tries new rules on what was recorded', () => {
  it('and says what they would accept', () => {
    const chain = chainWith(tool('saw', 3), tool('axe', 33.5), tool('rope'));
    expect(chain.act('add', tool('saw', 5)).accepted).toBe(false); // It is not tried.
    const root = chain.stateRoot;
    expect(tried(chain, guarded('!has(data.weight) || decimal.compare(string(data.weight), "0") > 0'))).toEqual({
      module: 'rule-book@1.0.0', fromHeight: 1, toHeight: 4, isAll: true, tried: 3, accepted: 3, refused: 0, failed: 0, setAside: 0, kinds: [{ kind: 'add', tried: 3, accepted: 3 }], refusals: [], more: 0,
    });
    expect(chain.stateRoot).toEqual(root);
  });

  it('and tells a rule that fails from one that says no, each with its place and a sample', () => {
    const chain = chainWith(tool('saw', 3), tool('axe', 33.5), tool('rope'));
    const place = '/commands/add/guards/1/require';
    expect(tried(chain, guarded('data.weight > 5', { name: { path: '/data/name' } }))).toMatchObject({
      tried: 3, accepted: 0, refused: 1, failed: 2,
      refusals: [
        { kind: 'add', code: 'WRONG_WEIGHT', place, rule: 'data.weight > 5', field: '', failure: { why: 'no-field', detail: 'weight' }, count: 1, facts: { name: 'rope' }, words: { en: 'The weight of {name} is wrong.' }, sample: { height: 3, payload: { command: 'add', data: tool('rope') } } },
        { failure: { why: 'kinds', detail: '> (string, int)' }, count: 1, sample: { height: 2, payload: { data: tool('axe', 33.5) } } },
        { failure: null, count: 1, facts: { name: 'saw' }, sample: { height: 1 } },
      ],
    });
    expect(tried(chain, guarded('size(data.nmae) > 0'))).toMatchObject({ tried: 3, failed: 3, refused: 0, refusals: [{ failure: { why: 'no-field', detail: 'nmae' }, count: 3 }] });
  });

  it('and holds all guards, schemas and roles against it', () => {
    const chain = chainWith(tool('saw', 3), tool('hammer', 4, { parts: [{ name: 'head' }, { name: 'handle' }] }));
    const strict = next((source) => {
      source.commands.add.guards.push({ code: 'TOO_LONG', require: 'size(data.name) < 4' }, { code: 'WRONG_WEIGHT', require: 'data.weight == 5' });
      source.commands.add.data.properties.parts.items.properties.name.maxLength = 3;
    });
    expect(tried(chain, strict).refusals.map(({ code, place, field, count, failure, facts }) => [code, place, field, count, failure, facts['reason'] ?? null])).toEqual([
      ['DATA_INVALID', '/commands/add/data', '/parts/*/name', 1, null, 'must have at most 3 characters'], ['WRONG_WEIGHT', '/commands/add/guards/2/require', '', 1, null, null],
    ]);
    expect(tried(chain, next((source) => source.commands.add.guards.push({ code: 'TOO_LONG', require: 'size(data.name) < 3' }, { code: 'WRONG_WEIGHT', require: 'data.weight == 5' }))).refusals.map(({ code, count }) => [code, count])).toEqual([['TOO_LONG', 2], ['WRONG_WEIGHT', 2]]);
    expect(tried(chain, next((source) => (source.commands.add.who = { roles: ['chief'] })))).toMatchObject({ refused: 2, refusals: [{ code: 'NOT_PERMITTED', place: '/commands/add/who', rule: null, facts: { needs: 'chief' } }] });
    expect(tried(chain, next((source) => delete source.commands.add))).toMatchObject({ refused: 2, refusals: [{ code: 'COMMAND_UNKNOWN', count: 2 }] });
    const failing = next((source) => (source.commands.add.effects[0].when = 'data.weight < data.value'));
    expect(tried(chain, failing)).toMatchObject({ failed: 2, refusals: [{ code: 'NO_EFFECT', place: '/commands/add/effects/0/when', failure: { why: 'kinds' } }] });
    const named = next((source) => {
      source.commands.add.let = [{ name: 'heavy', from: { cel: 'data.weight > data.value' } }];
      source.commands.add.guards.push({ code: 'WRONG_WEIGHT', require: 'heavy == true' });
    });
    expect(tried(chain, named)).toMatchObject({ failed: 2, refusals: [{ code: 'WRONG_WEIGHT', place: '/commands/add/let/0/from/cel', rule: 'data.weight > data.value', failure: { why: 'kinds' } }] });
  });

  it('in the state that the records were in before, at the time of then', () => {
    const chain = chainWith(tool('saw'));
    for (const to of ['Ann', 'Bea']) {
      expect(chain.act('lend', { to, until: until(chain, 24) }, 'saw').accepted).toBe(true);
      expect(chain.act('giveBack', {}, 'saw').accepted).toBe(true);
      chain.advance(48 * 3_600_000);
    }
    const versions = next((source) => source.commands.lend.guards.push({ code: 'WRONG_WEIGHT', require: 'record.version < 3' }));
    expect(tried(chain, versions)).toMatchObject({ tried: 5, accepted: 4, refused: 1, setAside: 0, refusals: [{ kind: 'lend', code: 'WRONG_WEIGHT', count: 1, sample: { height: 4, payload: { key: 'saw', data: { to: 'Bea' } } } }] });
    expect(tried(chain, next(() => undefined))).toMatchObject({ tried: 5, accepted: 5, kinds: [{ kind: 'giveBack', tried: 2, accepted: 2 }, { kind: 'lend', tried: 2, accepted: 2 }, { kind: 'add', tried: 1, accepted: 1 }] });
  });

  it('with records as they become where they are carried over', () => {
    const chain = chainWith(tool('saw'));
    expect(chain.act('lend', { to: 'Ann', until: until(chain, 24) }, 'saw').accepted).toBe(true);
    const text = JSON.stringify(next(() => undefined)).replaceAll('"record":"tool"', '"record":"item"').replace('"inStore":{', '"here":{').replaceAll('"from":["inStore"]', '"from":["here"]').replaceAll('"state":"inStore"', '"state":"here"').replaceAll('"to":"inStore"', '"to":"here"');
    const source = JSON.parse(text) as Draft;
    source.records = { item: source.records.tool };
    source.migrates = { from: 'loans@1.2.0', records: { tool: { record: 'item', states: { inStore: 'here' }, data: { merge: [{ path: '/data' }, { object: { label: { path: '/data/name' } } }] } } } };
    source.commands.lend.guards.push({ code: 'WRONG_WEIGHT', require: 'record.data.label == "saw" && record.state == "here"' });
    expect(tried(chain, source as RulePackage)).toMatchObject({ tried: 2, accepted: 2, refused: 0, failed: 0, setAside: 0 });
  });

  it('save what the rules in force would refuse today, too', () => {
    const chain = chainWith(tool('saw'));
    expect(chain.call({ module: 'open-registration', command: 'revokeRole', actor: 'kim', payload: { key: hex('kim'), role: 'keeper' } }).accepted).toBe(true);
    expect(tried(chain, next(() => undefined))).toMatchObject({ tried: 0, setAside: 1, refusals: [] });
  });

  it('no more of one kind than a few hundred, and samples no longer than they can be shown', () => {
    const chain = new RuledChain(loans());
    const add = (from: number, count: number) => chain.block(Array.from({ length: count }, (_, i) => chain.transaction([{ module: 'rule-book', command: 'act', actor: 'kim', payload: { command: 'add', data: tool(`t${from + i}`) } }])));
    chain.act('lend', {}, 'x');
    add(0, 120);
    chain.act('add', tool('rope', 1, { tags: Array.from({ length: 60 }, (_, i) => `${'long'.repeat(30)}${i}`) }));
    add(120, 120);
    expect(chain.act('giveBack', {}, 't1').accepted).toBe(false);
    const report = tried(chain, guarded('data.weight == 2'));
    expect(report).toMatchObject({ tried: 200, isAll: true, kinds: [{ kind: 'add', tried: 200 }], refusals: [{ count: 199, failure: { why: 'no-field' }, sample: { payload: { data: { name: 't239' } } } }, { count: 1, failure: null, sample: { payload: null } }] });
  });
});
