import { createHash } from 'node:crypto';
import { fingerprint, newSalt, saltOf } from './fingerprint';

const sha256 = (...parts: (string | Uint8Array)[]): string => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

test('a fingerprint is the SHA-256 of the file, as any other program computes it', async () => {
  expect(await fingerprint(new Blob(['果园\n']), null)).toBe(sha256('果园\n'));
  expect(await fingerprint(new Blob([]), null)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('with a salt, over the salt and then the file', async () => {
  const salt = newSalt();
  expect(await fingerprint(new Blob(['document']), saltOf(salt))).toBe(sha256(Buffer.from(salt, 'hex'), 'document'));
});

test('salts are 32 random bytes, and what is no salt is refused', () => {
  expect(newSalt()).toMatch(/^[0-9a-f]{64}$/);
  expect(newSalt()).not.toBe(newSalt());
  expect(saltOf(` ${'AB'.repeat(32)}\n`)).toHaveLength(32);
  expect(['', 'ab', 'g'.repeat(64), 'ab'.repeat(33)].map(saltOf)).toEqual([null, null, null, null]);
});
