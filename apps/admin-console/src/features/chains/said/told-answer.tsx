import type { ChainView, Json, JsonObject } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { Raw } from '../../../parts/raw';
import { useWords } from '../../../platform/texts';
import { columnsIn, partsOf } from './answer-parts';
import { Said, SaidValue } from './said';
import { calledIn, type Fields } from './said-rows';

interface ToldProps {
  readonly chain: ChainView;
  readonly fields: Fields;
  readonly caption: string;
}
type Row = { readonly value: JsonObject; readonly index: number };
/** More beside each other nobody can read. */
const COLUMNS_MAX = 6;

function Cell({ chain, fields, name, row }: Omit<ToldProps, 'caption'> & { readonly name: string; readonly row: JsonObject }) {
  const value = row[name] ?? null;
  const isGroup = typeof value === 'object' && value !== null && !(Array.isArray(value) && value.every((item) => typeof item !== 'object'));
  return isGroup ? <Said chain={chain} value={value} fields={fields} /> : <SaidValue chain={chain} row={{ path: [name], value, beside: row }} fields={fields} />;
}

function List({ chain, fields, caption, rows }: ToldProps & { readonly rows: readonly JsonObject[] }) {
  const { t } = useTranslation();
  const words = useWords();
  const names = columnsIn(rows, fields);
  const shown = names.slice(0, COLUMNS_MAX);
  const rest = ({ value }: Row) => Object.fromEntries(names.slice(COLUMNS_MAX).map((name) => [name, value[name] ?? null])) as JsonObject;
  const columns: readonly Column<Row>[] = shown.map((name) => ({
    key: name,
    title: words(calledIn(fields, name)),
    render: ({ value }) => <Cell chain={chain} fields={fields} name={name} row={value} />,
    text: ({ value }) => JSON.stringify(value[name] ?? ''),
  }));
  const more: Column<Row> = { key: 'more', title: t('answer.rest'), render: (row) => (
      <details className="raw">
        <summary>{t('answer.more')}</summary>
        <Said chain={chain} value={rest(row)} fields={fields} />
      </details>
    ) };
  return <DataTable caption={caption} rows={rows.map((value, index) => ({ value, index }))} columns={names.length > shown.length ? [...columns, more] : columns} rowKey={({ index }) => String(index)} filter empty={<p className="hint">{t('records.nothing')}</p>} />;
}

/** An answer for which nobody drew a table: its facts as terms and values, its lists as tables, by the titles of its schema; and as it is. */
export function ToldAnswer({ chain, fields, caption, answer }: ToldProps & { readonly answer: Json }) {
  const { t } = useTranslation();
  const words = useWords();
  if (answer === null) return <p className="hint">{t('records.nothing')}</p>;
  const { facts, lists } = partsOf(answer);
  return (
    <>
      <Said chain={chain} value={facts} fields={fields} />
      {lists.map(({ name, rows }) => <List key={name ?? ''} chain={chain} fields={fields} caption={name === undefined ? caption : words(calledIn(fields, name))} rows={rows} />)}
      <Raw value={answer} label={caption} />
    </>
  );
}
