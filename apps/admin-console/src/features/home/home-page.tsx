import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../parts/data-table';
import { ButtonLink, TextLink } from '../../parts/links';
import { Loaded } from '../../parts/loaded';
import { PageHead, Section } from '../../parts/page-head';
import { queries } from '../../platform/queries';
import { AuditTable } from '../audit/audit-table';
import { NoChains, useChainColumns } from '../chains/chains-page';
import { LineMap } from './line-map';
import { Waits } from './waits';

const RECENT = 8;

/** What waits for me, then the picture of chains and hosts, then what was done lately. */
export function HomePage() {
  const { t } = useTranslation();
  const overview = useQuery(queries.overview());
  const columns = useChainColumns().filter((column) => column.key !== 'id' && column.key !== 'created');
  return (
    <div>
      <PageHead title={t('nav.home')} lead={t('home.lead')} actions={<ButtonLink to="/chains/new">{t('chains.create')}</ButtonLink>} />
      <Loaded of={overview} lines={8}>
        {(data) => (
          <>
            <Section title={t('home.waits')}>
              <Waits overview={data} />
            </Section>
            <Section title={t('nav.chains')} actions={<TextLink to="/chains" size="xs">{t('home.allChains')}</TextLink>}>
              <DataTable caption={t('nav.chains')} rows={data.chains} columns={columns} rowKey={(chain) => chain.chainId} empty={<NoChains />} />
            </Section>
            {data.chains.length > 0 && data.hosts.length > 0 && (
              <Section title={t('map.title')} note={t('map.note')}>
                <LineMap chains={data.chains} hosts={data.hosts} />
              </Section>
            )}
            <Section title={t('home.recent')} actions={<TextLink to="/audit" size="xs">{t('home.allAudit')}</TextLink>}>
              <AuditTable entries={data.recent.slice(0, RECENT)} brief />
            </Section>
          </>
        )}
      </Loaded>
    </div>
  );
}
