import type { ChainView } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../parts/facts';
import { Section } from '../../../parts/page-head';
import { useFormat } from '../../../platform/format';

/** What an open competition is doing, and what “final” means on it. */
export function CompetitionSection({ chain, competition }: { readonly chain: ChainView; readonly competition: NonNullable<ChainView['competition']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { finalDepth, targetSpacingMs, nodesMining, hashesPerSecond } = competition;
  return (
    <Section title={t('competition.title')} note={t('competition.note')}>
      <Facts
        rows={[
          [t('competition.mining'), nodesMining === 0 ? t('competition.off') : t('competition.on', { mining: nodesMining, count: chain.nodesRunning })],
          [t('competition.hashRate'), t('competition.hashes', { n: format.compact(hashesPerSecond) })],
          [t('competition.final'), t('competition.finalText', { count: finalDepth, time: format.duration(finalDepth * targetSpacingMs) })],
          [t('competition.pace'), t('competition.paceText', { time: format.duration(targetSpacingMs) })],
        ]}
      />
    </Section>
  );
}
