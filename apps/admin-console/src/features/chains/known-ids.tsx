import type { ChainView, QueryAnswer } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { type Known, type KnownInputProps, PickedByName } from '../../parts/schema-form/known-field';
import { query } from '../../platform/api';
import { queries } from '../../platform/queries';
import { nameOf } from './assets/asset';
import { useChain } from './chain/use-chain';
import { knownNames } from './known-names';
import { useIdentityModule } from './use-identity-module';

/** What was issued on a chain, by name. */
function useKnownAssets(chain: ChainView): Known {
  const assets = useQuery({ ...queries.assets(chain.chainId), enabled: chain.assets === 'enabled' }).data ?? [];
  return knownNames(assets.map((asset) => [nameOf(asset), asset.assetId]));
}

/** Our own organisation, and members by the names that the identity module in force gives them. */
export function useKnownKeys(chain: ChainView): Known {
  const me = useQuery(queries.me());
  const module = useIdentityModule(chain.chainId, 'members');
  const page = useQuery({
    queryKey: ['members-of', chain.chainId, module],
    queryFn: () => query<QueryAnswer>(`/chains/${chain.chainId}/queries/${module}/members`, {}),
    enabled: module !== undefined,
    staleTime: 60_000,
    retry: false,
  });
  const { members = [] } = (page.data?.answer ?? {}) as { readonly members?: readonly { readonly key: string; readonly name: string }[] };
  const others = members.filter(({ name, key }) => name !== '' && key !== chain.signerPublicKey);
  return knownNames([[me.data?.organisationName ?? '', chain.signerPublicKey], ...others.map(({ name, key }) => [name, key] as const)]);
}

/** A field for an asset or a key of the chain whose page this is: chosen by name, or pasted. */
export function ChainIdInput({ of, ...props }: KnownInputProps) {
  const chain = useChain();
  const assets = useKnownAssets(chain);
  const people = useKnownKeys(chain);
  return <PickedByName {...props} known={of === 'asset' ? assets : people} />;
}
