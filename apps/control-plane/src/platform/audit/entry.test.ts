import type { AuditEntry } from '@bystack/api';
import { AUDIT_START, auditHash } from './entry';
import { TrailCheck, verifyTrail } from './trail-check';

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
    expect(verifyTrail(ORGANISATION, trail(5), trail(5).at(-1))).toBeUndefined();
    expect(verifyTrail(ORGANISATION, [])).toBeUndefined();
    expect(verifyTrail(ORGANISATION, trail(9), trail(5).at(-1))).toBeUndefined();
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
    expect(verifyTrail(ORGANISATION, entries, trail(5).at(-1))).toEqual({ brokenAt });
  });

  it('of one organisation is not one of another', () => {
    expect(verifyTrail('other', trail(1))).toEqual({ brokenAt: 1 });
  });

  it.each<[string, AuditEntry[], object]>([
    ['a cut end', trail(4), { sequence: 5, reason: 'cut-short' }],
    ['an entry taken out', trail(5).filter(({ sequence }) => sequence !== 2), { sequence: 2, reason: 'missing' }],
    ['a changed entry', changed(2, { atMs: 1 }), { sequence: 3, reason: 'changed' }],
    ['what cannot be read', [undefined as never, ...trail(5)], { sequence: 1, reason: 'changed' }],
  ])('says what is wrong: %s', (_name, entries, firstFault) => {
    const check = new TrailCheck(ORGANISATION, [trail(5)[4], trail(5)[1]]);
    for (const entry of entries) check.add(entry);
    expect(check.end()).toEqual({ holds: false, entries: entries.length, firstFault });
  });

  it('that was written anew in one piece differs from what a witness keeps', () => {
    const check = new TrailCheck(ORGANISATION, [trail(5)[1], { sequence: 2, hash: 'f'.repeat(64) }]);
    for (const entry of trail(5)) check.add(entry);
    expect(check.end().firstFault).toEqual({ sequence: 2, reason: 'differs-from-witness' });
  });
});
