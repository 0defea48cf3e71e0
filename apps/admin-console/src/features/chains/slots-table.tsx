import type { SlotName } from '@bystack/api';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table';

export interface FilledSlot {
  readonly slot: SlotName;
  /** What was chosen, and what choosing it means. */
  readonly title: string;
  readonly summary: string;
  /** What else is to be said of the choice. */
  readonly more?: ReactNode;
  /** NAME VERSION. */
  readonly module: string;
  /** What else is to be said of the module. */
  readonly note?: string;
}

/** The six slots: the question in trade words, what was chosen, and its technical name in small. */
export function SlotsTable({ caption, slots }: { readonly caption: string; readonly slots: readonly FilledSlot[] }) {
  const { t } = useTranslation();
  const columns: readonly Column<FilledSlot>[] = [
    { key: 'slot', title: t('create.slot'), render: ({ slot }) => t(`slot.${slot}.question`) },
    {
      key: 'choice',
      title: t('create.choice'),
      render: ({ title, summary, more }) => (
        <div>
          <strong>{title}</strong>
          <span className="sub">{summary}</span>
          {more}
        </div>
      ),
    },
    {
      key: 'module',
      title: t('create.module'),
      render: ({ module, note }) => (
        <div>
          <span className="sub">{module}</span>
          {note !== undefined && <span className="sub">{note}</span>}
        </div>
      ),
    },
  ];
  return <DataTable caption={caption} rows={slots} columns={columns} rowKey={({ slot }) => slot} empty={null} />;
}
