import type { Random } from '../random';

/**
 * How long a search takes, in whole microseconds: exponentially distributed, by von Neumann's method, which only compares whole numbers
 * and so gives the same on every machine.
 */
export function drawSearchUs(random: Random, meanUs: number): number {
  for (let rounds = 0; ; rounds += 1) {
    const first = random.next();
    let last = first;
    let falls = 1;
    for (let next = random.next(); next < last; next = random.next()) {
      last = next;
      falls += 1;
    }
    if (falls % 2 === 1) return Math.max(1, Math.floor((rounds + first / 2 ** 32) * meanUs));
  }
}
