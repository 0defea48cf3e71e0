import type { AuditEntry } from '@bystack/api';
import { brokenLink } from './chain-of-hashes';

const entry = (sequence: number, previousHash: string, hash: string): AuditEntry => ({
  sequence, previousHash, hash, atMs: 0, actor: { type: 'user', id: 'u', name: 'U' }, action: 'a', subject: { type: 't', id: 's' }, details: {},
});

test('entries that follow each other are linked', () => {
  expect(brokenLink([entry(3, 'b', 'c'), entry(2, 'a', 'b'), entry(1, '0', 'a')])).toBeUndefined();
  expect(brokenLink([])).toBeUndefined();
});

test('a changed entry and a missing one show', () => {
  expect(brokenLink([entry(3, 'b', 'c'), entry(2, 'a', 'B'), entry(1, '0', 'a')])).toBe(3);
  expect(brokenLink([entry(3, 'b', 'c'), entry(1, '0', 'b')])).toBe(3);
});
