import fc from 'fast-check';
import type { CallContext, Json } from '@bystack/chain-core/module';
import { checkActWith } from '../act';
import type { Params } from '../call';
import { checkPackage } from '../check-package';
import { WORDS_1 } from '../compiled-package';
import type { RulePackage } from '../package';
import { compilePattern } from '../schema/pattern';
import { partsOf } from '../schema/pattern-parts';
import { RuleCompiler } from './compile-rule';
import { cel, makeEnvironment } from './environment';
import { Meter } from './meter';

const words = { en: 'x', zh: '某' };
const many = (count: number, value: Json = 1): Json => Array.from({ length: count }, () => value);
/** So few that it is not the turns of the loops that are too many. */
const FEW = many(65);
const LONG = 'a'.repeat(16_000);
const SLOW = '^(?:(?:a|aa){0,30}){0,30}$';
/** Somebody's rules about items, all of them published. */
const packageOf = (guards: readonly string[], data: Json = { type: 'object' }): RulePackage => ({
  format: 'bystack-package/1', name: 'hostile', version: '1.0.0', title: words, summary: words, functions: 'standard/1', records: { thing: { title: words, states: { there: { title: words } } } },
  commands: { go: { title: words, who: 'anyone', data, items: ['/items'], guards: guards.map((require) => ({ code: 'NOT_SO', require })), effects: [{ record: 'thing', key: { path: '/item/key' }, create: { state: 'there', data: { object: {} } } }] } },
  errors: { NOT_SO: { status: 422, words } },
}) as unknown as RulePackage;
const context = (source: RulePackage, callIndex = 0) => ({ params: { package: source }, state: { get: () => undefined, range: () => [] }, space: 'rule-book', chainId: new Uint8Array(32), height: 1, timeMs: 1_800_000_000_000, actor: new Uint8Array(32), txId: new Uint8Array(32), callIndex, ask: () => true }) as unknown as CallContext<Params>;
const itemsOf = (count: number): Json => Array.from({ length: count }, (_, i) => ({ key: `k${i}` }));

function refusalOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return { code: (error as { code: string }).code, facts: (error as { facts: object }).facts };
  }
}

describe('the work of one rule', () => {
  it.each<[string, string, Json]>([
    ['texts found in texts', `data.a.all(x, data.a.all(y, ${Array.from({ length: 30 }, () => '!data.t.contains(data.n)').join('&&')}))`, { a: FEW, t: LONG, n: `${'a'.repeat(4_000)}b${'a'.repeat(4_000)}` }],
    ['texts put together', 'data.a.all(x, data.a.all(y, (data.t + data.t + data.t).size() > 0))', { a: FEW, t: LONG }],
    ['lists put together', `data.a.all(x, data.a.all(y, ${Array.from({ length: 20 }, () => '(data.a + data.a).size() > 0').join('&&')}))`, { a: FEW }],
    ['characters that are counted', `data.a.all(x, data.a.all(y, ${Array.from({ length: 30 }, () => 'size(data.t) > 0').join('&&')}))`, { a: FEW, t: '😀'.repeat(8_000) }],
    ['numbers of many digits', 'data.a.all(x, data.a.all(y, int(data.d) == 1 || true))', { a: FEW, d: '9'.repeat(16_000) }],
    ['a pattern with a thousand places to be in', `data.a.all(x, !data.t.matches("${SLOW}"))`, { a: FEW, t: `${LONG}!` }],
    ['hashes', 'data.a.all(x, data.a.all(y, sha256(data.t + data.t) != ""))', { a: FEW, t: LONG }],
    ['many parts in a loop', `data.a.all(x, data.a.all(y, ${Array.from({ length: 60 }, (_, i) => `x < ${i + 2}`).join('&&')}))`, { a: FEW }],
  ])('ends at its budget: %s', (_name, source, data) => {
    const rule = new RuleCompiler().compile(source, ['data'], '/here');
    expect(refusalOf(() => rule({ data }))).toEqual({ code: 'RULE_TOO_COSTLY', facts: { rule: '/here', reason: expect.any(String) } });
  });

  it('is counted by functions that answer as the library’s own do', () => {
    const library = cel();
    const [ours, theirs] = [makeEnvironment(new Meter(), new Map()), library.celEnv()];
    const sources = ['a < b', 'a <= b', 'a > b', 'a >= b', 'a.contains(b)', 'a.startsWith(b)', 'a.endsWith(b)', 'size(a)', 'a.size()', 'int(a)', 'timestamp(a)', 'duration(a)', 'a < 5', 'size([a])', 'int(5)'];
    const plans = sources.map((source) => [source, library.plan(ours, library.parse(source).expr), library.plan(theirs, library.parse(source).expr)] as const);
    const text = fc.oneof(fc.string({ maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 3 }), fc.constantFrom('', 'a', 'aa', '😀', '12', '-7', '0x1f', ' 5 ', '9223372036854775808', '1h30m', '-1.5s', '2026-01-31T09:30:00Z', '2026-01-31T09:30:00.5+08:00'));
    const said = (value: unknown): unknown => (library.isCelError(value) ? 'error' : typeof value === 'object' && value !== null && 'message' in value ? String(JSON.stringify(value.message, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part))) : value);
    fc.assert(fc.property(text, text, (a, b) => {
      for (const [source, our, their] of plans) expect([source, a, b, said(our({ a, b }))]).toEqual([source, a, b, said(their({ a, b }))]);
    }), { numRuns: 500 });
  });
});

