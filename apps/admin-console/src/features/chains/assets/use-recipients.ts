import type { ChainView, QueryAnswer } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { query } from '../../../platform/api';
import { queries } from '../../../platform/queries';

interface Recipients {
  /** To choose from. */
  readonly names: readonly string[];
  /** The key that a name stands for; anything else is taken for a key. */
  keyOf(text: string): string;
}

/** Members by the names that the identity module in force gives them. Of two with one name each is told by its key. */
export function useRecipients(chain: ChainView): Recipients {
  const commands = useQuery(queries.commands(chain.chainId));
  const module = commands.data?.find(({ slot, queries: asked }) => slot === 'identity' && asked.some(({ name }) => name === 'members'))?.name;
  const page = useQuery({
    queryKey: ['members-of', chain.chainId, module],
    queryFn: () => query<QueryAnswer>(`/chains/${chain.chainId}/queries/${module}/members`, {}),
    enabled: module !== undefined,
    staleTime: 60_000,
    retry: false,
  });
  const { members = [] } = (page.data?.answer ?? {}) as { readonly members?: readonly { readonly key: string; readonly name: string }[] };
  const keys = new Map(members.filter(({ name }) => name !== '').map(({ key, name }) => [`${name} (${key.slice(0, 8)}…)`, key]));
  return { names: [...keys.keys()], keyOf: (text) => keys.get(text) ?? text.trim().toLowerCase() };
}
