import { objectOf, type ChainView, type Json } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../parts/facts';
import { choiceWords } from '../../../parts/schema-form/schema';
import { useWords } from '../../../platform/texts';
import { Amount, AssetName } from '../assets/amount';
import { calledIn, type Fields, isAmount, saidRows, type SaidRow } from './said-rows';
import { isMoment, Value } from './value';

const ID = /^[0-9a-f]{64}$/;
const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value);
const NO_FIELDS: Fields = new Map();

/** One value of what was said: a choice in its words, an amount with its asset, a number with its unit. */
export function SaidValue({ chain, row: { path, value, beside }, fields }: { readonly chain: ChainView; readonly row: SaidRow; readonly fields: Fields }) {
  const words = useWords();
  const name = String(path.findLast((part) => typeof part === 'string') ?? '');
  const field = objectOf(fields.get(name));
  const choice = choiceWords(field, value);
  if (choice !== undefined) return <>{words(choice)}</>;
  if (name === 'asset' && isId(value)) return <AssetName chainId={chain.chainId} assetId={value} />;
  if (isAmount(name, value) && isId(beside.asset)) return <Amount chainId={chain.chainId} assetId={beside.asset} units={value} />;
  const unit = typeof value === 'number' && typeof field['x-unit'] === 'string' && !isMoment(name, value) ? ` ${field['x-unit']}` : '';
  return <><Value chain={chain} path={name} value={value} />{unit}</>;
}

/** What a payload, an event or an answer says, as terms and values. @param fields those that have words; others are called by their name */
export function Said({ chain, value, fields = NO_FIELDS }: { readonly chain: ChainView; readonly value: Json; readonly fields?: Fields }) {
  const words = useWords();
  const { t } = useTranslation();
  const { rows, left } = saidRows(value);
  const called = ({ path }: SaidRow) => path.map((part) => words(calledIn(fields, part))).join(' · ');
  if (rows.length === 0) return null;
  return (
    <>
      <Facts rows={rows.map((row) => [called(row), <SaidValue key={row.path.join()} chain={chain} row={row} fields={fields} />])} />
      {left > 0 && <p className="hint">{t('said.left', { count: left })}</p>}
    </>
  );
}
