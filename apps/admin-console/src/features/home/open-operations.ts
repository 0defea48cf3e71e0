import type { Operation } from '@bystack/api';

const DAY_MS = 86_400_000;

/** Under way, or failed in the last day. One whose place a newer request took needs nobody. */
export function openOperations(operations: readonly Operation[], nowMs: number): readonly Operation[] {
  return operations.filter(
    ({ state, endedAtMs, problem }) =>
      state === 'running' || (state === 'failed' && problem?.code !== 'SUPERSEDED' && nowMs - (endedAtMs ?? nowMs) < DAY_MS),
  );
}
