import fc from 'fast-check';
import { toBinary } from '../crypto/hash';
import { hashKey } from './state-base';
import { collectRange, openRange, type RangeBounds, type StateRange } from './state-range';
import { decodeStateRange, encodeStateRange } from './range-codec';
import { StateVersion } from './state-version';

const END = '\xff'.repeat(32);
const ALL: RangeBounds = { from: '\0'.repeat(32), until: END };

const entries = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 5_000 }).map((n) => `k${n}`), fc.uint8Array({ maxLength: 40 })), { maxLength: 200, selector: ([key]) => key });
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => toBinary(bytes));
const bounds = fc.tuple(hash, hash).map(([a, b]) => (a < b ? { from: a, until: b } : { from: b, until: a }));

/** What a model says lies within the bounds. */
function within(list: readonly (readonly [string, Uint8Array])[], { from, until }: RangeBounds): string[] {
  return list.map(([key]) => hashKey(key)).filter((keyHash) => keyHash >= from && keyHash <= until).sort();
}

describe('a range of a state', () => {
  it('holds exactly what lies within its bounds, and proves it', () => {
    fc.assert(
      fc.property(entries, bounds, (list, asked) => {
        const state = StateVersion.ofEntries(list);
        const range = decodeStateRange(encodeStateRange(collectRange(state, asked, Infinity)));
        const opened = openRange(state.root, asked, range);
        if (typeof opened === 'string') throw new Error(opened);
        expect(opened.next).toBeUndefined();
        expect(opened.leaves.map(({ keyHash }) => keyHash)).toEqual(within(list, asked));
      }),
    );
  });

  it('that is cut off goes on where it says, until everything was there once', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 400 }), (list, bytesMax) => {
        const state = StateVersion.ofEntries(list);
        const found: string[] = [];
        for (let from: string | undefined = ALL.from; from !== undefined; ) {
          const opened = openRange(state.root, { from, until: END }, collectRange(state, { from, until: END }, bytesMax));
          if (typeof opened === 'string') throw new Error(opened);
          found.push(...opened.leaves.map(({ keyHash }) => keyHash));
          from = opened.next;
        }
        expect(found).toEqual(within(list, ALL));
      }),
    );
  });

  it('proves nothing once an entry, a neighbour or a sibling is changed or left out', () => {
    fc.assert(
      fc.property(entries.filter((list) => list.length > 3), bounds, fc.integer({ min: 0, max: 11 }), fc.nat(), (list, asked, how, which) => {
        const state = StateVersion.ofEntries(list);
        const range = collectRange(state, asked, Infinity);
        const forged = forge(range, how, which);
        if (forged === undefined) return;
        const opened = openRange(state.root, asked, forged);
        // A cut that says where it goes on is no lie; everything else must be refused.
        if (typeof opened !== 'string') expect(opened).toEqual(openRange(state.root, asked, range));
      }),
      { numRuns: 1_000 },
    );
  });

  it('of an empty state is empty, and nothing else', () => {
    const state = StateVersion.ofEntries([]);
    expect(openRange(state.root, ALL, collectRange(state, ALL, 100))).toEqual({ leaves: [], next: undefined });
    const other = StateVersion.ofEntries([['k1', Uint8Array.of(1)]]);
    expect(openRange(state.root, ALL, collectRange(other, ALL, 100))).toBe('it does not lead to the root of the state');
    expect(openRange(other.root, ALL, collectRange(state, ALL, 100))).toBe('it does not lead to the root of the state');
  });

  it('says of a subtree on which side of the path it lies: nobody hides it by moving it', () => {
    const state = StateVersion.ofEntries(Array.from({ length: 8 }, (_, i) => [`k${i}`, Uint8Array.of(i)]));
    const sorted = within(Array.from({ length: 8 }, (_, i) => [`k${i}`, Uint8Array.of(i)]), ALL);
    const [first, second] = [sorted[0]!, sorted[1]!];
    const gap = { from: next(first), until: before(second) };
    const empty = collectRange(state, gap, 100);
    expect(openRange(state.root, gap, empty)).toEqual({ leaves: [], next: undefined });
    expect(openRange(state.root, { from: first, until: before(second) }, empty)).toBe('the leaf before it is none');
    expect(openRange(state.root, ALL, { entries: [], left: [], right: [{ depth: 0, sibling: state.root }] })).toBe('it leaves out a neighbour');
  });
});

function next(keyHash: string): string {
  return keyHash.slice(0, 31) + String.fromCharCode(Math.min(255, keyHash.charCodeAt(31) + 1));
}
function before(keyHash: string): string {
  return keyHash.slice(0, 31) + String.fromCharCode(Math.max(0, keyHash.charCodeAt(31) - 1));
}

/** One way to lie; undefined: there is nothing to lie about. */
function forge(range: StateRange, how: number, which: number): StateRange | undefined {
  const { entries: list, left, right, before: below, after: above, ...rest } = range;
  const at = list.length === 0 ? 0 : which % list.length;
  const all = { ...rest, entries: list, left, right, ...(below && { before: below }), ...(above && { after: above }) };
  const turned = Uint8Array.from(left[0]?.sibling ?? right[0]?.sibling ?? [1], (byte) => byte ^ 1);
  const flips: readonly (() => StateRange | undefined)[] = [
    () => (list.length > 0 ? { ...all, entries: list.toSpliced(at, 1) } : undefined),
    () => (list.length > 0 ? { ...all, entries: list.with(at, [list[at]![0], Uint8Array.of(...list[at]![1], 7)]) } : undefined),
    () => (list.length > 1 ? { ...all, entries: list.toReversed() } : undefined),
    () => ({ ...all, entries: [...list, ['forged', Uint8Array.of(1)]] }),
    () => (below ? { ...rest, entries: list, left, right, ...(above && { after: above }) } : undefined),
    () => (above ? { ...rest, entries: list, left, right, ...(below && { before: below }) } : undefined),
    () => (left.length > 0 ? { ...all, left: left.slice(1) } : undefined),
    () => (right.length > 0 ? { ...all, right: right.slice(1) } : undefined),
    () => (left.length > 0 ? { ...all, left: [{ ...left[0]!, sibling: turned }, ...left.slice(1)] } : undefined),
    () => (right.length > 0 ? { ...all, right: [{ ...right[0]!, depth: right[0]!.depth ^ 1 }, ...right.slice(1)] } : undefined),
    () => (left.length > 0 || right.length > 0 ? { ...all, left: right, right: left } : undefined),
    () => (list.length > 0 ? { ...all, entries: [] } : undefined),
  ];
  return flips[how]!();
}
