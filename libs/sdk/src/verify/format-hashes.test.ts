import { formatHashes } from './format-hashes';

test.each([
  ['0', '0 hashes'],
  ['1', '1 hash'],
  ['999', '999 hashes'],
  ['1000', '1.00 thousand hashes'],
  ['123456', '123 thousand hashes'],
  ['98765432', '98.7 million hashes'],
  ['1200000000000000000', '1.20 quintillion hashes'],
  ['5000000000000000000000', '5000 quintillion hashes'],
])('%s is %s', (count, words) => expect(formatHashes(count)).toBe(words));
