import type { ChainView, QueryAnswer } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { ShortId } from '../../parts/short-id';
import { query } from '../../platform/api';
import { queries } from '../../platform/queries';
import { useIdentityModule } from './use-identity-module';

const FRESH_MS = 60_000;

/** Whose key this is, in the words of the identity module that is in force; our own organisation's by its name, and the key alone where nobody says. @param isBrief a key that has a name stays out of the way */
export function KeyName({ chain, publicKey, isBrief = false }: { readonly chain: ChainView; readonly publicKey: string; readonly isBrief?: boolean }) {
  const module = useIdentityModule(chain.chainId, 'whoIs');
  const me = useQuery(queries.me());
  const who = useQuery({
    queryKey: ['who', chain.chainId, module, publicKey],
    queryFn: () => query<QueryAnswer>(`/chains/${chain.chainId}/queries/${module}/whoIs`, { key: publicKey }),
    enabled: module !== undefined,
    staleTime: FRESH_MS,
    retry: false,
  });
  const answer = who.data?.answer;
  const told = typeof answer === 'object' && answer !== null && 'name' in answer && typeof answer.name === 'string' ? answer.name : '';
  const name = told === '' && publicKey === chain.signerPublicKey ? (me.data?.organisationName ?? '') : told;
  if (isBrief && name !== '') return <span title={publicKey}>{name}</span>;
  return (
    <span className="named-key">
      {name !== '' && <span>{name} </span>}
      <ShortId id={publicKey} />
    </span>
  );
}
