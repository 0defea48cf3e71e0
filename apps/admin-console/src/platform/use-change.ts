import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { change } from './api';
import { Refused } from './problem';

export interface Change {
  readonly method?: 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** Nobody knows whether the change took effect: the same key must be sent again. A plain refusal frees the key. */
const undecided = (error: unknown): boolean => error instanceof Refused && (error.problem.status === 0 || error.problem.status >= 500);

/** Browsers offer UUIDs only on https and on this machine; random digits everywhere. */
function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16).padStart(8, '0')).join('');
}

/** One mutation. Sent again after a lost answer it carries the same idempotency key, so it takes effect once. */
export function useChange<T>(refresh: readonly string[], onDone?: (answer: T) => void): UseMutationResult<T, Error, Change> {
  const client = useQueryClient();
  const pending = useRef<{ what: string; key: string } | null>(null);
  return useMutation<T, Error, Change>({
    mutationFn: async (wish) => {
      const what = JSON.stringify(wish);
      if (pending.current?.what !== what) pending.current = { what, key: newKey() };
      try {
        const answer = await change<T>(wish.method ?? 'POST', wish.path, wish.body, pending.current.key);
        pending.current = null;
        return answer;
      } catch (error) {
        if (!undecided(error)) pending.current = null;
        throw error;
      }
    },
    onSuccess: (answer) => {
      for (const topic of [...refresh, 'overview', 'audit']) void client.invalidateQueries({ queryKey: [topic] });
      onDone?.(answer);
    },
  });
}
