import { objectOf, type ChainView, type Json, type LookupColumn } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { choiceWords } from '../../../parts/schema-form/schema';
import { ShortId } from '../../../parts/short-id';
import { useFormat } from '../../../platform/format';
import { useWords } from '../../../platform/texts';
import type { Fields } from '../said/said-rows';
import { Value } from '../said/value';
import { calledIn, type Line, linesOf, valueAt } from './answer-rows';

interface CellProps {
  readonly chain: ChainView;
  readonly column: LookupColumn;
  readonly row: Json;
  /** Of the question and its module: they have words for values, where the column has none. */
  readonly fields: Fields;
}
/** Of a pallet with hundreds of items nobody reads all in a table. */
const LINES_MAX = 8;

const lastOf = (path: string): string => path.split('.').at(-1) ?? '';

/** What a row has in a column: one value, or those of several places one below the other. */
export function Cell(props: CellProps) {
  const words = useWords();
  const { chain, column, row, fields } = props;
  if (column.lines !== undefined) return <Lines {...props} lines={linesOf(row, column.lines)} />;
  const value = valueAt(row, column.path);
  const called = calledIn(column.choices, value) ?? (value === undefined ? undefined : choiceWords(objectOf(fields.get(lastOf(column.path))), value));
  return called === undefined ? <Value chain={chain} path={column.path} value={value} /> : <>{words(called)}</>;
}

function Lines({ chain, column, lines }: CellProps & { readonly lines: readonly Line[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (lines.every(({ value }) => value === undefined)) return <Value chain={chain} path={column.path} value={undefined} />;
  const left = lines.length - LINES_MAX;
  return (
    <ul className="lines">
      {lines.slice(0, LINES_MAX).map((line, index) => (
        <OneLine key={index} chain={chain} column={column} line={line} />
      ))}
      {left > 0 && <li className="faint">{t('records.moreLines', { n: format.number(left) })}</li>}
    </ul>
  );
}

/** Without what goes without saying at its start. */
function OneValue({ chain, column, value }: { readonly chain: ChainView; readonly column: LookupColumn; readonly value: Json }) {
  const start = typeof value === 'string' ? column.without?.find((one) => value.startsWith(one)) : undefined;
  if (typeof value !== 'string' || start === undefined) return <Value chain={chain} path={column.path} value={value} />;
  return <ShortId id={value} shown={value.slice(start.length)} />;
}

function OneLine({ chain, column, line: { title, value, unit } }: { readonly chain: ChainView; readonly column: LookupColumn; readonly line: Line }) {
  const words = useWords();
  // Kept, so that columns with the same places stay side by side.
  if (value === undefined) return <li className="blank" aria-hidden />;
  return (
    <li>
      {title !== undefined && <span className="faint">{words(title)} </span>}
      <OneValue chain={chain} column={column} value={value} />
      {unit !== undefined && <> {words(calledIn(column.choices, unit), unit)}</>}
    </li>
  );
}