describe('the work of one call', () => {
  it.each<[string, RulePackage, Json, string]>([
    ['every guard of every item', packageOf(Array.from({ length: 32 }, () => 'data.a.all(x, x < 5 || x > 3)')), { items: itemsOf(100), a: many(900) }, 'RULE_TOO_COSTLY'],
    ['one slow pattern for each item', packageOf([`!data.t.matches("${SLOW}")`]), { items: itemsOf(100), t: `${'a'.repeat(50)}!` }, 'RULE_TOO_COSTLY'],
    ['patterns of its schema', packageOf(['true'], { type: 'object', properties: { texts: { items: { not: { pattern: SLOW } } } } }), { items: itemsOf(1), texts: many(30, `${LONG}!`) }, 'DATA_TOO_COMPLEX'],
    ['many small patterns of its schema', packageOf(['true'], { type: 'object', properties: { texts: { items: { allOf: Array.from({ length: 900 }, (_, i) => ({ not: { pattern: `(a|b)*a(a|b){12}c${i}$` } })) } } } }), { items: itemsOf(1), texts: many(30, LONG) }, 'DATA_TOO_COMPLEX'],
    ['patterns of names', packageOf(['true'], { type: 'object', patternProperties: { [SLOW]: {} } }), { items: itemsOf(1), ...Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`${'a'.repeat(40)}${i}`, 1])) }, 'DATA_TOO_COMPLEX'],
  ])('ends at its budget: %s', (_name, source, data, code) => {
    checkPackage(source, WORDS_1);
    expect(refusalOf(() => checkActWith(WORDS_1)(context(source), { command: 'go', data }))).toMatchObject({ code });
  });

  it('is the same on a node that remembers what it has worked out, wherever it ends', () => {
    const loop = (turns: number): string => `data.a.all(x, x < 5 || x > ${turns})`;
    const ofState = 'now != timestamp("2020-01-01T00:00:00Z") && data.a.all(x, x > 0)';
    for (const guards of [[loop(1), ofState, loop(2), ofState, loop(3)], [ofState, loop(1), loop(2), loop(3), ofState]]) {
      for (const entries of [300, 900, 960]) {
        const source = packageOf(guards);
        const data: Json = { items: itemsOf(100), a: many(entries) };
        const remembered = { command: 'go', data };
        const first = refusalOf(() => checkActWith(WORDS_1)(context(source), remembered));
        expect(refusalOf(() => checkActWith(WORDS_1)(context(source), remembered))).toEqual(first);
        expect(refusalOf(() => checkActWith(WORDS_1)(context(source), { command: 'go', data: structuredClone(data) }))).toEqual(first);
        expect(first).toMatchObject({ code: 'RULE_TOO_COSTLY' });
      }
    }
  });

  it('is the same wherever the work that was remembered had begun, to the last unit', () => {
    const atWork = (rules: RuleCompiler, begun: number, read: () => unknown): number => rules.within(() => (rules.account(begun), read(), rules.work - begun));
    for (const source of ['int(data.d) > 0', 'data.t.contains(data.d)']) {
      const rules = new RuleCompiler();
      const rule = rules.compile(source, ['data'], '/here');
      for (let digits = 1; digits < 18; digits += 1) {
        const data: Json = { d: '9'.repeat(digits), t: LONG.slice(0, 1_000 + digits) };
        const [atFirst, late] = [0, 99_900_000].map((begun) => atWork(rules, begun, () => rule({ data })));
        expect(late).toBe(atFirst);
        expect(Number.isInteger(atFirst)).toBe(true);
      }
    }
  });

  it('is less for later calls of a transaction, of which there may be many', () => {
    const rules = packageOf(Array.from({ length: 32 }, () => 'data.a.all(x, x < 5)'));
    const schema = packageOf(['true'], { type: 'object', properties: { texts: { items: { not: { pattern: '(?:ab?){0,20}c' } } } } });
    for (const [source, data, code] of [[rules, { items: itemsOf(1), a: many(900) }, 'RULE_TOO_COSTLY'], [schema, { items: itemsOf(1), texts: many(1, LONG) }, 'DATA_TOO_COMPLEX']] as const) {
      expect(refusalOf(() => checkActWith(WORDS_1)(context(source), { command: 'go', data }))).toBeUndefined();
      expect(refusalOf(() => checkActWith(WORDS_1)(context(source, 1), { command: 'go', data }))).toMatchObject({ code });
    }
  });

  it('leaves room for a hundred items, each held against many rules', () => {
    const source = packageOf(Array.from({ length: 10 }, (_, i) => `item.lines.all(line, line > ${-1 - i}) && data.name.matches("^[A-Z]{2}[0-9]{1,12}$") && data.name.startsWith("AB")`));
    const data: Json = { name: 'AB123456', items: Array.from({ length: 100 }, (_, i) => ({ key: `k${i}`, lines: many(50) })) };
    expect(refusalOf(() => checkActWith(WORDS_1)(context(source), { command: 'go', data }))).toBeUndefined();
  });
});

it.each([
  ['abc', 3], ['^(a+)+$', 6], [SLOW, 6_392], ['[^x]{0,900}[yz]', 901], ['\\p{L}{3}', 3], ['\\d{2,}', 2], ['[]a\\]]{5}', 5], ['a{,3}', 5], ['(?:)', 3], ['^(?!ab)c', 7], ['(?P<n>a){10}', 70],
])('the pattern %s has %d parts, and takes more than as much for more', (source, parts) => {
  expect(partsOf(source)).toBe(parts);
  expect(compilePattern(source, '').work).toBe(parts * Math.min(32, 1 + Math.floor(parts / 64)));
});
