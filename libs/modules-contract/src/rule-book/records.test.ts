import fc from 'fast-check';
import { canonicalText, hash, utf8 } from '@bystack/chain-core/module';
import { numbered, recordId } from './records';

describe('places of records', () => {
  it('are the hash of type and key, whatever was asked for before', () => {
    const names = fc.constantFrom('a', 'b', 'ab', '', '中');
    fc.assert(fc.property(fc.array(fc.tuple(names, names), { maxLength: 12 }), (asked) => {
      for (const [type, key] of asked) expect(recordId(type, key)).toEqual(hash(utf8(canonicalText([type, key]))));
    }));
  });

  it('end in a number of eight bytes, beyond what four hold', () => {
    for (const sequence of [0, 1, 255, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER]) {
      const expected = Buffer.alloc(10, 7);
      expected.writeBigUInt64BE(BigInt(sequence), 2);
      expect(numbered(Uint8Array.of(7, 7), sequence)).toEqual(new Uint8Array(expected));
    }
  });
});
