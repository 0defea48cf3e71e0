import type {
  ApiKeyView, AssetView, BadgeAuthorityView, BadgeView, BlockSummary, BlockView, Blueprint, ChainModulesView, ChainRecoveryView, ChainView, CommitteeView, ConsensusInForce, DecidedProposal, DecidedWhole, HoldingsAnswer, HostView, Me, MemberView, ModuleCard, NodeView, Operation, Overview, Page, ProposalView, RehearsalView, RolesOnChain, SetupState, Template, TransactionView,
} from '@bystack/api';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get } from './api';
import { learnWords } from './problem';

/** Lists come as pages; blocks come as a node answers them, a bare array. */
export function itemsOf<T>(answer: Page<T> | readonly T[]): readonly T[] {
  return 'items' in answer ? answer.items : answer;
}

async function list<T>(path: string): Promise<readonly T[]> {
  return itemsOf(await get<Page<T> | readonly T[]>(path));
}

const id = encodeURIComponent;
/** What an unbroken event stream would have told us is asked again this often, in case the stream is down. */
const AGAIN_MS = 5_000;
/** What people watch while it moves. */
const SOON_MS = 1_000;

/** What was decided before something else never changes: only the newest page is ever asked for again. */
const decidedPage = (chain: string, before?: string) => get<Page<DecidedProposal>>(`/chains/${id(chain)}/proposals/decided${before === undefined ? '' : `?before=${id(before)}`}`);

