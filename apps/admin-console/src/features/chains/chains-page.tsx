import type { ChainView } from '@bystack/api';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CopyAs } from '../../parts/copy-as';
import { type Column, DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { ButtonLink, TextLink } from '../../parts/links';
import { Loaded } from '../../parts/loaded';
import { PageHead } from '../../parts/page-head';
import { ShortId } from '../../parts/short-id';
import { Time } from '../../parts/time';
import { useFormat } from '../../platform/format';
import { queries } from '../../platform/queries';
import { recipe } from '../../platform/recipe';
import { useWords } from '../../platform/texts';
import { ChainSentence } from './chain-sign';

export function useChainColumns(): readonly Column<ChainView>[] {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  return [
    {
      key: 'name',
      title: t('chains.name'),
      render: (chain) => (
        <div>
          <TextLink to="/chains/$chainId" params={{ chainId: chain.chainId }} fw={600}>
            {chain.name}
          </TextLink>
          <span className="sub">{words(chain.template.title, chain.template.name)}</span>
        </div>
      ),
      sort: (chain) => chain.name,
      text: (chain) => `${chain.name} ${words(chain.template.title)} ${chain.chainId}`,
    },
    { key: 'state', title: t('chains.state'), render: (chain) => <ChainSentence chain={chain} />, sort: (chain) => chain.state, text: (chain) => t(`chainState.${chain.state}`) },
    { key: 'height', title: t('chains.height'), align: 'right', render: (chain) => <span className="figure">{chain.finalHeight === null ? '–' : format.number(chain.finalHeight)}</span>, sort: (chain) => chain.finalHeight ?? -1 },
    { key: 'validators', title: t('chains.validators'), align: 'right', render: (chain) => <span className="figure">{t('chains.runningOf', { running: chain.nodesRunning, of: chain.validators })}</span>, sort: (chain) => chain.validators },
    { key: 'created', title: t('chains.created'), render: (chain) => <span className="nowrap"><Time ms={chain.createdAtMs} /></span>, sort: (chain) => chain.createdAtMs },
    { key: 'id', title: t('chains.id'), render: (chain) => <ShortId id={chain.chainId} /> },
  ];
}

/** What a chain is and how to begin, for whoever has none yet. */
export function NoChains() {
  const { t } = useTranslation();
  return (
    <Empty title={t('chains.noneTitle')} action={<ButtonLink to="/chains/new">{t('chains.create')}</ButtonLink>}>
      {t('chains.noneText')}
    </Empty>
  );
}

export function ChainsPage() {
  const { t } = useTranslation();
  const chains = useQuery(queries.chains());
  const columns = useChainColumns();
  const actions = (
    <>
      <CopyAs compact of={recipe('GET', '/chains', undefined, ['chains', 'list'])} />
      <ButtonLink to="/chains/new" leftSection={<IconPlus size={16} aria-hidden />}>
        {t('chains.create')}
      </ButtonLink>
    </>
  );
  return (
    <div>
      <PageHead title={t('nav.chains')} lead={t('chains.lead')} actions={actions} />
      <Loaded of={chains}>{(rows) => <DataTable caption={t('nav.chains')} rows={rows} columns={columns} rowKey={(chain) => chain.chainId} filter empty={<NoChains />} />}</Loaded>
    </div>
  );
}
