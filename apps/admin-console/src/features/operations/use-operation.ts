import type { Operation } from '@bystack/api';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { queries } from '../../platform/queries';
import { useStream } from '../../platform/live';

/** An operation, kept up to date by its own event stream until it has ended. */
export function useOperation(id: string): UseQueryResult<Operation> {
  const client = useQueryClient();
  const known = useQuery({ ...queries.operation(id), refetchInterval: (query) => (query.state.data?.endedAtMs === null ? 5_000 : false) });
  const over = known.data !== undefined && known.data.endedAtMs !== null;
  useStream(over ? null : `/operations/${encodeURIComponent(id)}/events`, {
    operation: (data) => {
      const operation = JSON.parse(data) as Operation;
      client.setQueryData(queries.operation(id).queryKey, operation);
      if (operation.endedAtMs === null) return;
      for (const topic of ['chains', 'nodes', 'overview']) void client.invalidateQueries({ queryKey: [topic] });
    },
  });
  return known;
}
