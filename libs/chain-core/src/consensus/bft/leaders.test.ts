import fc from 'fast-check';
import { toHex } from '../../primitives/bytes';
import { hash } from '../../crypto/hash';
import { LEADER_VIEWS_MAX, type LeaderRecord } from './leader-record';
import { Leaders } from './leaders';

const chain = (number: number): Uint8Array => hash(Uint8Array.of(number));

/** Leads one view after the other; in views of the dead nobody proposes. */
function lead(start: LeaderRecord, views: number, isDead: (seat: number, view: number) => boolean): { record: LeaderRecord; led: number[]; failed: number[] } {
  let record = start;
  const [led, failed]: number[][] = [[], []];
  for (let view = start.view + 1; view <= start.view + views; view += 1) {
    const seat = record.leaderOf(view);
    if (isDead(seat, view)) failed!.push(seat);
    else {
      led!.push(seat);
      record = record.then({ height: 0, view, proposer: seat });
    }
  }
  return { record, led: led!, failed: failed! };
}
const orderOf = (leaders: Leaders): readonly number[] => leaders.order;

describe('the order of leaders', () => {
  it('is shuffled differently for each chain and epoch, and always the same way', () => {
    const orders = [new Leaders(chain(1), 0, 31), new Leaders(chain(2), 0, 31), new Leaders(chain(1), 1, 31)].map((it) => orderOf(it).join());
    expect(new Set(orders).size).toBe(3);
    expect(orderOf(new Leaders(chain(1), 0, 31)).join()).toBe(orders[0]);
    // Every node of a chain must draw the same order for ever: these numbers never change.
    expect(toHex(chain(1)).slice(0, 8)).toBe('4bf5122f');
    expect(orderOf(new Leaders(chain(1), 0, 7))).toEqual([1, 0, 6, 2, 3, 5, 4]);
  });

  it('gives every seat the same chance of every place', () => {
    const firsts = new Array<number>(5).fill(0);
    for (let i = 0; i < 1000; i += 1) firsts[new Leaders(hash(Uint8Array.of(i & 255, i >> 8)), 0, 5).order[0]!]! += 1;
    for (const count of firsts) expect(Math.abs(count - 200)).toBeLessThan(60);
  });
});

describe('who leads', () => {
  it.each([1, 2, 4, 7, 31, 100])('is each of %i seats in turn while all do', (seats) => {
    for (const from of [0, 1, 1_000_003]) {
      const leaders = new Leaders(chain(1), 0, seats);
      const { led } = lead(leaders.begin(from), 2 * seats, () => false);
      expect(led).toEqual(Array.from({ length: 2 * seats }, (_, i) => leaders.order[(from + 1 + i) % seats]));
    }
  });

  it.each([4, 7, 31, 100])('passes over the dead third of %i, however they lie, and gives each another chance now and then, never all at once', (seats) => {
    const most = Math.floor((seats - 1) / 3);
    for (let from = 0; from < seats; from += Math.ceil(seats / 10)) {
      const leaders = new Leaders(chain(1), 0, seats);
      const dead = new Set(Array.from({ length: most }, (_, i) => leaders.order[(from + i) % seats]!));
      const first = lead(leaders.begin(0), 2 * seats, (seat) => dead.has(seat));
      expect(first.failed.length).toBe(most);
      const later = lead(first.record, 3000, (seat) => dead.has(seat));
      expect(later.failed.length).toBeLessThan((3000 / 256 + 1) * most);
      expect(new Set(later.failed)).toEqual(dead);
      let inRow = 0;
      for (let view = first.record.view + 1, at = first.record; view < first.record.view + 3000; view += 1) {
        const seat = at.leaderOf(view);
        inRow = dead.has(seat) ? inRow + 1 : 0;
        expect(inRow).toBeLessThanOrEqual(Math.max(1, Math.ceil((2 * most) / 3)));
        if (!dead.has(seat)) at = at.then({ height: 0, view, proposer: seat });
      }
    }
  });

  it('never passes over more than a third, and lets a seat lead in turn again once it did', () => {
    const leaders = new Leaders(chain(3), 0, 7);
    const { record } = lead(leaders.begin(0), 7, (_, view) => view < 7);
    const { led } = lead(record, 7 * 3, () => false);
    expect(new Set(led).size).toBeGreaterThanOrEqual(5);
    const dead = leaders.order[2]!;
    const away = lead(leaders.begin(0), 20, (seat) => seat === dead);
    expect(away.failed).toEqual([dead]);
    const back = lead(away.record, LEADER_VIEWS_MAX + 7, () => false);
    expect(back.led.filter((seat) => seat === dead).length).toBeGreaterThan(0);
    expect(lead(back.record, 70, () => false).led.filter((seat) => seat === dead).length).toBe(10);
  });

  it('is the same for all who have the same blocks, however they came by them, and certain once the last views are known', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 20 }), fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 400 }), (seats, gaps) => {
        const leaders = new Leaders(chain(5), 2, seats);
        const blocks: { height: number; view: number; proposer: number }[] = [];
        let whole = leaders.begin(40);
        for (const gap of gaps) {
          const view = whole.view + 1 + gap;
          blocks.push({ height: 0, view, proposer: whole.leaderOf(view) });
          whole = whole.then(blocks.at(-1)!);
        }
        const newest = blocks.filter(({ view }) => view > whole.view - LEADER_VIEWS_MAX);
        const part = newest.slice(1).reduce((record, block) => record.then(block), leaders.beginWithin(newest[0]!));
        expect(whole.isCertain(whole.view + 1)).toBe(true);
        for (let view = whole.view + 1; view < whole.view + 2 * seats; view += 1) {
          if (part.isCertain(view)) expect(part.leaderOf(view)).toBe(whole.leaderOf(view));
        }
        expect(part.isCertain(whole.view + LEADER_VIEWS_MAX)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
