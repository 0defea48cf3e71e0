import { setTimeout as delay } from 'node:timers/promises';

/** Waits until something holds, looking often, and says what it waited for when it never does. */
export async function until(holds: () => boolean | Promise<boolean>, what: () => string, withinMs = 60_000): Promise<void> {
  const giveUp = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > giveUp) throw new Error(`waited ${withinMs} ms for ${what()}`);
    await delay(10);
  }
}
