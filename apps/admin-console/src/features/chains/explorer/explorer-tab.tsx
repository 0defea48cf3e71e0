import type { BlockSummary } from '@bystack/api';
import { Button, Group, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { TextLink } from '../../../parts/links';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { ShortId } from '../../../parts/short-id';
import { Age } from '../../../parts/time';
import { useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { LiveEvents } from './live-events';

const route = getRouteApi('/inside/chains/$chainId/explorer');
const PAGE = 25;

function useColumns(chainId: string): readonly Column<BlockSummary>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      key: 'height',
      title: t('block.height'),
      render: (block) => (
        <TextLink to="/chains/$chainId/explorer/blocks/$block" params={{ chainId, block: String(block.height) }} className="figure" fw={600}>
          {format.number(block.height)}
        </TextLink>
      ),
    },
    { key: 'time', title: t('block.time'), render: (block) => <Age ms={block.timeMs} /> },
    { key: 'records', title: t('block.transactions'), align: 'right', render: (block) => <span className="figure">{format.number(block.transactionCount)}</span> },
    { key: 'size', title: t('block.size'), align: 'right', render: (block) => <span className="figure">{format.bytes(block.sizeBytes)}</span> },
    { key: 'proposer', title: t('block.proposer'), align: 'right', render: (block) => <span className="figure">{block.proposerLabel ?? '–'}</span> },
    { key: 'id', title: t('block.id'), render: (block) => <ShortId id={block.blockId} /> },
  ];
}

/** Goes to a block by height or id, or to a transaction by id: what it is, the node is asked. */
function Finder({ chainId }: { readonly chainId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = route.useNavigate();
  const [wanted, setWanted] = useState('');
  const [missing, setMissing] = useState(false);
  const find = async () => {
    const what = wanted.trim().toLowerCase();
    if (what === '') return;
    const isBlock = /^\d{1,15}$/.test(what) || (await client.fetchQuery(queries.transaction(chainId, what)).then((found) => found.state === 'unknown', () => true));
    if (!isBlock) return void navigate({ to: '/chains/$chainId/explorer/transactions/$txId', params: { chainId, txId: what } });
    const block = await client.fetchQuery(queries.block(chainId, what)).catch(() => null);
    setMissing(block === null);
    if (block !== null) void navigate({ to: '/chains/$chainId/explorer/blocks/$block', params: { chainId, block: what } });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void find();
      }}
    >
      <Group gap="xs" align="flex-start" mb="lg" wrap="nowrap" maw="40rem">
        <TextInput flex={1} aria-label={t('explorer.find')} placeholder={t('explorer.find')} leftSection={<IconSearch size={15} aria-hidden />} value={wanted} error={missing ? t('explorer.notFound') : undefined} onChange={(event) => (setWanted(event.currentTarget.value), setMissing(false))} />
        <Button type="submit" variant="default">
          {t('explorer.go')}
        </Button>
      </Group>
    </form>
  );
}

export function ExplorerTab() {
  const { t } = useTranslation();
  const { chainId } = route.useParams();
  const [before, setBefore] = useState<number | undefined>(undefined);
  const blocks = useQuery(queries.blocks(chainId, before, PAGE));
  const columns = useColumns(chainId);
  const last = blocks.data?.at(-1)?.height ?? 0;
  return (
    <>
      <Finder chainId={chainId} />
      <Section title={t('explorer.blocks')} note={before === undefined ? t('explorer.blocksNote') : t('explorer.olderNote')}>
        <Loaded of={blocks} lines={8}>
          {(rows) => <DataTable caption={t('explorer.blocks')} rows={rows} columns={columns} rowKey={(block) => block.blockId} empty={<p className="hint">{t('explorer.noBlocks')}</p>} />}
        </Loaded>
        <Group mt="sm" gap="xs">
          {before !== undefined && (
            <Button variant="default" size="xs" onClick={() => setBefore(undefined)}>
              {t('explorer.newest')}
            </Button>
          )}
          {last > 0 && (blocks.data?.length ?? 0) >= PAGE && (
            <Button variant="default" size="xs" onClick={() => setBefore(last)}>
              {t('explorer.older')}
            </Button>
          )}
        </Group>
      </Section>
      <LiveEvents />
    </>
  );
}
