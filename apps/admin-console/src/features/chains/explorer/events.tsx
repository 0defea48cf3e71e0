import type { ChainView, EventView, Json } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { Raw } from '../../../parts/raw';
import { Section } from '../../../parts/page-head';
import { Said } from '../said/said';
import { useVocabulary } from '../use-vocabulary';

type Numbered = EventView & { readonly number: number };

/** What happened, in the words of the modules that say so. */
export function Events({ chain, events }: { readonly chain: ChainView; readonly events: readonly EventView[] }) {
  const { t } = useTranslation();
  const vocabulary = useVocabulary(chain.chainId, events[0]?.height);
  if (events.length === 0) return null;
  const columns: readonly Column<Numbered>[] = [
    { key: 'name', title: t('event.name'), render: (event) => (
        <div>
          {vocabulary.event(event.module, event.name)}
          <span className="sub">{`${event.module} · ${event.name}`}</span>
        </div>
      ) },
    { key: 'data', title: t('event.data'), render: ({ data }) => <Said chain={chain} value={data} /> },
  ];
  return (
    <Section title={t('tx.events')}>
      <DataTable caption={t('tx.events')} rows={events.map((event, number) => ({ ...event, number }))} columns={columns} rowKey={({ number }) => String(number)} empty={null} />
      <Raw value={events.map(({ module, name, data }): Json => ({ module, name, data }))} label={t('tx.events')} />
    </Section>
  );
}
