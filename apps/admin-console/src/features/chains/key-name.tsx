import type { ChainView, QueryAnswer } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { ShortId } from '../../parts/short-id';
import { query } from '../../platform/api';

const FRESH_MS = 60_000;

/** Whose key this is, in the words of the chain's identity module; the key alone where nobody says. */
export function KeyName({ chain, publicKey }: { readonly chain: ChainView; readonly publicKey: string }) {
  const { module } = chain.slots.identity;
  const who = useQuery({
    queryKey: ['who', chain.chainId, publicKey],
    queryFn: () => query<QueryAnswer>(`/chains/${chain.chainId}/queries/${module}/whoIs`, { key: publicKey }),
    staleTime: FRESH_MS,
    retry: false,
  });
  const answer = who.data?.answer;
  const name = typeof answer === 'object' && answer !== null && 'name' in answer && typeof answer.name === 'string' ? answer.name : '';
  return (
    <span className="named-key">
      {name !== '' && <span>{name} </span>}
      <ShortId id={publicKey} />
    </span>
  );
}
