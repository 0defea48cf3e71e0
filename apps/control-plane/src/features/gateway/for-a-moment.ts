import { setTimeout as sleep } from 'node:timers/promises';

/** How long something is tried again, and how often. */
export interface Moment {
  readonly withinMs: number;
  readonly everyMs: number;
}

/** Tries it again, for a moment, as long as what it fails with may pass by itself; then that is thrown. What comes of nodes that are a block behind is such. */
export async function forAMoment<T>({ withinMs, everyMs }: Moment, attempt: () => Promise<T>, mayPass: (error: unknown) => boolean | Promise<boolean>): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline || !(await mayPass(error))) throw error;
      await sleep(everyMs);
    }
  }
}
