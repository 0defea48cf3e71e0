import fc from 'fast-check';
import { decimalsIn, shownAmount, unitsOf } from './decimal-amount';

describe('amounts as people write them', () => {
  it.each<[string, number, bigint | undefined]>([
    ['1.50', 2, 150n], ['1.5', 2, 150n], ['7', 0, 7n], ['0.01', 2, 1n], [' 3 ', 1, 30n], ['92233720368547758.07', 2, 9_223_372_036_854_775_807n],
    ['0', 2, undefined], ['1.505', 2, undefined], ['1.0', 0, undefined], ['-1', 0, undefined], ['1e3', 0, undefined], ['1.2.3', 4, undefined], ['', 2, undefined], ['.5', 1, undefined], ['٣', 0, undefined], ['9'.repeat(41), 0, undefined],
  ])('%s with %d decimals', (text, decimals, units) => expect(unitsOf(text, decimals)).toBe(units));

  it('come back as they were', () => {
    fc.assert(fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), fc.integer({ min: 0, max: 18 }), (units, decimals) => expect(unitsOf(shownAmount(units, decimals), decimals)).toBe(units)));
  });

  it('have the decimals that their definition says, if it makes sense', () => {
    expect([{ decimals: 2 }, { decimals: 19 }, { decimals: -1 }, { decimals: 1.5 }, { decimals: '2' }, null, 'x', []].map(decimalsIn)).toEqual([2, 0, 0, 0, 0, 0, 0, 0]);
  });
});
