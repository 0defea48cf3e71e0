import type { ChainView, OpenInputView, TransactionView } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { Section } from '../../../parts/page-head';
import { Amount, AssetName } from '../assets/amount';
import { Holder } from './holder';

/** The largest amount there can be: whoever signs it sets no limit. */
const NO_LIMIT = String(2n ** 63n - 1n);

interface Row extends OpenInputView {
  readonly number: number;
}

/** What came of it, or would have: of a refused one the chain says which, and how much. */
function cameOf({ outcome }: TransactionView, { number, came }: Row): string | undefined {
  if (outcome?.kind !== 'refused') return came;
  const { input, came: would } = outcome.facts;
  return outcome.code === 'OPEN_INPUT_OUTSIDE_LIMITS' && input === number && typeof would === 'string' ? would : undefined;
}

/** What the signers of a transaction let modules give them out of what these hold for all, within which limits, and how much it was. */
export function OpenInputs({ chain, tx }: { readonly chain: ChainView; readonly tx: TransactionView }) {
  const { t } = useTranslation();
  const rows = tx.inputs.flatMap((input, number): Row[] => (input.kind === 'open' ? [{ ...(input as unknown as OpenInputView), number }] : []));
  if (rows.length === 0) return null;
  const { chainId } = chain;
  const amount = (row: Row, units: string) => <Amount chainId={chainId} assetId={row.assetId} units={units} />;
  const columns: readonly Column<Row>[] = [
    { key: 'asset', title: t('assets.asset'), render: ({ assetId }) => <AssetName chainId={chainId} assetId={assetId} /> },
    { key: 'from', title: t('openInputs.from'), render: ({ module, lock }) => (
        <div>
          <Holder chain={chain} who={{ kind: 'module', module, lock }} height={tx.height} />
          <span className="sub">{`${module} · ${lock}`}</span>
        </div>
      ) },
    { key: 'to', title: t('openInputs.to'), render: ({ to }) => <Holder chain={chain} who={to} height={tx.height} /> },
    { key: 'atLeast', title: t('openInputs.atLeast'), align: 'right', render: (row) => amount(row, row.atLeast) },
    { key: 'atMost', title: t('openInputs.atMost'), align: 'right', render: (row) => (row.atMost === NO_LIMIT ? t('openInputs.noLimit') : amount(row, row.atMost)) },
    { key: 'came', title: t(tx.outcome?.kind === 'refused' ? 'openInputs.wouldHaveCome' : 'openInputs.came'), align: 'right', render: (row) => {
        const came = cameOf(tx, row);
        return came === undefined ? <span className="faint">–</span> : amount(row, came);
      } },
  ];
  return (
    <Section title={t('openInputs.title')} note={t('openInputs.what')}>
      <DataTable caption={t('openInputs.title')} rows={rows} columns={columns} rowKey={({ number }) => String(number)} empty={null} />
    </Section>
  );
}
