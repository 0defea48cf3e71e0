import type { Overview, Words } from '@bystack/api';
import { Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { TextLink } from '../../parts/links';
import { queries } from '../../platform/queries';
import { useWords } from '../../platform/texts';
import { anchorOf } from '../chains/governance/proposal-item';
import { openVotes, type OpenVote } from './open-votes';
import type { Wait } from './wait';

/** Chains whose nodes are asked from the home page. */
const CHAINS_MAX = 12;
/** Each list asks nodes for the sums of what waits. */
const AGAIN_MS = 15_000;
/** What a proposal does is told in full on its card. */
const SENTENCES_MAX = 2;

/** Proposals that wait for our validators. Where a chain does not tell, nothing is said of it here: why stands among the chains. */
export function useVoteWaits({ chains }: Overview): { readonly waits: readonly Wait[]; readonly isPending: boolean } {
  const { t } = useTranslation();
  const deciding = chains.filter(({ state, competition }) => competition === null && (state === 'running' || state === 'degraded')).slice(0, CHAINS_MAX);
  const asked = useQueries({ queries: deciding.map(({ chainId }) => ({ ...queries.proposals(chainId), refetchInterval: AGAIN_MS })) });
  const waits = deciding.flatMap(({ chainId, name }, at) => openVotes(asked[at]?.data ?? []).map((vote): Wait => ({
    key: `${chainId}/${vote.id}`,
    kind: 'warn',
    word: t('waits.vote'),
    what: <WhatWaits chain={name} vote={vote} />,
    sinceMs: vote.proposedAtMs,
    link: (
      <TextLink to="/chains/$chainId/governance" params={{ chainId }} hash={anchorOf(vote.id)}>
        {t('waits.toProposal', { id: vote.id })}
      </TextLink>
    ),
  })));
  return { waits, isPending: asked.some((query) => query.isPending) };
}

function WhatWaits({ chain, vote }: { readonly chain: string; readonly vote: OpenVote }) {
  const { t } = useTranslation();
  const words = useWords();
  const left = vote.words.length - SENTENCES_MAX;
  const say = (sentence: Words) => words(sentence);
  return (
    <>
      {t('waits.votes', { name: chain, id: vote.id, approvals: vote.approvals, needed: vote.needed, count: vote.own })}
      <Text component="span" display="block" size="xs" c="dimmed">{vote.words.slice(0, SENTENCES_MAX).map(say).join(' ')}{left > 0 && ` ${t('waits.moreChanges', { count: left })}`}</Text>
    </>
  );
}
