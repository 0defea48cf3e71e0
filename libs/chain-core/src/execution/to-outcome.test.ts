import { Refusal } from '../primitives/refusal';
import { encodeResult } from '../protocol/codec';
import { toOutcome } from './to-outcome';

const factsOf = (facts: object) => {
  const outcome = toOutcome(0, new Refusal('CODE', facts as never));
  encodeResult({ txId: new Uint8Array(32), outcome, events: [], effects: [] });
  return outcome.kind === 'refused' ? outcome.facts : undefined;
};

describe('the facts of a refusal', () => {
  it.each([
    [
      { a: 1, b: 'x', c: true },
      { a: 1, b: 'x', c: true },
    ],
    [{ a: null, b: {}, c: undefined, d: 1n, e: () => 1 }, {}],
    [
      { a: 0.5, b: Number.NaN, c: 2 ** 60 },
      { a: '0.5', b: 'NaN', c: '1152921504606847000' },
    ],
    [{ long: 'x'.repeat(300) }, { long: 'x'.repeat(200) }],
    [{ pair: `${'x'.repeat(199)}😀` }, { pair: 'x'.repeat(199) }],
    [{ half: '\ud800x' }, {}],
  ])('%j become plain data', (given, kept) => expect(factsOf(given)).toEqual(kept));

  it('are left out, in the order of their names, where they would be too large', () => {
    const facts = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => [key, '😀'.repeat(100)]));
    expect(Object.keys(factsOf(facts)!)).toEqual(['a', 'b']);
  });

  it('come with a code that is one, or it is a bug', () => {
    expect(() => toOutcome(0, new Refusal('not a code'))).toThrow('impossible');
  });
});
