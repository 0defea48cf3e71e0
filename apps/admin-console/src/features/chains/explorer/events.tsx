import type { ChainView, EventView, Json } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { Raw } from '../../../parts/raw';
import { Section } from '../../../parts/page-head';
import { Said } from '../said/said';
import { useVocabulary } from '../use-vocabulary';

type Numbered = EventView & { readonly number: number };

/** What an event is called and what it says, in the words of the module that tells it. @param height of a block that they were told in; left out: of those to come */
export function useEventColumns(chain: ChainView, height?: number): readonly Column<EventView>[] {
  const { t } = useTranslation();
  const vocabulary = useVocabulary(chain.chainId, height);
  return [
    { key: 'name', title: t('event.name'), render: ({ module, name, data }) => (
        <div>
          {vocabulary.event(module, name, data)}
          <span className="sub">{`${module} · ${name}`}</span>
        </div>
      ) },
    { key: 'data', title: t('event.data'), render: ({ module, name, data }) => <Said chain={chain} value={data} fields={vocabulary.eventFields(module, name)} /> },
  ];
}

/** What happened, in the words of the modules that say so. */
export function Events({ chain, events }: { readonly chain: ChainView; readonly events: readonly EventView[] }) {
  const { t } = useTranslation();
  const columns: readonly Column<Numbered>[] = useEventColumns(chain, events[0]?.height);
  if (events.length === 0) return null;
  return (
    <Section title={t('tx.events')}>
      <DataTable caption={t('tx.events')} rows={events.map((event, number) => ({ ...event, number }))} columns={columns} rowKey={({ number }) => String(number)} empty={null} />
      <Raw value={events.map(({ module, name, data }): Json => ({ module, name, data }))} label={t('tx.events')} />
    </Section>
  );
}
