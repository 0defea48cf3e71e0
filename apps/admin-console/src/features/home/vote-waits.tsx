import type { Overview } from '@bystack/api';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { TextLink } from '../../parts/links';
import { useNow } from '../../platform/now';
import { queries } from '../../platform/queries';
import { openVotes } from './open-votes';
import type { Wait } from './wait';

/** Chains whose nodes are asked from the home page. */
const CHAINS_MAX = 12;

/** Proposals that wait for our validators. Where a chain does not tell, nothing is said of it here: why stands among the chains. */
export function useVoteWaits({ chains }: Overview): { readonly waits: readonly Wait[]; readonly isPending: boolean } {
  const { t } = useTranslation();
  const now = useNow();
  const deciding = chains.filter(({ state, competition }) => competition === null && (state === 'running' || state === 'degraded')).slice(0, CHAINS_MAX);
  const committees = useQueries({ queries: deciding.map(({ chainId }) => queries.committee(chainId)) });
  const nodes = useQueries({ queries: deciding.map(({ chainId }) => queries.nodes(chainId)) });
  const waits = deciding.flatMap(({ chainId, name }, at): readonly Wait[] => {
    const [committee, own] = [committees[at]?.data, nodes[at]?.data];
    if (committee === undefined || own === undefined) return [];
    return openVotes(committee, new Set(own.map(({ nodeKey }) => nodeKey)), now).map((vote) => ({
      key: `${chainId}/${vote.id}`,
      kind: 'warn',
      word: t('waits.vote'),
      what: t('waits.votes', { name, id: vote.id, approvals: vote.approvals, needed: vote.needed, count: vote.own }),
      sinceMs: vote.proposedAtMs,
      link: (
        <TextLink to="/chains/$chainId/governance" params={{ chainId }}>
          {t('waits.toDecisions')}
        </TextLink>
      ),
    }));
  });
  return { waits, isPending: [...committees, ...nodes].some((query) => query.isPending) };
}
