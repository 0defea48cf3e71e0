import type { ChainView } from '@bystack/api';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { queries } from '../../../platform/queries';

const route = getRouteApi('/inside/chains/$chainId');

/** The chain of the page; the page itself has loaded it, so its tabs find it at once. */
export function useChain(): ChainView {
  return useSuspenseQuery(queries.chain(route.useParams().chainId)).data;
}
