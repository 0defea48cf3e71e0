import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until `probe` gives something, or fails with what was seen last. Bounded. */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined> | T | undefined, timeoutMs = 60_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown = 'nothing';
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined) return value;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`never seen within ${timeoutMs / 1000} s: ${what} (last: ${String(last)})`);
    await sleep(100);
  }
}
