import { toHex } from '../../primitives/bytes';
import { hash } from '../../crypto/hash';
import { Leaders } from './leaders';

const chain = (number: number): Uint8Array => hash(Uint8Array.of(number));
const rotation = (leaders: Leaders, seats: number, from = 1): number[] => Array.from({ length: seats }, (_, i) => leaders.of(from + i));

describe('Leaders', () => {
  it.each([1, 2, 4, 7, 31, 100])('lets each of %i seats lead once in a rotation', (seats) => {
    const leaders = new Leaders(chain(1), 0, seats);
    for (const from of [1, 2, 1_000_003]) {
      expect(rotation(leaders, seats, from).sort((a, b) => a - b)).toEqual(Array.from({ length: seats }, (_, seat) => seat));
    }
  });

  it('shuffles differently for each chain and epoch, and always the same way', () => {
    const orders = [new Leaders(chain(1), 0, 31), new Leaders(chain(2), 0, 31), new Leaders(chain(1), 1, 31)].map((it) => rotation(it, 31).join());
    expect(new Set(orders).size).toBe(3);
    expect(rotation(new Leaders(chain(1), 0, 31), 31).join()).toBe(orders[0]);
    // Every node of a chain must draw the same order for ever: these numbers never change.
    expect(toHex(chain(1)).slice(0, 8)).toBe('4bf5122f');
    expect(rotation(new Leaders(chain(1), 0, 7), 7)).toEqual([0, 6, 2, 3, 5, 4, 1]);
  });

  it('gives every seat the same chance of every place', () => {
    const firsts = new Array<number>(5).fill(0);
    for (let i = 0; i < 1000; i += 1) firsts[new Leaders(hash(Uint8Array.of(i & 255, i >> 8)), 0, 5).of(0)]! += 1;
    for (const count of firsts) expect(Math.abs(count - 200)).toBeLessThan(60);
  });
});
