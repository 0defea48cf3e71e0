import type { AuditEntry } from '@bystack/api';

/** @returns the number of the first entry (newest first) whose `previousHash` is not the hash of the entry before it */
export function brokenLink(newestFirst: readonly AuditEntry[]): number | undefined {
  const broken = newestFirst.find((entry, index) => {
    const before = newestFirst[index + 1];
    return before !== undefined && (entry.previousHash !== before.hash || entry.sequence !== before.sequence + 1);
  });
  return broken?.sequence;
}
