import { Refusal } from '../primitives/refusal';
import type { GenesisSeat } from '../protocol/genesis';
import { nextCommittee } from './next-committee';
import type { SeatPlan } from './seat-plan';

const SEATS_MAX = 100;
const consensus = { certificates: 'ed25519' } as SeatPlan['consensus'];
const seat = (nodeKey: string, hasKey = true): GenesisSeat => ({ organisation: 'o', label: 'l', role: 'validator', nodeKey, ...(hasKey && { votingKey: `voting ${nodeKey}`, proofOfPossession: '' }) });
const names = (what: string, count: number) => Array.from({ length: count }, (_, i) => `${what} ${i}`);
const plan = (seats: readonly GenesisSeat[]): SeatPlan => ({ seats: seats.map((each, number) => ({ number, seat: each })), consensus, nextSeat: seats.length });

function outcome(seats: readonly GenesisSeat[], present: readonly string[], confirmed: readonly string[] = []): string {
  try {
    const next = nextCommittee(plan(seats), { present: new Set(present), confirmed: new Set(confirmed) });
    return `${next.quorum} of ${next.seats.length}, ${next.mayFail} may fail`;
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${JSON.stringify(error.facts)}`;
    throw error;
  }
}

/** By trying, not by a formula: the most that may misbehave when fewer than a third may, and the most that the others are. */
function sums(seats: number): { readonly quorum: number; readonly mayFail: number } {
  let mayFail = 0;
  while (3 * (mayFail + 1) < seats) mayFail += 1;
  let quorum = seats;
  while (quorum + mayFail > seats) quorum -= 1;
  return { quorum, mayFail };
}

describe('a change from any committee of 1 to 100', () => {
  it('by additions nobody has seen is allowed exactly while the seats that stay are a quorum of all', () => {
    for (let n = 1; n <= SEATS_MAX; n += 1) {
      for (let added = 0; added <= n + 1; added += 1) {
        const { quorum, mayFail } = sums(n + added);
        const seats = [...names('old', n), ...names('new', added)].map((name) => seat(name));
        const expected = n >= quorum ? `${n + added - mayFail} of ${n + added}, ${mayFail} may fail` : `NO_QUORUM_LEFT ${JSON.stringify({ validators: n + added, needed: quorum, staying: n, confirmed: 0 })}`;
        expect([n, added, outcome(seats, names('old', n))]).toEqual([n, added, expected]);
      }
    }
  });

  it('counts newcomers once they have shown to be there, and no stranger', () => {
    for (let n = 1; n <= SEATS_MAX; n += 1) {
      const added = n + 1;
      const { quorum } = sums(n + added);
      const seats = [...names('old', n), ...names('new', added)].map((name) => seat(name));
      const confirmed = (count: number) => [...names('new', count), 'somebody else', 'old 0'];
      expect(outcome(seats, names('old', n), confirmed(quorum - n - 1))).toContain('NO_QUORUM_LEFT');
      expect(outcome(seats, names('old', n), confirmed(quorum - n))).toContain(`${quorum} of ${n + added}`);
    }
  });

  it('by removals is allowed down to one, with the sums of whoever is left, and not to none', () => {
    for (let n = 1; n <= SEATS_MAX; n += 1) {
      for (let left = 1; left < n; left += 1) {
        const { quorum, mayFail } = sums(left);
        expect([n, left, outcome(names('old', left).map((name) => seat(name)), names('old', n))]).toEqual([n, left, `${quorum} of ${left}, ${mayFail} may fail`]);
      }
      expect(outcome([], names('old', n))).toBe('NO_VALIDATOR_LEFT {"seats":0}');
    }
  });

  it('by exchange is refused when more are replaced by unseen seats than may fail', () => {
    for (let n = 1; n <= SEATS_MAX; n += 1) {
      const { mayFail } = sums(n);
      const exchanged = (count: number) => [...names('old', n - count), ...names('new', count)].map((name) => seat(name));
      expect(outcome(exchanged(mayFail), names('old', n))).toContain(`${mayFail} may fail`);
      expect(outcome(exchanged(mayFail + 1), names('old', n))).toContain('NO_QUORUM_LEFT');
    }
  });

  it('to a scheme of certificates waits for keys of a quorum, and leaves out who has none', () => {
    for (let n = 1; n <= SEATS_MAX; n += 1) {
      const { quorum } = sums(n);
      const withKeys = (count: number) => names('old', n).map((name, i) => seat(name, i < count));
      expect(outcome(withKeys(quorum - 1), names('old', n))).toBe(`KEYS_MISSING ${JSON.stringify({ validators: n, withKeys: quorum - 1, needed: quorum, scheme: 'ed25519' })}`);
      expect(outcome(withKeys(quorum), names('old', n))).toContain(` of ${quorum},`);
    }
  });
});
