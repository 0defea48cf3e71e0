import { createHash } from 'node:crypto';
import { hashPairs } from './hash-pairs';

test.each([1, 3, 4, 511, 512, 513, 1_500])('hashes %i pairs as they are hashed one by one', (count) => {
  const pairs = Uint8Array.from({ length: 64 * count }, (_, i) => (i * 167 + (i >> 6) * 31 + (i >> 11)) & 255);
  const hashes = new Uint8Array(32 * count);
  for (const prefix of [0x0100, 0x0117, 0xffff]) {
    hashPairs(prefix, pairs, hashes);
    for (let i = 0; i < count; i += 1) {
      const expected = createHash('sha256').update(Uint8Array.of(prefix >> 8, prefix & 255)).update(pairs.subarray(64 * i, 64 * i + 64)).digest();
      expect(Buffer.from(hashes.subarray(32 * i, 32 * i + 32)).equals(expected)).toBe(true);
    }
  }
});
