import { setTimeout as sleep } from 'node:timers/promises';
import { firstOf, NoneOf } from './first-of';

const AT_ONCE = { patienceMs: 0, withinMs: 60_000 };
const PATIENT = { patienceMs: 60_000, withinMs: 60_000 };
const never = () => new Promise<string>(() => undefined);
const fails = (why: string) => () => Promise.reject(new Error(why));

it('begins the next when one fails, and not before', async () => {
  const begun: string[] = [];
  const tries = [fails('no'), async () => 'yes', async () => {
    begun.push('third');
    return 'late';
  }];
  expect([await firstOf(tries, PATIENT), begun]).toEqual(['yes', []]);
});

it('begins the next beside one that is slow, and takes whichever is first', async () => {
  expect(await firstOf([never, never, async () => 'third'], AT_ONCE)).toBe('third');
  let slow = (_: string): void => undefined;
  const first = () => new Promise<string>((settle) => (slow = settle));
  expect(await firstOf([first, async () => (slow('first after all'), sleep(1, 'second'))], AT_ONCE)).toBe('first after all');
});

it('rejects with all reasons once none is left, and after a time with those it has heard', async () => {
  const reasons = (tries: readonly (() => Promise<string>)[], how: typeof AT_ONCE) => firstOf(tries, how).catch((error: NoneOf) => error.errors.map((one) => (one as Error).message));
  expect(await reasons([], PATIENT)).toEqual([]);
  expect(await reasons([fails('a'), fails('b')], PATIENT)).toEqual(['a', 'b']);
  expect(await reasons([fails('a'), never, never], { patienceMs: 1, withinMs: 20 })).toEqual(['a']);
});
