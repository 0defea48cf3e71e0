import type { AuditEntry } from '@bystack/api';
import { AUDIT_START, auditHash, verifyTrail } from './entry';

const ORGANISATION = 'o';
function trail(length: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const body = {
      sequence,
      atMs: sequence * 10,
      actor: { type: 'user', id: 'u', name: 'Ann' },
      action: 'chain.create',
      subject: { type: 'chain', id: String(sequence) },
      details: { note: `№ ${sequence}` },
      previousHash: entries.at(-1)?.hash ?? AUDIT_START,
    } as const;
    entries.push({ ...body, hash: auditHash(ORGANISATION, body) });
  }
  return entries;
}
const changed = (at: number, change: Partial<AuditEntry>) =>
  trail(5).map((entry, index) => (index === at ? { ...entry, ...change } : entry));

describe('an audit trail', () => {
  it('holds as it was written', () => {
    expect(verifyTrail(ORGANISATION, trail(5), trail(5).at(-1)?.hash)).toBeUndefined();
    expect(verifyTrail(ORGANISATION, [])).toBeUndefined();
    expect(verifyTrail(ORGANISATION, trail(9), trail(5).at(-1)?.hash)).toBeUndefined();
  });

  it.each<[string, AuditEntry[], number]>([
    ['a changed detail', changed(2, { details: { note: 'x' } }), 3],
    ['a changed actor', changed(0, { actor: { type: 'user', id: 'u', name: 'Bob' } }), 1],
    ['a changed time', changed(4, { atMs: 1 }), 5],
    ['a changed hash', changed(1, { hash: AUDIT_START }), 2],
    ['an entry taken out', trail(5).filter(({ sequence }) => sequence !== 3), 3],
    ['two entries swapped', [0, 2, 1, 3].map((index) => trail(5)[index]), 2],
    ['the beginning cut off', trail(5).slice(1), 1],
    ['the end cut off', trail(5).slice(0, 3), 4],
    ['everything cut off', [], 1],
  ])('shows %s', (_name, entries, brokenAt) => {
    expect(verifyTrail(ORGANISATION, entries, trail(5).at(-1)?.hash)).toEqual({ brokenAt });
  });

  it('of one organisation is not one of another', () => {
    expect(verifyTrail('other', trail(1))).toEqual({ brokenAt: 1 });
  });
});
