import type { Json } from '@bystack/chain-core/module';
import { RuleCompiler } from './compile-rule';

const known = ['data', 'item', 'now', 'nowMs', 'actor'];
const NOW = Date.UTC(2026, 0, 31, 9, 30, 5, 250);

function evaluate(source: string, data: Json = {}): Json | undefined {
  return new RuleCompiler().compile(source, known, '/here')({ data, nowMs: NOW, actor: 'ab' });
}

describe('a rule', () => {
  it.each<[string, Json, Json | undefined]>([
    ['data.quantity > 5', { quantity: 6 }, true],
    ['data.quantity > 5', { quantity: 5 }, false],
    ['data.quantity > 5', {}, undefined],
    ['data.quantity > 5', { quantity: '6' }, undefined],
    ['has(data.a) && data.a == "x"', {}, false],
    ['data.tags.exists(tag, tag == "b")', { tags: ['a', 'b'] }, true],
    ['data.rows.all(row, row.cells.exists(cell, cell == 1))', { rows: [{ cells: [1] }, { cells: [2, 1] }] }, true],
    ['data.rows.filter(x, x > 1).map(x, x * 2)', { rows: [1, 2, 3] }, [4, 6]],
    ['data.temperature', { temperature: 26.5 }, '26.5'],
    ['decimal.compare(data.temperature, "26.45") == 1', { temperature: 26.5 }, true],
    ['decimal.compare(data.temperature, 26) == 0', { temperature: 26 }, true],
    ['decimal.add("0.1", "0.2")', {}, '0.3'],
    ['sha256("abc")', {}, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['epcis.id(data.epc)', { epc: 'urn:epc:id:sscc:0614141.1234567890' }, 'https://id.gs1.org/00/106141412345678908'],
    ['data.sku.matches("^[A-Z]{2}[0-9]+$")', { sku: 'AB12' }, true],
    ['data == {"a": [1, "x", null]}', { a: [1, 'x', null] }, true],
    ['[1, 2] in data.pairs', { pairs: [[1], [1, 2]] }, true],
    ['timestamp(data.at) < now', { at: '2026-01-31T10:00:00+01:00' }, true],
    ['now - timestamp(data.at) < duration("24h")', { at: '2026-01-29T10:00:00Z' }, false],
    ['now.getHours()', {}, 9],
    ['now.getHours("+08:00")', {}, 17],
    ['now.getHours("UTC")', {}, 9],
    ['now.getFullYear() * 10000 + (now.getMonth() + 1) * 100 + now.getDate()', {}, 20260131],
    ['now.getDayOfWeek()', {}, 6],
    ['now.getDayOfYear()', {}, 30],
    ['now.getMilliseconds()', {}, 250],
    ['9007199254740993', {}, undefined],
    ['data.constructor', {}, undefined],
    ['1 / 0', {}, undefined],
  ])('%s of %j is %j', (source, data, expected) => {
    if (source === '9007199254740993') expect(() => evaluate(source, data)).toThrow(expect.objectContaining({ code: 'RULE_RESULT' }));
    else expect(evaluate(source, data)).toEqual(expected);
  });

  it.each([
    ['not CEL', 'data.', 'RULE_INVALID'],
    ['a float', 'data.a > 0.5', 'RULE_NUMBER'],
    ['an unsigned number', 'data.a > 5u', 'RULE_NUMBER'],
    ['bytes', 'b"x" == b"y"', 'RULE_NUMBER'],
    ['making floats', 'double(data.a) > 1', 'RULE_FUNCTION_UNKNOWN'],
    ['an unknown variable', 'other.a', 'RULE_VARIABLE_UNKNOWN'],
    ['an unknown function', 'fetch("https://example.com")', 'RULE_FUNCTION_UNKNOWN'],
    ['an unknown qualified function', 'decimal.divide("1", "3") == ""', 'RULE_FUNCTION_UNKNOWN'],
    ['the meter itself', '@step()', 'RULE_INVALID'],
    ['a type as value', 'type(data) == int', 'RULE_FUNCTION_UNKNOWN'],
    ['a message', 'google.protobuf.Duration{seconds: 1}', 'RULE_INVALID'],
    ['a named time zone', 'now.getHours("Europe/Paris") == 1', 'RULE_TIME_ZONE'],
    ['a computed time zone', 'now.getHours(data.zone) == 1', 'RULE_TIME_ZONE'],
    ['a computed pattern', 'data.a.matches(data.b)', 'RULE_PATTERN'],
    ['a pattern with a back-reference', 'data.a.matches("(a)\\\\1")', 'PATTERN_NOT_LINEAR'],
    ['three nested loops', 'data.a.all(x, x.all(y, y.all(z, z)))', 'RULE_NESTED_LOOPS'],
    ['three nested loops through a range', 'data.a.all(x, data.b.filter(y, data.c.exists(z, z == y)).size() > 0)', 'RULE_NESTED_LOOPS'],
    ['many loops that build lists', 'data.a.map(x, x).map(x, x).map(x, x).size() > 0', 'RULE_NESTED_LOOPS'],
    ['a list of variables inside a loop', 'data.a.map(x, [x, x])', 'RULE_LITERAL_IN_LOOP'],
    ['length', `data.a == "${'x'.repeat(3_000)}"`, 'RULE_TOO_LARGE'],
    ['deep brackets', `${'('.repeat(60)}1${')'.repeat(60)} == 1`, 'RULE_TOO_LARGE'],
    ['many parts', Array.from({ length: 300 }, () => 'true').join('&&'), 'RULE_TOO_LARGE'],
  ])('refuses at publish time %s', (_name, source, code) => {
    expect(() => evaluate(source)).toThrow(expect.objectContaining({ code, facts: expect.objectContaining({ path: '/here', reason: expect.any(String) }) }));
  });

  it('stops at its budget of steps, whatever the loops look like', () => {
    const data = { a: Array.from({ length: 1_000 }, (_, i) => i) };
    for (const source of ['data.a.all(x, data.a.exists(y, y == x + 1000) || true)', 'data.a.all(x, data.a == data.a)', 'data.a.map(x, data.a.filter(y, y > x).size()).size() > 0']) {
      const start = process.cpuUsage();
      expect(() => evaluate(source, data)).toThrow(expect.objectContaining({ code: 'RULE_TOO_COSTLY' }));
      expect(process.cpuUsage(start).user / 1_000).toBeLessThan(1_000);
    }
  });

  it('does not let texts and lists double', () => {
    expect(evaluate(`[data.a].map(x, ${Array.from({ length: 90 }, () => 'x').join('+')})`, { a: 'x'.repeat(16_000) })).toBeUndefined();
    expect(evaluate(`(${Array.from({ length: 20 }, () => 'data.a').join('+')}).size() > 0`, { a: Array.from({ length: 1_000 }, () => 1) })).toBeUndefined();
  });

  it('matches in linear time', () => {
    expect(evaluate('data.a.matches("^(a+)+$")', { a: `${'a'.repeat(5_000)}!` })).toBe(false);
  });
});
