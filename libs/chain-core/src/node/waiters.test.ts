import type { Clock } from './clock';
import { Waiters } from './waiters';

/** A clock that moves when told. */
class ManualClock implements Clock {
  #nowMs = 0;
  readonly #timers = new Set<{ atMs: number; call: () => void }>();
  nowMs = () => this.#nowMs;
  later = (pauseMs: number, call: () => void) => {
    const timer = { atMs: this.#nowMs + pauseMs, call };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };
  pass(ms: number): void {
    this.#nowMs += ms;
    for (const timer of [...this.#timers]) if (timer.atMs <= this.#nowMs && this.#timers.delete(timer)) timer.call();
  }
  get pending(): number {
    return this.#timers.size;
  }
}

const id = (n: number) => new Uint8Array(32).fill(n);
async function woken(promise: Promise<void>): Promise<boolean> {
  return Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setImmediate(resolve, false))]);
}

test('whoever waits for the head is woken by it, whoever waits for final only by that', async () => {
  const clock = new ManualClock();
  const waiters = new Waiters({ clock });
  const [head, final, other] = [waiters.wait(id(1), 'head', 1000), waiters.wait(id(1), 'final', 1000), waiters.wait(id(2), 'final', 1000)];
  waiters.wake(id(1), 'head');
  expect([await woken(head), await woken(final)]).toEqual([true, false]);
  waiters.wake(id(1), 'final');
  expect([await woken(final), await woken(other)]).toEqual([true, false]);
  expect([waiters.count, clock.pending]).toEqual([1, 1]);
});

test('a waiter is woken when its time is over, and when the node closes', async () => {
  const clock = new ManualClock();
  const waiters = new Waiters({ clock });
  const [short, long] = [waiters.wait(id(1), 'final', 10), waiters.wait(id(1), 'final', 100)];
  clock.pass(10);
  expect([await woken(short), await woken(long)]).toEqual([true, false]);
  waiters.close();
  expect(await woken(long)).toBe(true);
  expect([waiters.count, clock.pending]).toEqual([0, 0]);
});
