import fc from 'fast-check';
import { Refusal } from '../primitives/refusal';
import { Reader } from './reader';
import { AMOUNT_MAX, Writer } from './writer';

function factsOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, ...error.facts };
    throw error;
  }
  throw new Error('was not refused');
}

describe('Writer and Reader', () => {
  it('give back what was written, for every width', () => {
    fc.assert(
      fc.property(
        fc.nat(255),
        fc.nat(65535),
        fc.nat(2 ** 31),
        fc.maxSafeNat(),
        fc.bigInt(1n, AMOUNT_MAX),
        fc.uint8Array({ maxLength: 300 }),
        fc.string({ maxLength: 60, unit: 'grapheme' }).filter((text) => Buffer.byteLength(text) < 256),
        (a, b, c, d, e, bytes, text) => {
          const written = new Writer(1).u8(a).u16(b).u32(c).u53(d).amount(e).bytes16(bytes).bytes32(bytes).text8(text).finish();
          const reader = new Reader(written);
          const read = [
            reader.u8('a'),
            reader.u16('b'),
            reader.u32('c'),
            reader.u53('d'),
            reader.amount('e'),
            reader.bytes16(300, 'f'),
            reader.bytes32(300, 'g'),
            reader.text8(255, 'h'),
          ];
          reader.end('all');
          expect(read).toEqual([a, b, c, d, e, bytes, bytes, text]);
        },
      ),
    );
  });

  it.each([
    ['short', () => new Reader(Uint8Array.of(1)).u16('size'), { field: 'size', reason: 'bytes end too early' }],
    ['beyond 2^53-1', () => new Reader(Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0)).u53('time'), { field: 'time', reason: 'beyond 2^53-1' }],
    [
      'amount of zero',
      () => new Reader(new Uint8Array(8)).amount('amount'),
      { field: 'amount', reason: 'amount must be from 1 to 2^63-1' },
    ],
    [
      'amount with the sign bit',
      () => new Reader(Uint8Array.of(128, 0, 0, 0, 0, 0, 0, 0)).amount('a'),
      { field: 'a', reason: 'amount must be from 1 to 2^63-1' },
    ],
    ['flag of two', () => new Reader(Uint8Array.of(2)).flag('flag'), { field: 'flag', reason: 'must be 0 or 1' }],
    ['count above its limit', () => new Reader(Uint8Array.of(3, 0, 0, 0)).bytes8(2, 'name'), { field: 'name', reason: 'at most 2' }],
    [
      'length above what is there',
      () => new Reader(Uint8Array.of(255, 255, 255, 255, 0)).bytes32(2 ** 32, 'x'),
      { field: 'x', reason: 'bytes end too early' },
    ],
    ['text that is not UTF-8', () => new Reader(Uint8Array.of(1, 0xff)).text8(9, 'name'), { field: 'name', reason: 'not UTF-8' }],
    ['trailing byte', () => new Reader(Uint8Array.of(0)).end('block'), { field: 'block', reason: 'bytes after the end' }],
  ])('refuses: %s', (_, run, facts) => {
    expect(factsOf(run)).toEqual({ code: 'MALFORMED', ...facts });
  });

  it('treats a value out of range that we ourselves write as a bug', () => {
    expect(() => new Writer().u8(256)).toThrow('impossible');
    expect(() => new Writer().u53(-1)).toThrow('impossible');
    expect(() => new Writer().amount(0n)).toThrow('impossible');
    expect(() => new Writer().amount(AMOUNT_MAX + 1n)).toThrow('impossible');
    expect(() => new Writer().fixed(new Uint8Array(31), 32)).toThrow('impossible');
  });
});
