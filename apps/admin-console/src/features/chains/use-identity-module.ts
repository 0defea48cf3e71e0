import { useQuery } from '@tanstack/react-query';
import { queries } from '../../platform/queries';

/** Name of the identity module in force, if it answers this question. */
export function useIdentityModule(chainId: string, question: string): string | undefined {
  const { data = [] } = useQuery(queries.commands(chainId));
  return data.find(({ slot, queries: asked }) => slot === 'identity' && asked.some(({ name }) => name === question))?.name;
}
