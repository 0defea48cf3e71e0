import type { ChainView, EventView } from '@bystack/api';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { TextLink } from '../../../parts/links';
import { Section } from '../../../parts/page-head';
import { Sign } from '../../../parts/sign';
import { shorten, useFormat } from '../../../platform/format';
import { useStream } from '../../../platform/live';
import { useChain } from '../chain/use-chain';
import { useEventColumns } from './events';

const KEPT = 50;
type Heard = EventView & { readonly number: number };

function useColumns(chain: ChainView): readonly Column<Heard>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const { chainId } = chain;
  const told = useEventColumns(chain);
  return [
    { key: 'height', title: t('block.height'), render: (event) => <span className="figure">{format.number(event.height)}</span> },
    ...told,
    {
      key: 'transaction',
      title: t('event.transaction'),
      render: (event) =>
        event.txId === undefined ? (
          <span className="faint">{t('event.none')}</span>
        ) : (
          <TextLink to="/chains/$chainId/explorer/transactions/$txId" params={{ chainId, txId: event.txId }}>
            <code>{shorten(event.txId)}</code>
          </TextLink>
        ),
    },
  ];
}

/** Events of final blocks as they happen, newest first; new blocks refresh the list above. */
export function LiveEvents() {
  const { t } = useTranslation();
  const chain = useChain();
  const { chainId } = chain;
  const client = useQueryClient();
  const [events, setEvents] = useState<readonly Heard[]>([]);
  const state = useStream(`/chains/${chainId}/events`, {
    final: () => void client.invalidateQueries({ queryKey: ['blocks', chainId, 'newest'] }),
    event: (data) => {
      const event = JSON.parse(data) as EventView;
      setEvents((before) => [{ ...event, number: (before[0]?.number ?? 0) + 1 }, ...before].slice(0, KEPT));
    },
  });
  const columns = useColumns(chain);
  return (
    <Section title={t('explorer.events')} note={t('explorer.eventsNote')} actions={state === 'lost' ? <Sign kind="warn">{t('live.lost')}</Sign> : state === 'live' ? <Sign kind="good">{t('live.live')}</Sign> : null}>
      <DataTable caption={t('explorer.events')} rows={events} columns={columns} rowKey={(event) => String(event.number)} empty={<p className="hint">{t('explorer.noEvents')}</p>} />
    </Section>
  );
}
