import { useSyncExternalStore } from 'react';
import { serverNow } from './api';

let now = serverNow();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = serverNow();
    for (const tell of listeners) tell();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The control plane's time in ms, moved on once a second by one timer for all ages on the page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
