import type { ChainView, Json, LookupColumn, QueryAnswer, TemplateLookup } from '@bystack/api';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { useFormat } from '../../../platform/format';
import { useWords } from '../../../platform/texts';
import { KeyName } from '../key-name';
import type { Fields } from '../said/said-rows';
import { ToldAnswer } from '../said/told-answer';
import { Value } from '../said/value';
import { linesOf, orderOf, rowsOf, valueAt } from './answer-rows';
import { Cell } from './cell';

type Row = { readonly value: Json; readonly index: number };

interface AnswerProps {
  readonly chain: ChainView;
  readonly lookup: TemplateLookup;
  readonly answer: QueryAnswer;
  /** Of the question and its module: what is told without a table is told with their words. */
  readonly fields: Fields;
}

const valuesIn = (column: LookupColumn, row: Json): readonly Json[] => (column.lines === undefined ? [valueAt(row, column.path) ?? ''] : linesOf(row, column.lines).flatMap(({ value }) => value ?? []));

/** Where a record says whose key signed the transaction that made it, and the one that it is of now. */
const AUTHOR = 'createdBy';
const NEWEST = 'actor';

function Author({ chain, row }: { readonly chain: ChainView; readonly row: Json }) {
  const { t } = useTranslation();
  const [author, newest] = [valueAt(row, AUTHOR), valueAt(row, NEWEST)];
  if (typeof author !== 'string') return <>–</>;
  return (
    <>
      <KeyName chain={chain} publicKey={author} isBrief />
      {typeof newest === 'string' && newest !== author && <div><span className="faint">{t('records.changedBy')} </span><KeyName chain={chain} publicKey={newest} isBrief /></div>}
    </>
  );
}

/** An answer as the template's table, or by what its schema says of it; with the height it was read at. */
export function Answer({ chain, lookup, answer, fields }: AnswerProps) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const rows = lookup.columns === undefined ? undefined : rowsOf(answer.answer, lookup);
  const shown: readonly Column<Row>[] = (lookup.columns ?? []).map((column) => ({
    key: column.path,
    title: words(column.title),
    render: (row) => <Cell chain={chain} column={column} row={row.value} fields={fields} />,
    sort: (row) => orderOf(valuesIn(column, row.value)[0]),
    text: (row) => JSON.stringify(valuesIn(column, row.value)),
  }));
  // A record says which transaction made it, whatever columns the template wants: there lies its receipt.
  const hasEvidence = lookup.columns?.every(({ path }) => path !== 'txId') && rows?.some((row) => typeof valueAt(row, 'txId') === 'string');
  const evidence: Column<Row> = { key: 'txId', title: t('records.evidence'), render: (row) => <Value chain={chain} path="txId" value={valueAt(row.value, 'txId')} /> };
  // And who: a step that nobody in particular stands for tells little.
  const hasAuthor = lookup.columns?.every(({ path }) => path !== AUTHOR) && rows?.some((row) => typeof valueAt(row, AUTHOR) === 'string');
  const author: Column<Row> = { key: AUTHOR, title: t('records.recordedBy'), render: (row) => <Author chain={chain} row={row.value} />, text: (row) => String(valueAt(row.value, AUTHOR) ?? '') };
  const columns = [...shown, ...(hasAuthor ? [author] : []), ...(hasEvidence ? [evidence] : [])];
  return (
    <>
      {rows !== undefined ? (
        <div className="wide">
          <DataTable caption={words(lookup.title)} rows={rows.map((value, index) => ({ value, index }))} columns={columns} rowKey={(row) => String(row.index)} filter empty={<p className="hint">{t('records.nothing')}</p>} />
        </div>
      ) : (
        <ToldAnswer chain={chain} fields={fields} caption={words(lookup.title)} answer={answer.answer} />
      )}
      <Text size="xs" c="dimmed" mt="xs">
        {t('records.readAt', { height: format.number(answer.height) })}
      </Text>
    </>
  );
}
