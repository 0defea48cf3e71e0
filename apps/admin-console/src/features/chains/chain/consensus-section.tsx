import type { ChainView } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../parts/facts';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';

/** By which parameters records become final now, and how validators decide: what votes may have changed since the founding. */
export function ConsensusSection({ chain }: { readonly chain: ChainView }) {
  const { t } = useTranslation();
  const words = useWords();
  const consensus = useQuery(queries.consensus(chain.chainId));
  return (
    <Section title={t('overview.consensus')} note={t(chain.competition === null ? 'overview.consensusNote' : 'overview.consensusFixed')}>
      <Loaded of={consensus}>{({ told }) => <Facts rows={told.map(({ name, value }) => [words(name), words(value)])} />}</Loaded>
    </Section>
  );
}
