import { Group, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconArrowsSort, IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useVisibleRows } from './use-visible-rows';

export interface Column<T> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: T) => ReactNode;
  /** Present: the column can be sorted by it. */
  readonly sort?: (row: T) => string | number;
  /** Present: the filter looks in it. */
  readonly text?: (row: T) => string;
  readonly align?: 'right';
}

interface DataTableProps<T> {
  readonly caption: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly rowKey: (row: T) => string;
  readonly empty: ReactNode;
  readonly filter?: boolean;
  readonly foot?: ReactNode;
}

interface Order {
  readonly key: string;
  readonly down: boolean;
}

function compare(left: string | number, right: string | number): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left).localeCompare(String(right), undefined, { numeric: true });
}

function useArranged<T>(rows: readonly T[], columns: readonly Column<T>[], order: Order | null, wanted: string): readonly T[] {
  return useMemo(() => {
    const needle = wanted.trim().toLowerCase();
    const texts = columns.flatMap((column) => column.text ?? []);
    const kept = needle === '' ? [...rows] : rows.filter((row) => texts.some((text) => text(row).toLowerCase().includes(needle)));
    const by = columns.find((column) => column.key === order?.key)?.sort;
    return by === undefined ? kept : kept.sort((left, right) => compare(by(left), by(right)) * (order?.down ? -1 : 1));
  }, [rows, columns, order, wanted]);
}

/** Arrow keys walk from row to row through what can be acted on in each. */
function walk(event: KeyboardEvent<HTMLTableSectionElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const target = event.target as HTMLElement;
  if (target.matches('input, select, textarea')) return;
  let row = target.closest('tr');
  do row = (event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling) as HTMLTableRowElement | null;
  while (row !== null && row.querySelector('a, button') === null);
  if (row === null) return;
  event.preventDefault();
  row.querySelector<HTMLElement>('a, button')?.focus();
}

function Head<T>({ column, order, onOrder }: { readonly column: Column<T>; readonly order: Order | null; readonly onOrder: (order: Order) => void }) {
  const mine = order?.key === column.key;
  const Icon = !mine ? IconArrowsSort : order.down ? IconArrowDown : IconArrowUp;
  const sorted = mine ? (order.down ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" role="columnheader" className={column.align} aria-sort={column.sort === undefined ? undefined : (sorted ?? 'none')}>
      {column.sort === undefined ? (
        column.title
      ) : (
        <UnstyledButton className="sorter" onClick={() => onOrder({ key: column.key, down: mine && !order.down })}>
          {column.title} <Icon size={13} aria-hidden className={mine ? undefined : 'faint'} />
        </UnstyledButton>
      )}
    </th>
  );
}

/** A list as a table: sortable, filterable, walked by arrow keys; narrow screens stack each row. */
export function DataTable<T>({ caption, rows, columns, rowKey, empty, filter = false, foot }: DataTableProps<T>) {
  const { t } = useTranslation();
  const [order, setOrder] = useState<Order | null>(null);
  const [wanted, setWanted] = useState('');
  const arranged = useArranged(rows, columns, order, wanted);
  const { body, above, below, visible } = useVisibleRows(arranged);
  if (rows.length === 0) return <>{empty}</>;
  const spacer = (height: number) => height > 0 && <tr aria-hidden style={{ height }} />;
  return (
    <div>
      {filter && rows.length > 5 && (
        <Group mb="xs">
          <TextInput size="xs" leftSection={<IconSearch size={14} aria-hidden />} aria-label={t('table.filter')} placeholder={t('table.filter')} value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} />
          <Text size="xs" c="dimmed" aria-live="polite">
            {wanted !== '' && t('table.found', { count: arranged.length, of: rows.length })}
          </Text>
        </Group>
      )}
      <table className="table" role="table" aria-label={caption} aria-rowcount={arranged.length + 1}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <Head key={column.key} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" onKeyDown={walk} ref={body}>
          {spacer(above)}
          {visible.map((row) => (
            <tr key={rowKey(row)} role="row">
              {columns.map((column) => (
                <td key={column.key} role="cell" data-label={column.title} className={column.align}>
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
          {spacer(below)}
        </tbody>
      </table>
      {foot}
    </div>
  );
}
