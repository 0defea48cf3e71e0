import type { AuditEntry } from '@bystack/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../parts/busy-button';
import { CopyAs } from '../../parts/copy-as';
import { Loaded } from '../../parts/loaded';
import { PageHead } from '../../parts/page-head';
import { Sign } from '../../parts/sign';
import { useFormat } from '../../platform/format';
import { queries } from '../../platform/queries';
import { recipe } from '../../platform/recipe';
import { get } from '../../platform/api';
import type { Page } from '@bystack/api';
import { AuditTable } from './audit-table';
import { brokenLink } from './chain-of-hashes';
import { Verified } from './verified';

const PAGE = 50;

/** What this page could check by itself about the entries it shows. */
function Linked({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const broken = brokenLink(entries);
  if (entries.length === 0) return null;
  if (broken !== undefined) return <Sign kind="bad">{t('audit.broken', { sequence: format.number(broken) })}</Sign>;
  return <Sign kind="good">{t('audit.linked', { count: entries.length })}</Sign>;
}

export function AuditPage() {
  const { t } = useTranslation();
  const pages = useInfiniteQuery({
    queryKey: ['audit', 'pages'],
    queryFn: ({ pageParam }) => get<Page<AuditEntry>>(`/audit?limit=${PAGE}${pageParam === '' ? '' : `&before=${encodeURIComponent(pageParam)}`}`),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchInterval: queries.overview().refetchInterval as number,
  });
  return (
    <div>
      <PageHead title={t('nav.audit')} lead={t('audit.lead')} actions={<CopyAs of={recipe('GET', `/audit?limit=${PAGE}`, undefined)} />} />
      <Loaded of={pages} lines={8}>
        {(data) => {
          const entries = data.pages.flatMap((page) => page.items);
          return (
            <>
              <p>
                <Linked entries={entries} />
              </p>
              <Verified />
              <AuditTable entries={entries} />
              {pages.hasNextPage && (
                <BusyButton mt="sm" size="xs" variant="default" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                  {t('audit.older')}
                </BusyButton>
              )}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
