import fc from 'fast-check';
import { fromHex, toHex, utf8 } from './bytes';

describe('hexadecimal', () => {
  it('is read back, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes);
      expect(fromHex(toHex(bytes), bytes.length)).toEqual(bytes);
    }));
  });

  it('is lower-case digits in pairs, as many as are asked for, and nothing else', () => {
    expect(['0', 'A0', '0g', 'g0', '0/', ':0', '`0', '0G', ' 0', '０0'].map((text) => fromHex(text))).toEqual(Array(10).fill(undefined));
    expect([fromHex('00ff'), fromHex('00ff', 2), fromHex('00ff', 1), fromHex('')]).toEqual([Uint8Array.of(0, 255), Uint8Array.of(0, 255), undefined, new Uint8Array(0)]);
  });
});

describe('UTF-8', () => {
  it('is that of the machine, for texts of every length and script, in plain arrays of bytes', () => {
    const encoder = new TextEncoder();
    const unit = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary-ascii', maxLength: 300 }));
    fc.assert(fc.property(unit, (text) => {
      const bytes = utf8(text);
      expect(Buffer.compare(bytes, encoder.encode(text))).toBe(0);
      expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    }));
    for (const length of [0, 1, 63, 64, 65, 255, 256, 257]) for (const last of ['a', '\x7f', '\x80', 'é', '中', '\ud800']) {
      const text = 'x'.repeat(length) + last;
      expect(Buffer.compare(utf8(text), encoder.encode(text))).toBe(0);
    }
  });
});
