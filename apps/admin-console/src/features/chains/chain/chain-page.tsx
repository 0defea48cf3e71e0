import type { ChainView } from '@bystack/api';
import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CopyAs } from '../../../parts/copy-as';
import { TextLink } from '../../../parts/links';
import { Loaded } from '../../../parts/loaded';
import { PageHead } from '../../../parts/page-head';
import { ShortId } from '../../../parts/short-id';
import { queries } from '../../../platform/queries';
import { recipe } from '../../../platform/recipe';
import { useWords } from '../../../platform/texts';
import { ChainSentence } from '../chain-sign';
import { KnownInput } from '../../../parts/schema-form/known-field';
import { ChainIdInput } from '../known-ids';
import { rulesIn, rulesOf } from '../rules-in-force';
import { RecoveryNotice } from '../recovery/recovery-notice';

const route = getRouteApi('/inside/chains/$chainId');
const TABS = [
  ['/chains/$chainId', 'tab.overview'],
  ['/chains/$chainId/records', 'tab.records'],
  ['/chains/$chainId/members', 'tab.members'],
  ['/chains/$chainId/assets', 'tab.assets'],
  ['/chains/$chainId/modules', 'tab.modules'],
  ['/chains/$chainId/explorer', 'tab.explorer'],
  ['/chains/$chainId/nodes', 'tab.nodes'],
  ['/chains/$chainId/governance', 'tab.governance'],
  ['/chains/$chainId/settings', 'tab.settings'],
] as const;

/** What the chain is about: the rules it goes by, and its template where they are still those it was founded with. */
function Rules({ chain }: { readonly chain: ChainView }) {
  const { t } = useTranslation();
  const words = useWords();
  const rules = rulesOf(useQuery(queries.commands(chain.chainId)).data ?? []);
  const template = words(chain.template.title, chain.template.name);
  const founding = rulesIn(chain.slots.contract.params.package);
  const isFounding = rules === undefined || rules.id === founding?.id;
  return <span className="sub">{isFounding ? template : t('chain.rulesNow', { rules: words(rules.title), id: rules.id, template, was: founding?.id ?? chain.template.version })}</span>;
}

export function ChainPage() {
  const { t } = useTranslation();
  const { chainId } = route.useParams();
  const chain = useQuery(queries.chain(chainId));
  return (
    <div>
      <Loaded of={chain} title={t('chain.title')}>
        {(data) => (
          <>
            <PageHead
              title={data.name}
              lead={
                <>
                  <ChainSentence chain={data} />
                  <Group gap="xs">
                    <Rules chain={data} />
                    <ShortId id={data.chainId} />
                  </Group>
                </>
              }
              actions={
                <>
                  {data.operationId !== null && (
                    <TextLink to="/operations/$operationId" params={{ operationId: data.operationId }} size="xs">
                      {t('chain.operation')}
                    </TextLink>
                  )}
                  <CopyAs of={recipe('GET', `/chains/${chainId}`, undefined, ['chains', 'show', data.name])} />
                </>
              }
            />
            <RecoveryNotice chain={data} />
            <nav className="tabs" aria-label={t('chain.parts')}>
              {TABS.filter(([to]) => to !== '/chains/$chainId/assets' || data.assets === 'enabled').map(([to, key]) => (
                <Link key={to} to={to} params={{ chainId }} activeOptions={{ exact: to === '/chains/$chainId', includeSearch: false }}>
                  {t(key)}
                </Link>
              ))}
            </nav>
            <KnownInput value={ChainIdInput}>
              <Outlet />
            </KnownInput>
          </>
        )}
      </Loaded>
    </div>
  );
}
