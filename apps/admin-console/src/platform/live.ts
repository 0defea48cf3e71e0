import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { openStream, type LiveState } from './stream';

export type { LiveState } from './stream';

/** As long as the component is shown. Handlers may change between renders; only another path opens another stream. */
export function useStream(path: string | null, handlers: Record<string, (data: string) => void>): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const names = Object.keys(handlers).join(' ');
  useEffect(() => {
    if (path === null) return undefined;
    const forwards = Object.fromEntries(names.split(' ').map((name) => [name, (data: string) => latest.current[name]?.(data)]));
    return openStream(path, forwards, setState);
  }, [path, names]);
  return state;
}

/** Topics a `changed` event may name, and the first key parts of what it makes stale. */
const STALE: Record<string, readonly string[]> = {
  chains: ['chains', 'overview'],
  nodes: ['nodes', 'chains', 'overview'],
  hosts: ['hosts', 'overview'],
  operations: ['operations', 'overview', 'chains'],
  audit: ['audit', 'overview'],
  'api-keys': ['api-keys'],
  badges: ['badges', 'badge-authorities'],
  members: ['members'],
  committee: ['committee', 'chains'],
};

function forget(client: QueryClient, data: string): void {
  const { topic } = JSON.parse(data) as { topic?: string };
  const stale = STALE[topic ?? ''];
  if (stale === undefined) return void client.invalidateQueries();
  for (const key of stale) void client.invalidateQueries({ queryKey: [key] });
}

/** What changed in the control plane is asked again at once; after a gap in the stream, everything is. */
export function useLiveQueries(): LiveState {
  const client = useQueryClient();
  const state = useStream('/events', { changed: (data) => forget(client, data) });
  const before = useRef(state);
  useEffect(() => {
    if (state === 'live' && before.current === 'lost') void client.invalidateQueries();
    before.current = state;
  }, [state, client]);
  return state;
}
