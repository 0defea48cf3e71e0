import { createHook } from 'node:async_hooks';
import { leftRunningBy } from '../../module/left-running';

/** What modules may set going: these need nothing but themselves to end. */
const BY_THEMSELVES: ReadonlySet<string> = new Set(['PROMISE', 'Microtask']);

/**
 * What modules set going in the course of this that waits for the world: timers, ticks, files, sockets, as Node.js calls them. A node lets no timer of theirs come, and nothing of it may matter to what they answer
 * (see module/contain-modules.ts): it is a mistake.
 */
export async function begunOutside(run: () => Promise<unknown>): Promise<readonly string[]> {
  const begun = new Set<string>();
  const hook = createHook({
    init: (_id, type) => {
      const module = leftRunningBy();
      if (module !== undefined && !BY_THEMSELVES.has(type)) begun.add(`${module}: ${type}`);
    },
  }).enable();
  try {
    await run();
    await new Promise((resolve) => setImmediate(resolve)); // What it left running begins more, maybe.
  } finally {
    hook.disable();
  }
  return [...begun].sort();
}
