import type { ChainView, Json, QueryAnswer, TemplateLookup } from '@bystack/api';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { JsonView } from '../../../parts/json-view';
import { TextLink } from '../../../parts/links';
import { ShortId } from '../../../parts/short-id';
import { Time } from '../../../parts/time';
import { shorten, useFormat } from '../../../platform/format';
import { useWords } from '../../../platform/texts';
import { KeyName } from '../key-name';
import { rowsOf, valueAt } from './answer-rows';

type Row = { readonly value: Json; readonly index: number };

const HEX = /^[0-9a-f]{40,}$/;
const KEY = /^[0-9a-f]{64}$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const MS_RECENT = 1e12;
/** One long word, such as a URN or a hash with its scheme. */
const LONG_WORD = /^\S{41,}$/;
const HEAD = 22;

function TransactionLink({ chain, txId }: { readonly chain: ChainView; readonly txId: string }) {
  return (
    <TextLink to="/chains/$chainId/explorer/transactions/$txId" params={{ chainId: chain.chainId, txId }}>
      <code>{shorten(txId)}</code>
    </TextLink>
  );
}

function Cell({ chain, path, value }: { readonly chain: ChainView; readonly path: string; readonly value: Json | undefined }) {
  const format = useFormat();
  if (value === undefined || value === null) return <span className="faint">–</span>;
  if (typeof value === 'string' && /txId$/i.test(path)) return <TransactionLink chain={chain} txId={value} />;
  if (typeof value === 'string' && KEY.test(value) && /(actor|createdBy|confirmedBy|key|signer)$/i.test(path)) return <KeyName chain={chain} publicKey={value} />;
  if (typeof value === 'string' && HEX.test(value)) return <ShortId id={value} />;
  if (typeof value === 'string' && MOMENT.test(value)) return <span className="nowrap"><Time ms={Date.parse(value)} /></span>;
  if (typeof value === 'number') return /(Ms|timeMs)$/.test(path) && value > MS_RECENT ? <span className="nowrap"><Time ms={value} /></span> : <span className="figure">{format.number(value, 6)}</span>;
  if (typeof value === 'string') return LONG_WORD.test(value) ? <ShortId id={value} head={HEAD} /> : <>{value}</>;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return <>{value.join(', ')}</>;
  return <code>{JSON.stringify(value)}</code>;
}

/** An answer as the template's table, or as the JSON it is; with the height it was read at. */
export function Answer({ chain, lookup, answer }: { readonly chain: ChainView; readonly lookup: TemplateLookup; readonly answer: QueryAnswer }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const rows = lookup.columns === undefined ? undefined : rowsOf(answer.answer);
  const shown: readonly Column<Row>[] = (lookup.columns ?? []).map((column) => ({
    key: column.path,
    title: words(column.title),
    render: (row) => <Cell chain={chain} path={column.path} value={valueAt(row.value, column.path)} />,
    sort: (row) => {
      const value = valueAt(row.value, column.path);
      return typeof value === 'number' ? value : typeof value === 'string' ? value : JSON.stringify(value ?? '');
    },
    text: (row) => JSON.stringify(valueAt(row.value, column.path) ?? ''),
  }));
  // A record says which transaction made it, whatever columns the template wants: there lies its receipt.
  const hasEvidence = lookup.columns?.every(({ path }) => path !== 'txId') && rows?.some((row) => typeof valueAt(row, 'txId') === 'string');
  const evidence: Column<Row> = { key: 'txId', title: t('records.evidence'), render: (row) => <Cell chain={chain} path="txId" value={valueAt(row.value, 'txId')} /> };
  const columns = hasEvidence ? [...shown, evidence] : shown;
  return (
    <>
      {rows !== undefined ? (
        <DataTable caption={words(lookup.title)} rows={rows.map((value, index) => ({ value, index }))} columns={columns} rowKey={(row) => String(row.index)} filter empty={<p className="hint">{t('records.nothing')}</p>} />
      ) : answer.answer === null ? (
        <p className="hint">{t('records.nothing')}</p>
      ) : (
        <JsonView value={answer.answer} label={words(lookup.title)} />
      )}
      <Text size="xs" c="dimmed" mt="xs">
        {t('records.readAt', { height: format.number(answer.height) })}
      </Text>
    </>
  );
}