/** The first part of every key is the topic of the `changed` event that makes it stale. */
export const queries = {
  setup: () => queryOptions({ queryKey: ['setup'], queryFn: () => get<SetupState>('/setup') }),
  me: () => queryOptions({ queryKey: ['me'], queryFn: () => get<Me>('/auth/me'), staleTime: 60_000, retry: false }),
  overview: () => queryOptions({ queryKey: ['overview'], queryFn: () => get<Overview>('/overview'), refetchInterval: AGAIN_MS }),
  chains: () => queryOptions({ queryKey: ['chains'], queryFn: () => list<ChainView>('/chains'), refetchInterval: AGAIN_MS }),
  chain: (chain: string) => queryOptions({ queryKey: ['chains', chain], queryFn: () => get<ChainView>(`/chains/${id(chain)}`), refetchInterval: AGAIN_MS }),
  blueprint: (chain: string) => queryOptions({ queryKey: ['blueprint', chain], queryFn: () => get<Blueprint>(`/chains/${id(chain)}/blueprint`), staleTime: Infinity }),
  nodes: (chain: string) => queryOptions({ queryKey: ['nodes', chain], queryFn: () => list<NodeView>(`/chains/${id(chain)}/nodes`), refetchInterval: AGAIN_MS }),
  recovery: (chain: string) => queryOptions({ queryKey: ['nodes', chain, 'recovery'], queryFn: () => get<ChainRecoveryView>(`/chains/${id(chain)}/recovery`), refetchInterval: AGAIN_MS }),
  committee: (chain: string) => queryOptions({ queryKey: ['committee', chain], queryFn: () => get<CommitteeView>(`/chains/${id(chain)}/committee`), refetchInterval: AGAIN_MS, retry: false }),
  consensus: (chain: string) => queryOptions({ queryKey: ['committee', chain, 'consensus'], queryFn: () => get<ConsensusInForce>(`/chains/${id(chain)}/consensus`), refetchInterval: AGAIN_MS, retry: false }),
  proposals: (chain: string) => queryOptions({ queryKey: ['committee', chain, 'proposals'], queryFn: () => list<ProposalView>(`/chains/${id(chain)}/proposals`), refetchInterval: AGAIN_MS, retry: false }),
  /** With everything it changes. */
  proposal: (chain: string, proposal: number) => queryOptions({ queryKey: ['committee', chain, 'proposals', proposal], queryFn: () => get<ProposalView>(`/chains/${id(chain)}/proposals/${proposal}`), retry: false }),
  decided: (chain: string) =>
    infiniteQueryOptions({
      queryKey: ['committee', chain, 'decided'],
      queryFn: ({ pageParam, client }) => (pageParam === '' ? decidedPage(chain) : client.fetchQuery({ queryKey: ['decided', chain, pageParam], queryFn: () => decidedPage(chain, pageParam), staleTime: Infinity })),
      initialPageParam: '',
      getNextPageParam: ({ next }) => next,
      refetchInterval: AGAIN_MS,
      retry: false,
    }),
  /** With what it changed, as things stood then: never becomes another. */
  decidedOne: (chain: string, proposal: number) => queryOptions({ queryKey: ['decided', chain, 'one', proposal], queryFn: () => get<DecidedWhole>(`/chains/${id(chain)}/proposals/decided/${proposal}`), staleTime: Infinity, retry: false }),
  assets: (chain: string) => queryOptions({ queryKey: ['assets', chain], queryFn: () => list<AssetView>(`/chains/${id(chain)}/assets?limit=200`), refetchInterval: AGAIN_MS, retry: false }),
  asset: (chain: string, asset: string) => queryOptions({ queryKey: ['assets', chain, 'one', asset], queryFn: () => get<AssetView>(`/chains/${id(chain)}/assets/${id(asset)}`), staleTime: 60_000, retry: false }),
  holdings: (chain: string, key: string) => queryOptions({ queryKey: ['holdings', chain, key], queryFn: () => get<HoldingsAnswer>(`/chains/${id(chain)}/holdings/${id(key)}?limit=200`), refetchInterval: AGAIN_MS, placeholderData: keepPreviousData, retry: false }),
  modulesInForce: (chain: string) => queryOptions({ queryKey: ['committee', chain, 'modules'], queryFn: () => get<ChainModulesView>(`/chains/${id(chain)}/modules`), refetchInterval: (query) => (query.state.data?.due ? SOON_MS : AGAIN_MS), retry: false }),
  rehearsals: (chain: string) => queryOptions({ queryKey: ['operations', chain, 'rehearsals'], queryFn: () => list<RehearsalView>(`/chains/${id(chain)}/rehearsals`), retry: false }),
  rehearsal: (chain: string, rehearsal: string) => queryOptions({ queryKey: ['operations', chain, 'rehearsals', rehearsal], queryFn: () => get<RehearsalView>(`/chains/${id(chain)}/rehearsals/${id(rehearsal)}`) }),
  /** @param set of modules that is no longer in force: what it brought never changes */
  commands: (chain: string, set?: number) =>
    queryOptions({
      queryKey: ['commands', chain, set ?? 'in force'],
      queryFn: async () => learnWords(await list<ModuleCard>(`/chains/${id(chain)}/commands${set === undefined ? '' : `?set=${set}`}`), set !== undefined),
      staleTime: set === undefined ? 60_000 : Infinity,
    }),
  blocks: (chain: string, before?: number, limit = 25) =>
    queryOptions({
      queryKey: ['blocks', chain, before ?? 'newest', limit],
      queryFn: () => list<BlockSummary>(`/chains/${id(chain)}/blocks?limit=${limit}${before === undefined ? '' : `&before=${before}`}`),
      placeholderData: keepPreviousData,
    }),
  block: (chain: string, heightOrId: string) => queryOptions({ queryKey: ['block', chain, heightOrId], queryFn: () => get<BlockView>(`/chains/${id(chain)}/blocks/${id(heightOrId)}`) }),
  transaction: (chain: string, txId: string) =>
    queryOptions({ queryKey: ['transaction', chain, txId], queryFn: () => get<TransactionView>(`/chains/${id(chain)}/transactions/${id(txId)}`) }),
  modules: () => queryOptions({ queryKey: ['modules'], queryFn: async () => learnWords(await list<ModuleCard>('/modules')), staleTime: 300_000 }),
  /** What every chain with a committee can do about itself: it is among no chain's modules. */
  kernel: () => queryOptions({ queryKey: ['modules', 'kernel'], queryFn: () => get<ModuleCard>('/modules/kernel'), staleTime: Infinity }),
  templates: () => queryOptions({ queryKey: ['templates'], queryFn: () => list<Template>('/templates'), staleTime: 300_000 }),
  /** Also versions that are no longer what new chains are made from. */
  templatesAll: () => queryOptions({ queryKey: ['templates', 'all versions'], queryFn: () => list<Template>('/templates?versions=all'), staleTime: 300_000 }),
  template: (name: string) => queryOptions({ queryKey: ['templates', name], queryFn: () => get<Template>(`/templates/${id(name)}`), staleTime: 300_000 }),
  hosts: () => queryOptions({ queryKey: ['hosts'], queryFn: () => list<HostView>('/hosts'), refetchInterval: AGAIN_MS }),
  operation: (operation: string) => queryOptions({ queryKey: ['operations', operation], queryFn: () => get<Operation>(`/operations/${id(operation)}`) }),
  badgeAuthorities: () => queryOptions({ queryKey: ['badge-authorities'], queryFn: () => list<BadgeAuthorityView>('/badge-authorities') }),
  /** Which roles mean something on which chain. */
  badgeRoles: () => queryOptions({ queryKey: ['badge-roles'], queryFn: () => list<RolesOnChain>('/badges/roles'), staleTime: 60_000, retry: false }),
  /** @param search in their names, or how a serial number begins; empty: all */
  badges: (search: string) =>
    infiniteQueryOptions({
      queryKey: ['badges', search],
      queryFn: ({ pageParam }) => get<Page<BadgeView>>(`/badges?limit=50${search === '' ? '' : `&search=${id(search)}`}${pageParam === '' ? '' : `&before=${id(pageParam)}`}`),
      initialPageParam: '',
      getNextPageParam: ({ next }) => next,
      placeholderData: keepPreviousData,
    }),
  members: () => queryOptions({ queryKey: ['members'], queryFn: () => list<MemberView>('/members') }),
  apiKeys: () => queryOptions({ queryKey: ['api-keys'], queryFn: () => list<ApiKeyView>('/api-keys') }),
};
