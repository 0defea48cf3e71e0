import type { BlockView, TransactionView } from '@bystack/api';
import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { Facts } from '../../../parts/facts';
import { ButtonLink, TextLink } from '../../../parts/links';
import { Section } from '../../../parts/page-head';
import { ShortId } from '../../../parts/short-id';
import { Time } from '../../../parts/time';
import { shorten, useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { useChain } from '../chain/use-chain';
import { useVocabulary } from '../use-vocabulary';
import { Effects } from './effects';
import { Events } from './events';
import { FromExplorer } from './from-explorer';
import { OutcomeSign } from './outcome-sign';

const route = getRouteApi('/inside/chains/$chainId/explorer/blocks/$block');

function Transactions({ chainId, block }: { readonly chainId: string; readonly block: BlockView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const vocabulary = useVocabulary(chainId, block.height);
  const columns: readonly Column<TransactionView>[] = [
    {
      key: 'id',
      title: t('tx.id'),
      render: (tx) => (
        <TextLink to="/chains/$chainId/explorer/transactions/$txId" params={{ chainId, txId: tx.txId }}>
          <code>{shorten(tx.txId)}</code>
        </TextLink>
      ),
    },
    { key: 'calls', title: t('tx.calls'), render: (tx) => tx.calls.map((call) => vocabulary.command(call.module, call.command, call.payload)).join(', ') || t('tx.noCalls') },
    { key: 'outcome', title: t('tx.outcome'), render: (tx) => <OutcomeSign outcome={tx.outcome} state={tx.state} /> },
    { key: 'size', title: t('block.size'), align: 'right', render: (tx) => <span className="figure">{format.bytes(tx.sizeBytes)}</span>, sort: (tx) => tx.sizeBytes },
  ];
  return <DataTable caption={t('block.transactions')} rows={block.transactions} columns={columns} rowKey={(tx) => tx.txId} filter empty={<p className="hint">{t('block.empty')}</p>} />;
}

function Details({ chainId, block }: { readonly chainId: string; readonly block: BlockView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const neighbour = (height: number, label: string) => (
    <ButtonLink to="/chains/$chainId/explorer/blocks/$block" params={{ chainId, block: String(height) }} variant="default" size="xs">
      {label}
    </ButtonLink>
  );
  const certificate = block.certificate;
  const chain = useChain();
  return (
    <>
      <Section
        title={t('block.title', { height: format.number(block.height) })}
        note={t('block.certified', { count: certificate.signers.length, signers: certificate.labels.join(', '), height: format.number(certificate.height) })}
        actions={
          <Group gap="xs">
            {block.height > 0 && neighbour(block.height - 1, t('block.previous'))}
            {neighbour(block.height + 1, t('block.next'))}
          </Group>
        }
      >
        <Facts
          rows={[
            [t('block.time'), <Time key="time" ms={block.timeMs} />],
            [t('block.proposer'), block.proposerLabel ?? '–'],
            [t('block.epoch'), format.number(block.epoch)],
            [t('block.view'), format.number(block.view)],
            [t('block.size'), format.bytes(block.sizeBytes)],
            [t('block.id'), <ShortId key="id" id={block.blockId} />],
            [t('block.parent'), <ShortId key="parent" id={block.parentId} />],
            [t('block.stateRoot'), <ShortId key="state" id={block.stateRoot} />],
            [t('block.transactionsRoot'), <ShortId key="transactions" id={block.transactionsRoot} />],
            [t('block.resultsRoot'), <ShortId key="results" id={block.resultsRoot} />],
          ]}
        />
      </Section>
      <Section title={t('block.transactions')}>
        <Transactions chainId={chainId} block={block} />
      </Section>
      <Effects chain={chain} effects={block.effects} height={block.height} own="reward" />
      <Events chain={chain} events={block.events} />
    </>
  );
}

export function BlockPage() {
  const { chainId, block } = route.useParams();
  const data = useQuery(queries.block(chainId, block));
  return (
    <FromExplorer chainId={chainId} of={data}>
      {(view) => <Details chainId={chainId} block={view} />}
    </FromExplorer>
  );
}
