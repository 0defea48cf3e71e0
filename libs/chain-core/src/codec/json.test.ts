import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { utf8 } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import type { Json } from '../primitives/json';
import { VECTORS, withVectors } from '../testing/vectors';
import { canonicalJson, canonicalText, parseCanonicalJson, parseStrictJson } from './json';

function reasonOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'MALFORMED_JSON') return String(error.facts.reason);
    throw error;
  }
  throw new Error('was not refused');
}

describe('canonicalText', () => {
  withVectors('agrees with the vectors of RFC 8785', () => {
    const files = readdirSync(`${VECTORS}/jcs/testdata/input`);
    expect(files).toHaveLength(6);
    for (const file of files) {
      // 1E30 is an integer beyond 2^53-1: we refuse it by design, so it is taken out of both sides.
      const input = readFileSync(`${VECTORS}/jcs/testdata/input/${file}`, 'utf8').replace('1E30, ', '');
      const output = readFileSync(`${VECTORS}/jcs/testdata/output/${file}`, 'utf8').trim().replace('1e+30,', '');
      expect([file, canonicalText(parseStrictJson(input))]).toEqual([file, output]);
      expect([file, parseCanonicalJson(utf8(output))]).toEqual([file, JSON.parse(output)]);
    }
  });

  it('gives one byte string for one value, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        fc.pre(isAccepted(value as Json));
        const bytes = canonicalJson(value as Json);
        expect(canonicalJson(parseCanonicalJson(bytes))).toEqual(bytes);
        expect(canonicalText(parseStrictJson(JSON.stringify(value, null, 2)))).toBe(canonicalText(value as Json));
      }),
    );
  });
});

it('gives the same text for keys in order, which the machine writes, and for keys out of order', () => {
  const shuffled = (value: Json, salt: number): Json => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((item: Json) => shuffled(item, salt));
    const entries = Object.entries(value).map(([key, part]) => [key, shuffled(part as Json, salt + 1)] as const);
    return Object.fromEntries(salt % 2 === 0 ? entries.reverse() : entries);
  };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(3), (value, salt) => {
      fc.pre(isAccepted(value as Json));
      const ordered = parseStrictJson(canonicalText(value as Json));
      expect(canonicalText(shuffled(ordered, salt))).toBe(canonicalText(ordered));
    }),
  );
});

it.each([
  ['half of a surrogate pair', '{"a":"\\ud800"}'],
  ['half of a surrogate pair in a key', '{"\\ud800":1}'],
  ['__proto__', '{"__proto__":1}'],
  ['a large integer', '[9007199254740992]'],
  ['keys out of order', '{"b":1,"a":2}'],
  ['numbers as keys in the order of numbers', '{"9":1,"10":2}'],
  ['depth', '['.repeat(40) + ']'.repeat(40)],
])('takes %s for canonical nowhere', (_what, text) => {
  for (const whole of [text, `[${text}]`, `{"a":{"b":[${text}]}}`]) expect(reasonOf(() => parseCanonicalJson(utf8(whole)))).not.toBe('');
});

function isAccepted(value: Json): boolean {
  try {
    canonicalText(value);
    return true;
  } catch {
    return false;
  }
}

const HOSTILE: readonly [string, string][] = [
  ['{"a":1,"a":1}', 'key appears twice'],
  ['{"a":{"b":1,"\\u0062":2}}', 'key appears twice'],
  ['9007199254740993', 'integer is beyond 2^53-1: write it as a string'],
  ['-9007199254740992', 'integer is beyond 2^53-1: write it as a string'],
  ['1E30', 'integer is beyond 2^53-1: write it as a string'],
  ['1e999', 'number is too large'],
  ['"\\ud800"', 'text holds half of a surrogate pair'],
  ['{"\\udc00x":1}', 'text holds half of a surrogate pair'],
  ['{"__proto__":{"admin":true}}', 'the key __proto__ is not allowed'],
  ['{"\\u005f_proto__":1}', 'the key __proto__ is not allowed'],
  ['[1,]', 'unexpected character'],
  ['{"a":1,}', 'expected "'],
  ['01', 'not a number'],
  ['+1', 'not a number'],
  ['.5', 'not a number'],
  ['1.', 'not a number'],
  ['NaN', 'unexpected character'],
  ['nul', 'unexpected character'],
  ["'a'", 'unexpected character'],
  ['"a', 'text ends inside a string'],
  ['"a\\', 'text ends inside a string'],
  ['"\\x41"', 'bad escape inside a string'],
  ['"a\nb"', 'control character inside a string'],
  ['1 2', 'text after the end of the value'],
  ['', 'unexpected end'],
  ['[', 'unexpected end'],
  ['{"a"', 'expected :'],
  ['\ufeff{}', 'unexpected character'],
  ['\u00a0{}', 'unexpected character'],
  ['['.repeat(33) + ']'.repeat(33), 'nested too deeply'],
  ['['.repeat(500_000), 'nested too deeply'],
  [`"${'x'.repeat(1024 * 1024)}"`, 'text is too large'],
];

describe('parseStrictJson', () => {
  it.each(HOSTILE.map(([text, reason]) => [text.slice(0, 40), reason, text]))('refuses %j: %s', (_, reason, text) => {
    expect(reasonOf(() => parseStrictJson(text))).toBe(reason);
  });

  it('accepts what is at the limits', () => {
    expect(parseStrictJson(' [ 9007199254740991 , -0, 1.5e1, "\\ud83d\\ude00", {"constructor":null} ]\n')).toEqual([
      Number.MAX_SAFE_INTEGER,
      0,
      15,
      '😀',
      { constructor: null },
    ]);
    expect(() => parseStrictJson('['.repeat(32) + ']'.repeat(32))).not.toThrow();
  });

  it('never ends in anything but a value or a refusal', () => {
    const alphabet = fc.constantFrom(...'{}[]",:\\u0e-+.19tfnul \n\ud800é');
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 40 }), (characters) => {
        const text = characters.join('');
        try {
          expect(JSON.stringify(parseStrictJson(text))).toBe(JSON.stringify(JSON.parse(text)));
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseCanonicalJson', () => {
  it.each(['{"b":1,"a":1}', '{ }', '1.0', '-0', '"\\u0041"', '{"a":1,"a":1}', '1e1', '"\\/"'])('refuses %s: not canonical', (text) => {
    expect(reasonOf(() => parseCanonicalJson(utf8(text)))).toMatch('not in canonical form');
  });

  it('refuses bytes that are not UTF-8, or begin with a byte order mark', () => {
    expect(reasonOf(() => parseCanonicalJson(Uint8Array.of(34, 0xff, 34)))).toBe('text is not UTF-8');
    expect(reasonOf(() => parseCanonicalJson(Uint8Array.of(34, 0xed, 0xa0, 0x80, 34)))).toBe('text is not UTF-8');
    expect(reasonOf(() => parseCanonicalJson(Uint8Array.of(0xef, 0xbb, 0xbf, 49)))).toBe('not JSON');
  });

  it('refuses depth and size beyond the limits', () => {
    expect(reasonOf(() => parseCanonicalJson(utf8('['.repeat(33) + ']'.repeat(33))))).toBe('nested too deeply');
    // However deep: never a stack overflow, whose depth would differ from machine to machine.
    expect(reasonOf(() => parseCanonicalJson(utf8('['.repeat(500_000) + ']'.repeat(500_000))))).toBe('nested too deeply');
    expect(reasonOf(() => parseCanonicalJson(utf8('"aaaa"'), { depthMax: 1, bytesMax: 5 }))).toBe('text is too large');
  });
});
